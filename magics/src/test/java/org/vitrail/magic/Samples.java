package org.vitrail.magic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.contract.Account;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.contract.Quote;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.contract.report.Bars;
import org.vitrail.contract.report.ColumnReport;
import org.vitrail.contract.report.Figure;
import org.vitrail.contract.report.FigureStatus;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.report.QualityReport;
import org.vitrail.contract.session.BudgetLevel;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.ReleaseLine;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

/// Answers a server could give.
public final class Samples {
    private Samples() {}

    public static Account account(double cap) {
        return Account.gdp(cap, 1e-6, 400_000_000_000L, 100_000_000_000L, 50_000_000_000L, 0, 1.25, 1.5);
    }

    public static DatasetView dataset(String name) {
        return dataset(name, Optional.empty());
    }

    public static DatasetView dataset(String name, Optional<Double> epsilonOverTime) {
        return new DatasetView(
                name,
                "ann",
                "ab12",
                schema("age"),
                Optional.empty(),
                account(10),
                "2026-11-24T05:00:00Z",
                List.of(),
                epsilonOverTime,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static TableSchema schema(String first) {
        return new TableSchema(
                List.of(
                        Column.of(first, new Domain.IntegerRange(0, 99, List.of(40L))),
                        Column.of("sex", Domain.Categorical.of(List.of("F", "M")))),
                new PrivacyUnit.Person("patient", 4));
    }

    public static ReleaseLine line(String id) {
        return new ReleaseLine(
                id, "synthesis", "ann", "nb", "2026-11-24T05:00:00Z", 1, 1e-6, 30_000_000_000L, "released");
    }

    public static BudgetView budget(String dataset) {
        return new BudgetView(
                session("s-1", dataset, "nb", true), account(10), levels(), List.of(line("r-1")), Optional.empty());
    }

    public static Guarantee guarantee() {
        return new Guarantee.DifferentialPrivacy(1, 1e-6, 30_000_000_000L, "one row", "add or remove one row");
    }

    public static Quote quote() {
        return quote(false);
    }

    static Quote quote(boolean replay) {
        return new Quote(
                guarantee(),
                "marginals",
                List.of("30 marginals, sigma 12.3"),
                "1-way TVD about 0.01",
                2,
                List.of("schema"),
                account(3),
                account(3),
                8,
                Optional.empty(),
                replay,
                Optional.empty());
    }

    public static SynthesisSpec spec(String dataset) {
        return new SynthesisSpec(dataset, 3, 1, 1e-6, EngineChoice.AUTO, Optional.empty(), List.of(), false, 0);
    }

    public static Receipt receipt(MechanismSpec spec) {
        return receipt("r-1", "f00d", spec);
    }

    public static Receipt receipt(String id, String fingerprint, MechanismSpec spec) {
        return new Receipt(
                id,
                fingerprint,
                spec,
                guarantee(),
                "marginals",
                List.of("30 marginals, sigma 12.3"),
                List.of("schema"),
                "ab12",
                "1",
                "2026-11-24T05:00:00Z",
                1234,
                false,
                Map.of("rounds", "4"));
    }

    public static QualityReport report(String name) {
        Figure figure = new Figure(name, 0.5, Map.of(name, 0.25), FigureStatus.NOT_PRIVATE, name);
        ColumnReport column = new ColumnReport(
                name,
                List.of(name, "b"),
                List.of(new Bars("synthetic", List.of(0.5, 0.5), FigureStatus.PRIVATE_RELEASE)),
                List.of(figure));
        return new QualityReport(
                QualityReport.Level.OWNER,
                PrivacyBox.of(receipt(spec("d"))),
                10,
                List.of(figure),
                List.of(column),
                List.of(name));
    }

    static SessionView session(String id, String dataset, String notebook, boolean resumed) {
        return new SessionView(id, dataset, "ann", notebook, account(3), false, Optional.empty(), resumed);
    }

    static List<BudgetLevel> levels() {
        return List.of(
                new BudgetLevel("session", "nb", account(3), false),
                new BudgetLevel("analyst", "ann", account(10), false),
                new BudgetLevel("project", "p", account(10), false),
                new BudgetLevel("dataset", "clinic", account(10), false));
    }

    /// A release of the project, of the rows that the dataset has now or of older ones.
    public static ReleaseSummary summary(String id, String user, boolean current) {
        return new ReleaseSummary("clinic", receipt(id, "f-" + id, spec("clinic")), user, "nb", 2, current);
    }
}
