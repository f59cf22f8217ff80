package org.vitrail.engine.pac;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
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
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.PacRelease;
import org.vitrail.privacy.pac.Universe;
import org.vitrail.privacy.pac.WorldOutputs;
import org.vitrail.privacy.pac.WorldRuns;

/// Learns from each half.
final class LearningRun {
    private final PacPlan plan;
    private final PacLearningSpec spec;
    private final PacTerms terms;
    private final Task task;

    LearningRun(PacPlan plan, PacLearningSpec spec, PacTerms terms, TableSchema schema) {
        this.plan = plan;
        this.spec = spec;
        this.terms = terms;
        this.task = LearningPlanner.task(spec, schema);
    }

    /// What is learnt in all worlds.
    ///
    /// @throws PacRefusedException if there are too few units
    PacRelease.Question<Table> question(KeyedTable keyed, Universe.Kept kept, Progress progress)
            throws PacRefusedException {
        Table table = keyed.rows();
        int units = IntStream.range(0, table.rowCount()).map(keyed::unit).max().orElse(-1) + 1;
        int[] complete = complete(table);
        if (Arrays.stream(complete).map(keyed::unit).distinct().count() < terms.unitsMin()) {
            throw new PacRefusedException("fewer than " + terms.unitsMin() + " units have all that is read in a row: so"
                    + " few cannot hide one another");
        }
        Examples all = examples(table, complete);
        int[][] rowsOfUnits = rowsOf(keyed::unit, complete, units);
        Learner learner = task.learner(all);
        Membership membership = kept.membership(units);
        WorldRuns runs = new WorldRuns(
                Runtime.getRuntime().availableProcessors(),
                done -> progress.report("learning from each half", 0.2 + 0.7 * done / WorldCounts.WORLDS),
                () -> false); // who cancels ends the process
        WorldOutputs outputs = runs.run(membership, chosen -> learner.learn(all.subset(rows(rowsOfUnits, chosen))));
        NoiseBasis basis = task.sharesUnit() ? NoiseBasis.PRINCIPAL : NoiseBasis.STANDARDISED;
        return new PacRelease.Question<>(
                outputs, plan.charge(), basis, released -> product(task.inUnits(released.values())));
    }

    private Table product(double[] values) {
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
