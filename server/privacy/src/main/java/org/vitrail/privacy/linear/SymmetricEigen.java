package org.vitrail.privacy.linear;

/// Eigenvectors of a small symmetric matrix, by cyclic Jacobi rotations (Golub, Van Loan 2013, section 8.5).
///
/// No promise hangs on its accuracy: noise is sized from the variances along the directions that come out, whatever
/// they are.
public final class SymmetricEigen {
    private static final int SWEEPS_MAX = 30;

    private SymmetricEigen() {}

    /// Diagonalises `matrix` in place; its diagonal then holds the eigenvalues.
    ///
    /// @param matrix `[d][d]` symmetric, finite
    /// @return `[d][d]` rows are orthonormal eigenvectors
    public static double[][] diagonalise(double[][] matrix) {
        int d = matrix.length;
        double[][] vectors = new double[d][d];
        double all = 0;
        for (int i = 0; i < d; i++) {
            vectors[i][i] = 1;
            for (int j = 0; j < d; j++) {
                all += matrix[i][j] * matrix[i][j];
            }
        }
        for (int sweep = 0; sweep < SWEEPS_MAX && outside(matrix) > all * 0x1p-80; sweep++) {
            for (int p = 0; p < d; p++) {
                for (int q = p + 1; q < d; q++) {
                    rotate(matrix, vectors, p, q);
                }
            }
        }
        return vectors;
    }

    private static double outside(double[][] matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += 2 * matrix[i][j] * matrix[i][j];
            }
        }
        return sum;
    }

    private static void rotate(double[][] a, double[][] vectors, int p, int q) {
        double off = a[p][q];
        if (off * off <= 0x1p-110 * Math.abs(a[p][p] * a[q][q])) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * off);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(1 + theta * theta));
        double c = 1 / Math.sqrt(1 + t * t);
        double s = t * c;
        for (int k = 0; k < a.length; k++) {
            if (k != p && k != q) {
                double x = a[p][k];
                double y = a[q][k];
                a[p][k] = c * x - s * y;
                a[k][p] = a[p][k];
                a[q][k] = s * x + c * y;
                a[k][q] = a[q][k];
            }
        }
        a[p][p] -= t * off;
        a[q][q] += t * off;
        a[p][q] = 0;
        a[q][p] = 0;
        double[] u = vectors[p];
        double[] v = vectors[q];
        for (int k = 0; k < u.length; k++) {
            double x = u[k];
            u[k] = c * x - s * v[k];
            v[k] = s * x + c * v[k];
        }
    }
}
