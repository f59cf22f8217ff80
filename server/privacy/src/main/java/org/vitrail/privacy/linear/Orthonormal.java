package org.vitrail.privacy.linear;

import java.util.Arrays;

/// An orthonormal basis of what some vectors span, by the modified Gram-Schmidt process with pivoting, each vector
/// orthogonalised again until nothing more is lost (Golub, Van Loan 2013, section 5.2; Giraud, Langou, Rozloznik 2005).
///
/// It goes on to the last bit: a direction in which the vectors differ by rounding only is one too, unless it lies
/// within the others, so that nothing that vectors differ in is outside of it.
public final class Orthonormal {
    private static final int TIMES_MAX = 4;
    /// Of a length of 1: what keeps so much lost nothing to rounding.
    private static final double KEPT = 0.5;

    private Orthonormal() {}

    /// The basis.
    ///
    /// @param vectors `[n][d]` finite
    /// @return `[r][d]`, r <= n
    public static double[][] basis(double[][] vectors) {
        double[][] left = Arrays.stream(vectors).map(double[]::clone).toArray(double[][]::new);
        double[][] basis = new double[left.length][];
        int found = 0;
        for (int step = 0; step < left.length && found < left[step].length; step++) {
            int longest = step;
            for (int k = step; k < left.length; k++) {
                longest = norm(left[k]) > norm(left[longest]) ? k : longest;
            }
            double[] next = left[longest];
            left[longest] = left[step];
            if (!isMade(next, basis, found)) {
                continue;
            }
            basis[found] = next;
            found++;
            for (int k = step + 1; k < left.length; k++) {
                subtract(left[k], next);
            }
        }
        return Arrays.copyOf(basis, found);
    }

    /// Makes a vector one of length 1, orthogonal to those found; false if nothing but rounding within their span is
    /// left of it.
    private static boolean isMade(double[] next, double[][] basis, int found) {
        for (int times = 0; times < TIMES_MAX && isUnit(next); times++) {
            for (int j = 0; j < found; j++) {
                subtract(next, basis[j]);
            }
            if (norm(next) >= KEPT) { // twice is enough
                return isUnit(next);
            }
        }
        return false;
    }

    /// Scales it; false if it has no length.
    private static boolean isUnit(double[] vector) {
        double length = norm(vector);
        if (!(length >= Double.MIN_NORMAL)) {
            return false;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return true;
    }

    private static void subtract(double[] from, double[] unit) {
        double part = 0;
        for (int i = 0; i < from.length; i++) {
            part += from[i] * unit[i];
        }
        for (int i = 0; i < from.length; i++) {
            from[i] -= part * unit[i];
        }
    }

    /// Without squares that are too large or too small for doubles.
    private static double norm(double[] vector) {
        double largest = 0;
        for (double x : vector) {
            largest = Math.max(largest, Math.abs(x));
        }
        if (largest == 0) {
            return 0;
        }
        double sum = 0;
        for (double x : vector) {
            sum += x / largest * (x / largest);
        }
        return largest * Math.sqrt(sum);
    }
}
