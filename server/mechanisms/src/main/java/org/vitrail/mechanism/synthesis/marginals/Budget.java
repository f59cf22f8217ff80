package org.vitrail.mechanism.synthesis.marginals;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.synthesis.engine.EngineTask;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Gate;

/// Who gets which part of the allowance, and how many tables each stage may measure; decided from public
/// facts alone.
///
/// @param oneWay all histograms of single columns
/// @param byLabel the label with each feature
/// @param treeScores how far each pair is from independence given the label
/// @param tree the edges of the tree, each a table (label, feature, feature)
/// @param roundScores how far each pair is from the model, for each of the later rounds
/// @param round the tables measured in each of the later rounds
/// @param rounds how many later rounds
/// @param features columns that are not the label
/// @param histograms see [OneWay#histograms]
/// @param rowsPerUnit m: one unit changes at most m rows
record Budget(
        MuSquared oneWay,
        MuSquared byLabel,
        MuSquared treeScores,
        MuSquared tree,
        MuSquared roundScores,
        MuSquared round,
        int rounds,
        int features,
        long histograms,
        int rowsPerUnit) {
    private static final int ROUNDS = 2;

    static Budget of(EngineTask task, MuSquared allowance) {
        TableSchema product = task.product();
        boolean labelled = task.label().isPresent();
        int features = product.columns().size() - (labelled ? 1 : 0);
        long histograms = OneWay.histograms(ColumnGrid.of(product.columns()));
        int[] parts = parts(features, labelled);
        MuSquared[] shares = new MuSquared[parts.length];
        for (int k = 0; k < parts.length; k++) {
            shares[k] = allowance.share(parts[k], 1000);
        }
        return new Budget(
                shares[0],
                shares[1],
                shares[2],
                shares[3],
                shares[4],
                shares[5],
                parts[5] > 0 ? ROUNDS : 0,
                features,
                histograms,
                task.rowsPerUnit());
    }

    /// Per mille: oneWay, byLabel, treeScores, tree, roundScores (each), round (each).
    private static int[] parts(int features, boolean labelled) {
        if (features == 0 || (features == 1 && !labelled)) {
            return new int[] {1000, 0, 0, 0, 0, 0};
        }
        if (features == 1) {
            return new int[] {400, 600, 0, 0, 0, 0};
        }
        if (features == 2) {
            return labelled ? new int[] {250, 300, 0, 450, 0, 0} : new int[] {400, 0, 0, 600, 0, 0};
        }
        return labelled ? new int[] {150, 220, 20, 350, 20, 110} : new int[] {200, 0, 30, 470, 20, 130};
    }

    /// Tables that one later round may measure.
    int tablesPerRound() {
        return Math.max(1, features / 2);
    }

    int pairs() {
        return features * (features - 1) / 2;
    }

    /// Squared L2 sensitivity of `tables` vectors to each of which a row contributes a change of at most 1.
    long squaredSensitivity(long tables) {
        return Math.multiplyExact(Math.multiplyExact((long) rowsPerUnit, rowsPerUnit), tables);
    }

    private double deviation(long tables, MuSquared charge) {
        return Gate.standardDeviation(squaredSensitivity(tables), charge);
    }

    double oneWayDeviation() {
        return deviation(histograms, oneWay);
    }

    /// The plan's noise lines.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("1-way counts of every column (%d histograms): Gaussian, standard deviation %.4g"
                .formatted(histograms, oneWayDeviation()));
        if (byLabel.pico() > 0) {
            lines.add("2-way counts of the label with each column (%d tables): Gaussian, standard deviation %.4g"
                    .formatted(features, deviation(features, byLabel)));
        }
        if (treeScores.pico() > 0) {
            lines.add(
                    "dependence of each pair of columns, to choose a tree (%d scores): Gaussian, standard deviation %.4g"
                            .formatted(pairs(), deviation(pairs(), treeScores)));
        }
        if (tree.pico() > 0) {
            lines.add(
                    "counts of the tree's pairs, within each label (up to %d tables): Gaussian, standard deviation up to %.4g"
                            .formatted(features - 1, deviation(features - 1, tree)));
        }
        if (rounds > 0) {
            lines.add(
                    "misfit of each pair, to choose what to measure next (%d rounds of %d scores): Gaussian, standard deviation %.4g"
                            .formatted(rounds, pairs(), deviation(pairs(), roundScores)));
            lines.add(
                    "counts of the worst pairs, within each label (%d rounds of up to %d tables): Gaussian, standard deviation up to %.4g"
                            .formatted(rounds, tablesPerRound(), deviation(tablesPerRound(), round)));
        }
        return lines;
    }
}
