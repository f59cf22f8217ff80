package org.vitrail.learning;

import java.util.Arrays;
import java.util.Comparator;
import org.vitrail.privacy.linear.SymmetricEigen;

/// The d directions of most variance. Output: d orthonormal rows of f numbers, turned as close as possible to a frame
/// by Procrustes' rule (Schönemann 1966).
///
/// The frame is that of all rows: a function of all worlds, so it tells nothing about the secret one. To whoever does
/// not know the rows it does tell about the table, like every answer of PAC privacy.
public final class PrincipalComponents implements Learner {
    private final int d;
    private final int columns;
    private final double[][] frame;

    /// Sets it up.
    ///
    /// @param all every row
    /// @param d 1 to the number of columns
    public PrincipalComponents(Examples all, int d) {
        columns = all.columns();
        if (d < 1 || d > columns) {
            throw new IllegalArgumentException("expected 1 to " + columns + " components, got " + d);
        }
        this.d = d;
        frame = leading(all);
    }

    @Override
    public int length() {
        return d * columns;
    }

    private double[][] leading(Examples half) {
        double[][] covariance = ColumnStatistics.covarianceOf(half);
        double[][] vectors = SymmetricEigen.diagonalise(covariance);
        Integer[] order = new Integer[columns];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -covariance[i][i]));
        double[][] rows = new double[d][];
        Arrays.setAll(rows, i -> vectors[order[i]]);
        return rows;
    }

    @Override
    public double[] learn(Examples half) {
        double[][] own = leading(half);
        double[][] turned = multiply(polar(cross(frame, own)), own);
        double[] output = new double[length()];
        for (int i = 0; i < d; i++) {
            System.arraycopy(turned[i], 0, output, i * columns, columns);
        }
        return output;
    }

    private static double[][] cross(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                for (int k = 0; k < a[i].length; k++) {
                    product[i][j] += a[i][k] * b[j][k];
                }
            }
        }
        return product;
    }

    private static double[][] multiply(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < product[i].length; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    /// The orthogonal matrix nearest to M: (M Mᵀ)^(−1/2) M. Directions that M loses stay out.
    private static double[][] polar(double[][] m) {
        double[][] square = cross(m, m);
        double[][] vectors = SymmetricEigen.diagonalise(square);
        int d = m.length;
        double[][] root = new double[d][d];
        for (int v = 0; v < d; v++) {
            double length = square[v][v] > 1e-12 ? 1 / Math.sqrt(square[v][v]) : 0;
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    root[i][j] += length * vectors[v][i] * vectors[v][j];
                }
            }
        }
        return multiply(root, m);
    }

    /// |X − X Vᵀ V| / |X| for Frobenius norms, over rows from which their mean has been taken.
    ///
    /// @param components as [#learn] gives them, with or without noise
    public static double reconstructionError(double[] components, Examples rows) {
        double[] mean = ColumnStatistics.means(rows.columns()).learn(rows);
        int f = rows.columns();
        int d = components.length / f;
        double lost = 0;
        double all = 0;
        for (int i = 0; i < rows.size(); i++) {
            double[] left = new double[f];
            for (int j = 0; j < f; j++) {
                left[j] = rows.row(i)[j] - mean[j];
                all += rows.row(i)[j] * rows.row(i)[j];
            }
            double[] centred = left.clone();
            for (int v = 0; v < d; v++) {
                double along = 0;
                for (int j = 0; j < f; j++) {
                    along += centred[j] * components[v * f + j];
                }
                for (int j = 0; j < f; j++) {
                    left[j] -= along * components[v * f + j];
                }
            }
            for (double gap : left) {
                lost += gap * gap;
            }
        }
        return Math.sqrt(lost / all);
    }
}
