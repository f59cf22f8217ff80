package org.vitrail.learning;

/// Solves small systems of equations with a symmetric positive definite matrix.
final class Cholesky {
    private Cholesky() {}

    /// x with `matrix` x = `right`; the matrix is overwritten.
    ///
    /// @param matrix `[d][d]`, the lower half is read
    /// @throws ArithmeticException if it is not positive definite
    static double[] solve(double[][] matrix, double[] right) {
        int d = right.length;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                if (i == j && !(sum > 0)) {
                    throw new ArithmeticException("expected a positive definite matrix");
                }
                matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
            }
        }
        double[] x = right.clone();
        for (int i = 0; i < d; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= matrix[i][k] * x[k];
            }
            x[i] /= matrix[i][i];
        }
        for (int i = d - 1; i >= 0; i--) {
            for (int k = i + 1; k < d; k++) {
                x[i] -= matrix[k][i] * x[k];
            }
            x[i] /= matrix[i][i];
        }
        return x;
    }
}
