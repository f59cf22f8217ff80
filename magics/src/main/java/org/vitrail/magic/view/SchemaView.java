package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.magic.view.Html.Fact;

/// The public facts of datasets.
public final class SchemaView {
    private static final int VALUES_SHOWN = 12;

    private SchemaView() {}

    /// One dataset: its facts and its columns.
    public static Bundle dataset(DatasetView view) {
        List<Fact> facts = new ArrayList<>(List.of(
                new Fact("privacy unit", view.schema().unit().describe()),
                new Fact("rows", view.rowsPublic().map(Html::count).orElse("private")),
                new Fact("budget", BudgetGauge.inEpsilon(view.account()))));
        facts.add(new Fact(
                "PAC budget",
                view.pac()
                        .map(PacServerView::line)
                        .orElse("none: --pac-cap of register allows answers of PAC privacy")));
        facts.addAll(List.of(
                new Fact("owner", view.owner() + ", registered at " + Html.time(view.registeredAt())),
                new Fact("snapshot", view.snapshot())));
        view.link().ifPresent(link -> {
            facts.add(new Fact("link", link.describe()));
            facts.add(new Fact(
                    "PAC privacy",
                    "asked with --dataset of the table at the links' end, whose account pays and whose units are"
                            + " protected"));
            facts.add(new Fact(
                    "differential privacy",
                    "of this table alone protects one value of " + link.column() + ", not a unit of another table"));
        });
        view.epsilonOverTime()
                .ifPresent(total -> facts.add(new Fact(
                        "renewed", BudgetGauge.overTime(total, view.account().delta()))));
        view.pacOverTime().ifPresent(total -> facts.add(new Fact("renewed", PacServerView.overTime(total))));
        view.schemaNotes().forEach(note -> facts.add(new Fact("schema", note)));
        if (view.schemaNotes().isEmpty()) {
            facts.add(new Fact("schema", "declared"));
        }
        List<String> header = List.of("column", "type", "values", "missing", "invalid values");
        List<Boolean> left = List.of(false, false, false, false, false);
        List<List<String>> rows = new ArrayList<>();
        for (Column column : view.schema().columns()) {
            rows.add(List.of(
                    column.name(),
                    type(column.domain()),
                    values(column.domain()),
                    column.nullable() ? "a value of its own" : "invalid",
                    column.onInvalid().name().toLowerCase(Locale.ROOT)));
        }
        String title = "Dataset '" + view.name() + "': all of this is public";
        return Bundle.of(
                title + "\n" + Html.text(facts)
                        + Html.textTable(header, rows, left).stripTrailing(),
                Html.box(title, Html.facts(facts) + Html.table(header, rows, left)));
    }

    /// The list of datasets.
    public static Bundle datasets(List<DatasetView> views) {
        if (views.isEmpty()) {
            String none = "no datasets yet; try " + '%' + "dp_dataset sample clinic";
            return Bundle.of(none, Html.escape(none));
        }
        List<String> header = List.of("dataset", "columns", "rows", "unit", "ε spent", "ε cap", "owner");
        List<Boolean> numeric = List.of(false, true, true, false, true, true, false);
        List<List<String>> rows = new ArrayList<>();
        for (DatasetView view : views) {
            rows.add(List.of(
                    view.name(),
                    String.valueOf(view.schema().columns().size()),
                    view.rowsPublic().map(Html::count).orElse("private"),
                    view.schema().unit().describe(),
                    Html.upper(view.account().epsilonSpent()),
                    Html.number(view.account().epsilonCap()),
                    view.owner()));
        }
        return Bundle.of(Html.textTable(header, rows, numeric).stripTrailing(), Html.table(header, rows, numeric));
    }

    private static String type(Domain domain) {
        return switch (domain) {
            case Domain.Categorical c -> "categorical";
            case Domain.IntegerRange i -> "integer";
            case Domain.RealRange r -> "real";
        };
    }

    private static String values(Domain domain) {
        return switch (domain) {
            case Domain.Categorical c ->
                String.join(
                                ", ",
                                c.values()
                                        .subList(
                                                0,
                                                Math.min(
                                                        VALUES_SHOWN, c.values().size())))
                        + (c.values().size() > VALUES_SHOWN
                                ? ", … (" + c.values().size() + ")"
                                : "")
                        + c.other().map(o -> "; others become " + o).orElse("");
            case Domain.IntegerRange i ->
                i.min() + " to " + i.max()
                        + atoms(i.atoms().stream().map(String::valueOf).toList());
            case Domain.RealRange r ->
                Html.number(r.min()) + " to " + Html.number(r.max())
                        + atoms(r.atoms().stream().map(Html::number).toList());
        };
    }

    private static String atoms(List<String> atoms) {
        return atoms.isEmpty() ? "" : "; often " + String.join(", ", atoms);
    }
}
