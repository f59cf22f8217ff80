package org.vitrail.engine.pac;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.vitrail.contract.pac.PacLearningSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.engine.table.KeyedTable;
import org.vitrail.learning.Examples;
import org.vitrail.learning.Learner;
import org.vitrail.learning.Task;
import org.vitrail.mechanism.pac.PacPlan;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.PacRelease;
import org.vitrail.privacy.pac.Universe;
import org.vitrail.privacy.pac.WorldOutputs;
import org.vitrail.privacy.pac.WorldRuns;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Released;
import org.vitrail.privacy.release.Sensitive;

/// Learns from each half.
final class LearningRun {
    private final PacPlan plan;
    private final PacLearningSpec spec;
    private final PacTerms terms;
    private final Task task;
    private final Progress progress;

    LearningRun(PacPlan plan, PacLearningSpec spec, PacTerms terms, TableSchema schema, Progress progress) {
        this.plan = plan;
        this.spec = spec;
        this.terms = terms;
        this.task = LearningPlanner.task(spec, schema);
        this.progress = progress;
    }

    /// Answers in one part, or in two of which the second is asked with what the first released.
    Released<Table> answer(Sensitive<KeyedTable> rows, Universe.Kept kept, Universe universe) {
        Sensitive<Halves> halves = rows.map(keyed -> {
            try {
                return halves(keyed, kept);
            } catch (PacRefusedException e) {
                throw new PacRun.Refused(e);
            }
        });
        if (!task.hasSecond()) {
            return Gate.pac(halves.map(own -> first(own, plan.charge(), this::product)), universe);
        }
        Nats part = task.first(plan.charge());
        List<Double> first = Gate.pac(halves.map(own -> first(own, part, LearningRun::listed)), universe)
                .value();
        return Gate.pac(halves.map(own -> second(own, plan.charge().minus(part), first)), universe);
    }

    /// What is learnt from, and who is in which half.
    private static final class Halves {
        private final Examples all;
        private final Membership membership;
        private final int[][] rowsOfUnits;

        Halves(Examples all, Membership membership, int[][] rowsOfUnits) {
            this.all = all;
            this.membership = membership;
            this.rowsOfUnits = rowsOfUnits;
        }
    }

    /// @throws PacRefusedException if there are too few units
    private Halves halves(KeyedTable keyed, Universe.Kept kept) throws PacRefusedException {
        Table table = keyed.rows();
        int units = IntStream.range(0, table.rowCount()).map(keyed::unit).max().orElse(-1) + 1;
        int[] complete = complete(table);
        if (Arrays.stream(complete).map(keyed::unit).distinct().count() < terms.unitsMin()) {
            throw new PacRefusedException("fewer than " + terms.unitsMin() + " units have all that is read in a row: so"
                    + " few cannot hide one another");
        }
        Examples all = examples(table, complete);
        int[][] rowsOfUnits = rowsOf(keyed::unit, complete, units);
        return new Halves(all, kept.membership(units), rowsOfUnits);
    }

    private <T> PacRelease.Question<T> first(Halves halves, Nats charge, Function<double[], T> product) {
        return new PacRelease.Question<>(
                learnt(halves, task.learner(halves.all), "learning from each half", 0.2),
                charge,
                task.basis(),
                released -> product.apply(released.values()));
    }

    private PacRelease.Question<Table> second(Halves halves, Nats charge, List<Double> first) {
        double[] known = first.stream().mapToDouble(Double::doubleValue).toArray();
        return new PacRelease.Question<>(
                learnt(halves, task.second(known), "asking each half again", 0.6),
                charge,
                NoiseBasis.STANDARDISED,
                released -> product(DoubleStream.concat(Arrays.stream(known), Arrays.stream(released.values()))
                        .toArray()));
    }

    private WorldOutputs learnt(Halves halves, Learner learner, String stage, double begun) {
        double end = task.hasSecond() ? begun + 0.35 : 0.9;
        WorldRuns runs = new WorldRuns(
                Runtime.getRuntime().availableProcessors(),
                done -> progress.report(stage, begun + (end - begun) * done / WorldCounts.WORLDS),
                () -> false); // who cancels ends the process
        WorldOutputs outputs =
                runs.run(halves.membership, units -> learner.learn(halves.all.subset(rows(halves.rowsOfUnits, units))));
        return learner.measured(outputs, halves.all);
    }

    private static List<Double> listed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private Table product(double[] output) {
        double[] values = task.inUnits(output);
        return Table.of(
                plan.product(), values.length, IntStream.range(0, values.length).toArray(), values);
    }

    /// The rows that have all that is read.
    private int[] complete(Table table) {
        TableSchema schema = table.schema();
        return IntStream.range(0, table.rowCount())
                .filter(row -> spec.columns().stream()
                                .noneMatch(name -> Double.isNaN(table.numbers(schema.indexOf(name))[row]))
                        && spec.label()
                                .filter(name -> !isListed(table, schema.indexOf(name), row))
                                .isEmpty())
                .toArray();
    }

    private static boolean isListed(Table table, int column, int row) {
        return table.schema().columns().get(column).domain() instanceof Domain.Categorical categories
                && table.codes(column)[row] < categories.values().size();
    }

    private Examples examples(Table table, int[] complete) {
        TableSchema schema = table.schema();
        double[][] rows = new double[complete.length][spec.columns().size()];
        for (int c = 0; c < spec.columns().size(); c++) {
            double[] numbers = table.numbers(schema.indexOf(spec.columns().get(c)));
            for (int i = 0; i < rows.length; i++) {
                rows[i][c] = numbers[complete[i]];
            }
        }
        int[] labels = spec.label()
                .map(name -> Arrays.stream(complete)
                        .map(row -> table.codes(schema.indexOf(name))[row])
                        .toArray())
                .orElseGet(() -> new int[complete.length]);
        return task.examples(rows, labels);
    }

    /// `[units][]`: places among the complete rows, ascending.
    static int[][] rowsOf(IntUnaryOperator unitOf, int[] complete, int units) {
        int[] counts = new int[units];
        for (int row : complete) {
            counts[unitOf.applyAsInt(row)]++;
        }
        int[][] rows = new int[units][];
        Arrays.setAll(rows, u -> new int[counts[u]]);
        for (int i = complete.length - 1; i >= 0; i--) {
            int unit = unitOf.applyAsInt(complete[i]);
            rows[unit][--counts[unit]] = i;
        }
        return rows;
    }

    /// The places of all rows of some units, ascending.
    static int[] rows(int[][] rowsOfUnits, int[] units) {
        return Arrays.stream(units)
                .flatMap(unit -> Arrays.stream(rowsOfUnits[unit]))
                .sorted()
                .toArray();
    }
}
