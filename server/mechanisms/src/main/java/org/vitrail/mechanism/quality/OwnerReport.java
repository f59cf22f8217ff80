package org.vitrail.mechanism.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.vitrail.contract.report.Bars;
import org.vitrail.contract.report.ColumnReport;
import org.vitrail.contract.report.Figure;
import org.vitrail.contract.report.FigureStatus;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.report.QualityReport;
import org.vitrail.contract.table.Domain;
import org.vitrail.mechanism.port.Judge;
import org.vitrail.mechanism.port.Table;

/// A report that compares the released rows with the private ones; not private. Large tables are subsampled, and
/// the
/// report says so.
final class OwnerReport {
    static final int ROWS_MAX = 200_000;
    static final int JUDGED_ROWS_MAX = 50_000;
    static final int NEIGHBOURS_OF_MAX = 2_000;
    static final int NEIGHBOURS_AMONG_MAX = 50_000;
    static final int PROPENSITY_ROWS_MAX = 5_000;
    static final int ROWS_MIN = 20;

    private static final String REAL = "real rows";
    private static final String BASELINE = "marginal baseline";
    private static final String SAMPLE = "sample of real rows";

    private final Table synthetic;
    private final Optional<String> label;
    private final PrivacyBox box;
    private final Judge judge;
    private final long seed;

    OwnerReport(Table synthetic, Optional<String> label, PrivacyBox box, Judge judge, long seed) {
        this.synthetic = synthetic;
        this.label = label;
        this.box = box;
        this.judge = judge;
        this.seed = seed;
    }

    /// Private rows in two parts.
    ///
    /// @param all every row the synthesizer saw
    /// @param train the rows a classifier learns from
    /// @param holdout the rows it is tested on
    /// @param unseen whether the synthesizer never saw the holdout
    record Parts(Table all, Table train, Table holdout, boolean unseen) {}

    /// A fifth of the units is held out; rows of one person stay together.
    static Parts split(Table all, long seed) {
        RandomGenerator random = generator(seed);
        int[] unitOf =
                all.persons().orElseGet(() -> IntStream.range(0, all.rowCount()).toArray());
        int units = Arrays.stream(unitOf).max().orElse(-1) + 1;
        boolean[] heldOut = new boolean[units];
        int[] order = Samples.permutation(units, random);
        for (int k = 0; k < units / 5; k++) {
            heldOut[order[k]] = true;
        }
        int[] train = IntStream.range(0, unitOf.length)
                .filter(i -> !heldOut[unitOf[i]])
                .toArray();
        int[] holdout = IntStream.range(0, unitOf.length)
                .filter(i -> heldOut[unitOf[i]])
                .toArray();
        return new Parts(all, all.rows(train), all.rows(holdout), false);
    }

    /// A holdout of the owner's own.
    static Parts given(Table all, Table holdout) {
        return new Parts(all, all, holdout, true);
    }

    /// The report.
    QualityReport of(Parts parts) {
        List<Figure> figures = new ArrayList<>(PublicReport.figures(synthetic));
        List<String> notes = new ArrayList<>();
        notes.add("Not private: computed from private rows without noise. Do not publish.");
        boolean enough =
                parts.train.rowCount() >= ROWS_MIN && parts.holdout.rowCount() >= 4 && synthetic.rowCount() >= ROWS_MIN;
        if (!enough) {
            notes.add("Too few rows for a comparison: it needs " + ROWS_MIN + " synthetic rows, " + ROWS_MIN
                    + " private rows and a holdout of 4.");
        }
        Table reference = Samples.atMost(parts.all, ROWS_MAX, generator(seed + 1));
        Table compared = Samples.atMost(synthetic, ROWS_MAX, generator(seed + 2));
        if (enough) {
            notes.addAll(holdoutNotes(parts));
            notes.addAll(subsampleNotes(parts));
            Optional<Table> baseline = baseline(parts.all, notes);
            figures.addAll(distances(reference, compared, baseline));
            figures.addAll(utility(parts, baseline, notes));
            figures.addAll(propensity(parts.all, baseline));
            figures.addAll(copies(parts));
            figures.addAll(neighbours(parts));
        }
        List<ColumnReport> columns = new ArrayList<>();
        Optional<MarginalDistance> distance =
                enough ? Optional.of(MarginalDistance.between(reference, compared)) : Optional.empty();
        for (int j = 0; j < synthetic.schema().columns().size(); j++) {
            columns.add(column(reference, compared, j, distance));
        }
        return new QualityReport(QualityReport.Level.OWNER, box, synthetic.rowCount(), figures, columns, notes);
    }

    private List<String> holdoutNotes(Parts parts) {
        if (parts.unseen) {
            return List.of("Holdout: the rows you gave; the synthesizer never saw them.");
        }
        return List.of("Holdout: a random fifth of the private units. The synthesizer saw these rows too, so the "
                + "comparison with them shows natural rates, not overfitting; give rows it never saw for that.");
    }

    private List<String> subsampleNotes(Parts parts) {
        List<String> notes = new ArrayList<>();
        subsample(notes, "marginal distances and copies", parts.all, ROWS_MAX);
        subsample(notes, "classifiers", parts.train, JUDGED_ROWS_MAX);
        subsample(notes, "nearest records among private rows", parts.train, NEIGHBOURS_AMONG_MAX);
        subsample(notes, "nearest records of synthetic rows", synthetic, NEIGHBOURS_OF_MAX);
        return notes;
    }

    private static void subsample(List<String> notes, String what, Table table, int rowsMax) {
        if (table.rowCount() > rowsMax) {
            notes.add("Subsampled for speed, " + what + ": " + rowsMax + " of " + table.rowCount() + " rows.");
        }
    }

    /// The baseline at the same budget and number of rows.
    private Optional<Table> baseline(Table all, List<String> notes) {
        if (box.muSquaredPico().isEmpty() || box.muSquaredPico().get() == 0) {
            notes.add("No marginal baseline: the release has no privacy budget to compare at.");
            return Optional.empty();
        }
        OptionalInt group = labelIndex();
        notes.add("Marginal baseline: noisy 1-way marginals given the label at the same budget and number of rows; "
                + "charged nothing because it is never released.");
        return Optional.of(MarginalBaseline.draw(
                all,
                group,
                Math.min(synthetic.rowCount(), ROWS_MAX),
                box.muSquaredPico().get() * 1e-12,
                generator(seed + 3)));
    }

    /// The label's index, if it has classes.
    private OptionalInt labelIndex() {
        return IntStream.range(0, synthetic.schema().columns().size())
                .filter(j -> label.equals(
                                Optional.of(synthetic.schema().columns().get(j).name()))
                        && Utility.hasClasses(synthetic.schema().columns().get(j)))
                .findFirst();
    }

    private List<Figure> distances(Table reference, Table compared, Optional<Table> baseline) {
        MarginalDistance ours = MarginalDistance.between(reference, compared);
        Optional<MarginalDistance> baselines = baseline.map(table -> MarginalDistance.between(reference, table));
        int n = compared.rowCount();
        Optional<MarginalDistance> samples = n > reference.rowCount() / 2
                ? Optional.empty()
                : Optional.of(MarginalDistance.between(reference, Samples.atMost(reference, n, generator(seed + 4))));
        List<Figure> figures = new ArrayList<>();
        for (int ways = 1; ways <= Math.min(3, reference.schema().columns().size()); ways++) {
            int k = ways;
            Map<String, Double> beside = new LinkedHashMap<>();
            samples.ifPresent(s -> beside.put(SAMPLE, s.mean(k)));
            baselines.ifPresent(b -> beside.put(BASELINE, b.mean(k)));
            figures.add(notPrivate(
                    "mean " + k + "-way distance",
                    ours.mean(k),
                    beside,
                    "mean total variation distance over all sets of " + k
                            + " columns, numbers in 19 equal intervals of the private range; 0 is best, 1 is worst"));
        }
        return figures;
    }

    private List<Figure> utility(Parts parts, Optional<Table> baseline, List<String> notes) {
        OptionalInt target = labelIndex();
        if (target.isEmpty()) {
            notes.add(
                    label.isEmpty()
                            ? "No classifier: the request names no label."
                            : "No classifier: the label must be categorical or have at most " + Utility.CLASSES_MAX
                                    + " whole-number values.");
            return List.of();
        }
        int index = target.getAsInt();
        Table test = Samples.atMost(parts.holdout, JUDGED_ROWS_MAX, generator(seed + 5));
        Score ours = Utility.score(judge, judged(synthetic), test, index);
        Score real = Utility.score(judge, judged(parts.train), test, index);
        Optional<Score> marginals = baseline.map(table -> Utility.score(judge, judged(table), test, index));
        List<Figure> figures = new ArrayList<>();
        figures.add(scored("accuracy", ours, real, marginals, Score::accuracy, "share of right predictions"));
        figures.add(scored("macro-F1", ours, real, marginals, Score::macroF1, "mean F1 of the classes"));
        if (ours.auc().isPresent()) {
            figures.add(scored(
                    "AUC", ours, real, marginals, score -> score.auc().orElseThrow(), "area under the ROC curve"));
        }
        return figures;
    }

    private Figure scored(
            String name,
            Score ours,
            Score real,
            Optional<Score> marginals,
            ToDoubleFunction<Score> of,
            String meaning) {
        Map<String, Double> beside = new LinkedHashMap<>();
        beside.put(REAL, of.applyAsDouble(real));
        marginals.ifPresent(score -> beside.put(BASELINE, of.applyAsDouble(score)));
        return notPrivate(
                name,
                of.applyAsDouble(ours),
                beside,
                meaning + " of '" + label.orElse("")
                        + "' on the real holdout, by gradient-boosted trees trained on synthetic rows; 1 is best");
    }

    private Table judged(Table table) {
        return Samples.atMost(table, JUDGED_ROWS_MAX, generator(seed + 6));
    }

    private List<Figure> propensity(Table all, Optional<Table> baseline) {
        int n = Math.min(Math.min(synthetic.rowCount(), all.rowCount() / 2), PROPENSITY_ROWS_MAX);
        int[] order = Samples.permutation(all.rowCount(), generator(seed + 7));
        Table first = all.rows(Arrays.copyOf(order, n));
        Table second = all.rows(Arrays.copyOfRange(order, n, 2 * n));
        Propensity ours = against(first, synthetic, n);
        Propensity none = against(first, second, n);
        Map<String, Double> errors = new LinkedHashMap<>(Map.of(SAMPLE, none.meanSquaredError()));
        Map<String, Double> aucs = new LinkedHashMap<>(Map.of(SAMPLE, none.auc()));
        baseline.map(table -> against(first, table, n)).ifPresent(p -> {
            errors.put(BASELINE, p.meanSquaredError());
            aucs.put(BASELINE, p.auc());
        });
        return List.of(
                notPrivate(
                        "propensity pMSE",
                        ours.meanSquaredError(),
                        errors,
                        "how far a classifier's probability of 'synthetic' is from 1/2, squared; the value for real rows "
                                + "against real rows is best, 0.25 is worst"),
                notPrivate(
                        "discriminator AUC",
                        ours.auc(),
                        aucs,
                        "how well that classifier tells synthetic from real rows; 0.5 is best, 1 is worst"));
    }

    private Propensity against(Table first, Table other, int n) {
        return Propensity.between(judge, first, Samples.atMost(other, n, generator(seed + 8)), generator(seed + 9));
    }

    private List<Figure> copies(Parts parts) {
        Records train = Records.of(Samples.atMost(parts.train, ROWS_MAX, generator(seed + 10)));
        double ours = Records.of(Samples.atMost(synthetic, ROWS_MAX, generator(seed + 10)))
                .copied(train);
        double natural = Records.of(Samples.atMost(parts.holdout, ROWS_MAX, generator(seed + 10)))
                .copied(train);
        return List.of(notPrivate(
                "exact copies",
                ours,
                Map.of("holdout rows", natural),
                "share of rows that equal a private training row in every column, beside the natural rate of the "
                        + "holdout; at most that rate is good"));
    }

    private List<Figure> neighbours(Parts parts) {
        Records near = Records.of(Samples.atMost(parts.train, NEIGHBOURS_AMONG_MAX, generator(seed + 11)));
        Table mine = Samples.atMost(synthetic, NEIGHBOURS_OF_MAX, generator(seed + 12));
        Table held = Samples.atMost(parts.holdout, NEIGHBOURS_OF_MAX, generator(seed + 13));
        double[] ours = Records.of(mine).nearest(near);
        double[] natural = Records.of(held).nearest(near);
        String meaning =
                " distance to the nearest private training row (mean over columns: share of the declared range, "
                        + "or 0 or 1), beside the holdout's; much below the holdout's is a warning";
        List<Figure> figures = new ArrayList<>();
        for (double share : new double[] {0.05, 0.5}) {
            String name = share == 0.5 ? "median" : "5 % quantile";
            figures.add(notPrivate(
                    "nearest record, " + name,
                    quantile(ours, share),
                    Map.of("holdout rows", quantile(natural, share)),
                    name + " of the" + meaning));
        }
        if (parts.unseen) {
            figures.add(closerToTrain(parts, mine));
        }
        return figures;
    }

    /// Against equally many training rows and rows never seen; only meaningful where they were never seen.
    private Figure closerToTrain(Parts parts, Table mine) {
        int n = Math.min(NEIGHBOURS_AMONG_MAX, Math.min(parts.train.rowCount(), parts.holdout.rowCount()));
        double[] train = Records.of(mine).nearest(Records.of(Samples.atMost(parts.train, n, generator(seed + 14))));
        double[] unseen = Records.of(mine).nearest(Records.of(Samples.atMost(parts.holdout, n, generator(seed + 15))));
        double closer = IntStream.range(0, train.length)
                .mapToDouble(i -> train[i] < unseen[i] ? 1 : train[i] == unseen[i] ? 0.5 : 0)
                .average()
                .orElse(0.5);
        return notPrivate(
                "closer to training rows",
                closer,
                Map.of(),
                "share of synthetic rows nearer to a training row than to one of equally many unseen rows; 0.5 is best, "
                        + "well above is overfitting (Platzer, Reutterer 2021)");
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return PublicReport.quantile(sorted, share);
    }

    private ColumnReport column(Table reference, Table compared, int index, Optional<MarginalDistance> distance) {
        ColumnReport released = PublicReport.column(synthetic, index);
        ColumnShape shape = ColumnShape.of(reference.schema().columns().get(index));
        List<Bars> bars = new ArrayList<>(released.bars());
        bars.add(new Bars("private", shape.shares(reference, index), FigureStatus.NOT_PRIVATE));
        List<Figure> figures = new ArrayList<>(released.figures());
        if (distance.isPresent()) {
            figures.add(notPrivate(
                    "distance",
                    distance.get().of(index),
                    Map.of(),
                    "total variation distance of this column; 0 is best, 1 is worst"));
            switch (reference.schema().columns().get(index).domain()) {
                case Domain.Categorical _ -> {}
                case Domain.IntegerRange _, Domain.RealRange _ ->
                    figures.add(notPrivate(
                            "KS",
                            ColumnShape.kolmogorovSmirnov(reference.numbers(index), compared.numbers(index)),
                            Map.of(),
                            "Kolmogorov-Smirnov statistic; 0 is best, 1 is worst"));
            }
        }
        return new ColumnReport(released.name(), released.bins(), bars, figures);
    }

    private static Figure notPrivate(String name, double value, Map<String, Double> beside, String meaning) {
        return new Figure(name, value, beside, FigureStatus.NOT_PRIVATE, meaning);
    }

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
