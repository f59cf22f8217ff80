package org.vitrail.magic.pac;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.dflib.DataFrame;
import org.dflib.Series;
import org.vitrail.learning.Examples;
import org.vitrail.learning.KMeans;
import org.vitrail.learning.Learner;
import org.vitrail.learning.LinearClassifier;
import org.vitrail.learning.RandomDecisionTrees;
import org.vitrail.learning.Rebalanced;
import org.vitrail.learning.Task;
import org.vitrail.learning.ThresholdForest;
import org.vitrail.privacy.pac.WorldOutputs;

/// A catalogue algorithm, ready to run on the worlds of a table that the notebook holds.
///
/// @param label column of classes, for those that need one
/// @param rebalance whether each half's classes are brought to one size before it is learnt from
record PacAlgorithm(Task task, Optional<String> label, boolean rebalance) {
    private static final long SEED = 743895091L;

    PacAlgorithm {
        if (rebalance && !(Task.takesLabel(task.name()) && label.isPresent())) {
            throw new IllegalArgumentException(
                    "expected --rebalance with svm, logistic, forest, trees, or kmeans with --label,"
                            + " got " + task.name() + (label.isEmpty() ? " without --label" : "")
                            + ": it brings classes to one size");
        }
    }

    private Learner boxed(Learner learner) {
        return rebalance ? new Rebalanced(learner, Rebalanced.NEIGHBOURS, SEED) : learner;
    }

    private Examples examples(DataFrame table) {
        List<String> columns = task.columns();
        double[][] rows = new double[table.height()][columns.size()];
        for (int c = 0; c < columns.size(); c++) {
            Series<Object> column = table.getColumn(columns.get(c));
            for (int i = 0; i < rows.length; i++) {
                rows[i][c] = column.get(i) instanceof Number number ? number.doubleValue() : Double.NaN;
                if (!Double.isFinite(rows[i][c])) {
                    throw new IllegalArgumentException("expected finite numbers in every row of column "
                            + columns.get(c) + ", one row has none: leave such rows out, or fill them in");
                }
            }
        }
        return task.examples(rows, labels(table));
    }

    private int[] labels(DataFrame table) {
        int[] labels = new int[table.height()];
        if (label.isEmpty()) {
            return labels;
        }
        Series<Object> column = table.getColumn(label.get());
        for (int i = 0; i < labels.length; i++) {
            labels[i] = task.classes().indexOf(String.valueOf(column.get(i)));
            if (labels[i] < 0) {
                throw new IllegalArgumentException("expected only classes named in --classes in column " + label.get()
                        + ", one row has another or none: name it, or leave such rows out");
            }
        }
        return labels;
    }

    /// Runs it in every world of a table: outputs as the algorithm gives them, before [Task#inUnits].
    WorldOutputs outputs(PacTable table, IntConsumer done) {
        Examples all = examples(table.table());
        Learner learner = boxed(task.learner(all));
        WorldOutputs outputs = table.run(units -> learner.learn(all.subset(table.rows(units))), done);
        return learner.measured(outputs, all);
    }

    /// What is asked after the first answer, in every world of a table.
    ///
    /// @param first the first answer as it was released
    WorldOutputs second(PacTable table, double[] first, IntConsumer done) {
        Examples all = examples(table.table());
        Learner learner = boxed(task.second(first));
        return table.run(units -> learner.learn(all.subset(table.rows(units))), done);
    }

    /// Its models in every world of a table, to be asked for labels.
    PacPredictor predictor(PacTable table, IntConsumer done) {
        List<String> classes = task.classes();
        if (label.isEmpty() || !Task.takesLabel(task.name())) {
            throw new IllegalArgumentException(
                    "expected kmeans, svm, logistic, forest or trees with --label and --classes to"
                            + " predict classes, got " + task.name());
        }
        if (task.name().equals("kmeans") && task.k() != classes.size()) {
            throw new IllegalArgumentException(
                    "expected --k " + classes.size() + ", one centre for each class, got " + task.k());
        }
        Examples all = examples(table.table());
        Learner learner = task.learner(all);
        double[][] models = table.run(units -> model(learner, all.subset(table.rows(units))), done)
                .ownerOnly();
        return new PacPredictor(
                table,
                models,
                classes,
                task.columns().size(),
                (model, row) -> predicted(learner, model, task.read(row)));
    }

    private double[] model(Learner learner, Examples half) {
        double[] first = boxed(learner).learn(half);
        return task.hasSecond()
                ? PacRequest.joined(first, boxed(task.second(first)).learn(half))
                : first;
    }

    private int predicted(Learner learner, double[] model, double[] row) {
        return switch (learner) {
            case KMeans _ -> KMeans.nearestCentre(model, task.k(), row);
            case ThresholdForest forest ->
                task.predict(
                        Arrays.copyOf(model, forest.length()),
                        Arrays.copyOfRange(model, forest.length(), model.length),
                        row);
            case RandomDecisionTrees trees -> trees.predict(model, row);
            case LinearClassifier _ ->
                LinearClassifier.predict(model, task.classes().size(), row);
            default -> throw new IllegalStateException("no classes from " + task.name());
        };
    }

    /// What was asked, and how the answer is to be read.
    String question() {
        String reading = task.reading();
        return task.name() + " of " + String.join(", ", task.columns())
                + (rebalance ? " with classes brought to one size" : "") + (reading.isEmpty() ? "" : "; " + reading);
    }

    /// A name for each number of the output.
    List<String> outputNames(int length) {
        return task.outputNames(length);
    }

    /// The request in words, the same for the same request.
    String text() {
        return task.text() + " label " + label.orElse("none") + " rebalance " + rebalance;
    }
}
