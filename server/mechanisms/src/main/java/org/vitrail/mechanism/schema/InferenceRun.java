package org.vitrail.mechanism.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Column.OnInvalid;
import org.vitrail.contract.table.Domain;
import org.vitrail.mechanism.port.CellSource;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.schema.UnknownColumn.DeclaredType;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

/// One run: classes of cells, then for numbers a coarse and a fine grid, for texts their values. Everything
/// but the counts that go into the gate is post-processing.
final class InferenceRun {
    /// What stands out of noise: a false alarm has probability 3.4e-6 a test.
    private static final double SURE = 4.5;

    /// In the fine grid a false alarm only keeps a bound wider than it might be.
    private static final double LIKELY = 3;

    private static final int CATEGORIES_MAX = 1_000;
    private static final String ADVICE = "; declare it in a schema file, or pay more";

    private final SchemaPlan plan;
    private final Sensitive<CellSource> rows;
    private final Gate gate;
    private final Progress progress;
    private final SortedMap<Integer, Column> found = new TreeMap<>();
    private final SortedMap<Integer, String> leftOut = new TreeMap<>();

    InferenceRun(SchemaPlan plan, Sensitive<CellSource> rows, Gate gate, Progress progress) {
        this.plan = plan;
        this.rows = rows;
        this.gate = gate;
        this.progress = progress;
    }

    /// What the noisy classes say of a column of numbers.
    ///
    /// @param at its index in the plan
    private record NumberColumn(int at, boolean whole, boolean nullable) {}

    /// What they say of a column of texts.
    private record TextColumn(int at, boolean nullable) {}

    InferredSchema columns() {
        progress.report("counting kinds of cells", 0);
        List<Integer> all = IntStream.range(0, plan.columns().size()).boxed().toList();
        long[] noisy = gate.gaussian(rows.map(r -> Tally.classes(r, all)), all.size(), plan.classCharge())
                .value();
        double deviation = Gate.standardDeviation(all.size(), plan.classCharge());
        List<NumberColumn> numbers = new ArrayList<>();
        List<TextColumn> texts = new ArrayList<>();
        for (int at : all) {
            classify(at, noisy, SURE * deviation, numbers, texts);
        }
        if (!numbers.isEmpty() || !texts.isEmpty()) {
            MuSquared each = plan.charge().minus(plan.classCharge()).share(1, 2L * numbers.size() + texts.size());
            bounds(numbers, each);
            categories(texts, each);
        }
        return new InferredSchema(List.copyOf(found.values()), List.copyOf(leftOut.values()));
    }

    private void classify(int at, long[] noisy, double sure, List<NumberColumn> numbers, List<TextColumn> texts) {
        int first = Tally.CLASSES * at;
        double text = noisy[first + Tally.TEXT];
        double fraction = noisy[first + Tally.FRACTION];
        double whole = noisy[first + Tally.WHOLE];
        double number = whole + fraction;
        boolean missing = noisy[first + Tally.MISSING] > sure;
        DeclaredType type = plan.columns().get(at).type();
        boolean isNumber = switch (type) {
            case INTEGER, REAL -> true;
            case TEXT -> false;
            case NONE -> number >= 4 * text;
        };
        if ((isNumber ? number : text) <= sure * Math.sqrt(2)) {
            leaveOut(at, "too few cells that are not missing for this budget" + ADVICE);
        } else if (isNumber) {
            boolean isWhole = switch (type) {
                case INTEGER -> true;
                case REAL, TEXT -> false;
                case NONE -> whole >= 50 * fraction;
            };
            numbers.add(new NumberColumn(at, isWhole, missing || text > sure));
        } else {
            texts.add(new TextColumn(at, missing));
        }
    }

    private void bounds(List<NumberColumn> numbers, MuSquared each) {
        progress.report("measuring bounds", 0.3);
        List<PowerGrid> powers =
                numbers.stream().map(n -> new PowerGrid(n.whole())).toList();
        List<Optional<Support>> coarse = supports(numbers, powers, each, SURE);
        List<NumberColumn> bounded = new ArrayList<>();
        List<StepGrid> steps = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            NumberColumn number = numbers.get(i);
            PowerGrid power = powers.get(i);
            coarse.get(i)
                    .ifPresentOrElse(
                            support -> {
                                bounded.add(number);
                                steps.add(new StepGrid(
                                        power.lower(support.first()), power.upper(support.last()), number.whole()));
                            },
                            () -> leaveOut(number.at(), "its numbers are too spread out for this budget" + ADVICE));
        }
        List<Optional<Support>> fine = supports(bounded, steps, each, LIKELY);
        for (int i = 0; i < bounded.size(); i++) {
            NumberColumn number = bounded.get(i);
            StepGrid grid = steps.get(i);
            Support support = fine.get(i).orElse(new Support(0, grid.size() - 1));
            double min = grid.lower(support.first());
            double max = grid.upper(support.last());
            add(
                    number.at(),
                    number.whole() ? Domain.IntegerRange.of((long) min, (long) max) : Domain.RealRange.of(min, max),
                    number.nullable());
        }
    }

    private List<Optional<Support>> supports(
            List<NumberColumn> numbers, List<? extends Grid> grids, MuSquared each, double limit) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        List<Integer> columns = numbers.stream().map(NumberColumn::at).toList();
        MuSquared charge = each.times(columns.size());
        long[] noisy = gate.gaussian(rows.map(r -> Tally.grids(r, columns, grids)), columns.size(), charge)
                .value();
        double deviation = Gate.standardDeviation(columns.size(), charge);
        List<Optional<Support>> supports = new ArrayList<>();
        int from = 0;
        for (Grid grid : grids) {
            supports.add(Support.of(noisy, from, grid.size(), deviation, limit));
            from += grid.size();
        }
        return supports;
    }

    private void categories(List<TextColumn> texts, MuSquared each) {
        double delta = texts.isEmpty() ? 0 : Math.nextDown(plan.delta() / texts.size());
        for (int i = 0; i < texts.size(); i++) {
            TextColumn text = texts.get(i);
            progress.report("measuring categories", 0.5 + 0.5 * i / texts.size());
            if (plan.delta() == 0) {
                leaveOut(
                        text.at(),
                        "it holds text, and categories that nobody listed cost a delta; declare it in a schema file, or"
                                + " pay with EPSILON,DELTA");
                continue;
            }
            SortedMap<String, Long> frequent = gate.gaussianAbove(
                            rows.map(r -> Tally.values(r, text.at())), each, delta)
                    .value();
            if (frequent.isEmpty()) {
                leaveOut(text.at(), "no value of it is frequent enough for this budget" + ADVICE);
            } else {
                add(text.at(), categorical(frequent), text.nullable());
            }
        }
    }

    /// In alphabetical order, and a catch-all for what did not come out.
    private static Domain categorical(SortedMap<String, Long> frequent) {
        List<String> values = new ArrayList<>(frequent.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(CATEGORIES_MAX)
                .map(Map.Entry::getKey)
                .sorted()
                .toList());
        String other = "other";
        if (!values.contains(other)) {
            values.add(other);
        }
        return new Domain.Categorical(values, Optional.of(other));
    }

    private void add(int at, Domain domain, boolean nullable) {
        found.put(at, new Column(plan.columns().get(at).name(), domain, nullable, OnInvalid.CLAMP));
    }

    private void leaveOut(int at, String why) {
        leftOut.put(at, "column '" + plan.columns().get(at).name() + "' left out: " + why);
    }
}
