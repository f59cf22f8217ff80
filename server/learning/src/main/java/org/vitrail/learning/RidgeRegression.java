package org.vitrail.learning;

import java.util.Arrays;
import org.vitrail.privacy.pac.WorldOutputs;

/// Ridge regression of one column on the others and a constant: minimises the mean squared error plus λ |w|², the
/// constant free. Output: a weight for each other column in their order, then the constant. λ > 0 holds the weights
/// still where columns are nearly dependent.
public final class RidgeRegression implements Learner {
    private static final double LEAST = 1e-9;

    private final int target;
    private final int columns;
    private final double lambda;

    /// Sets it up.
    ///
    /// @param target index of the column that is explained
    /// @param lambda >= 0; 0 is ordinary least squares, kept solvable by 1e-9
    public RidgeRegression(int target, int columns, double lambda) {
        if (target < 0 || target >= columns || !(lambda >= 0)) {
            throw new IllegalArgumentException(
                    "expected a target column below " + columns + " and lambda >= 0, got " + target + " and " + lambda);
        }
        this.target = target;
        this.columns = columns;
        this.lambda = lambda;
    }

    @Override
    public int length() {
        return columns;
    }

    @Override
    public double[] learn(Examples half) {
        double[][] square = new double[columns][columns];
        double[] right = new double[columns];
        double n = Math.max(1, half.size());
        for (int i = 0; i < half.size(); i++) {
            double[] row = half.row(i);
            double[] x = explaining(row);
            for (int a = 0; a < columns; a++) {
                right[a] += x[a] * row[target] / n;
                for (int b = 0; b <= a; b++) {
                    square[a][b] += x[a] * x[b] / n;
                }
            }
        }
        for (int a = 0; a < columns; a++) {
            square[a][a] += a < columns - 1 ? lambda + LEAST : LEAST;
        }
        return Cholesky.solve(square, right);
    }

    /// The other columns of a row, and 1.
    private double[] explaining(double[] row) {
        double[] x = new double[columns];
        for (int j = 0; j < columns - 1; j++) {
            x[j] = row[j < target ? j : j + 1];
        }
        x[columns - 1] = 1;
        return x;
    }

    /// By how much they move predictions, the root of the mean square over rows.
    @Override
    public WorldOutputs measured(WorldOutputs outputs, Examples all) {
        double[][] rows = new double[all.size()][];
        Arrays.setAll(rows, i -> explaining(all.row(i)));
        return outputs.measuredBy(rows, columns);
    }

    /// The prediction for a row that still holds the target column.
    public double predict(double[] weights, double[] row) {
        double sum = weights[columns - 1];
        for (int j = 0; j < columns - 1; j++) {
            sum += weights[j] * row[j < target ? j : j + 1];
        }
        return sum;
    }
}
