package org.vitrail.privacy.pac;

import java.util.Arrays;

/// A change of coordinates F = U diag(scale), where U has upper triangles on its diagonal and nothing else.
final class Change {
    private final double[] scale;
    /// Where the block of each row begins.
    private final int[] starts;
    /// Uᵀ, each row from the beginning of its block to the diagonal.
    private final double[][] lower;

    /// @param scale `[d]` > 0
    /// @param starts `[d]` index of the first row of each row's block
    /// @param lower `[d][]` Uᵀ, each row from there to the diagonal, which is > 0
    Change(double[] scale, int[] starts, double[][] lower) {
        this.scale = scale;
        this.starts = starts;
        this.lower = lower;
    }

    /// None of `d` coordinates.
    static Change none(int d) {
        double[] ones = new double[d];
        Arrays.fill(ones, 1);
        return scaled(ones);
    }

    /// By a factor of each coordinate.
    static Change scaled(double[] factors) {
        int[] starts = new int[factors.length];
        Arrays.setAll(starts, i -> i);
        double[][] lower = new double[factors.length][];
        Arrays.setAll(lower, i -> new double[] {1});
        return new Change(factors, starts, lower);
    }

    /// Whether it changes nothing.
    boolean isNone() {
        return Arrays.stream(scale).allMatch(factor -> factor == 1)
                && Arrays.stream(lower).allMatch(row -> row.length == 1 && row[0] == 1);
    }

    /// F g.
    double[] of(double[] gap) {
        double[] product = new double[gap.length];
        for (int a = 0; a < gap.length; a++) {
            double own = scale[a] * gap[a];
            for (int b = starts[a]; b <= a; b++) {
                product[b] += lower[a][b - starts[a]] * own;
            }
        }
        return product;
    }

    /// Fᵀ v: what a gap g is multiplied with to give v · F g.
    double[] transposed(double[] vector) {
        double[] product = new double[vector.length];
        for (int a = 0; a < vector.length; a++) {
            for (int b = starts[a]; b <= a; b++) {
                product[a] += lower[a][b - starts[a]] * vector[b];
            }
            product[a] *= scale[a];
        }
        return product;
    }

    /// F⁻¹ v: the gap g of which F g is v.
    double[] inverse(double[] vector) {
        double[] gap = vector.clone();
        for (int a = gap.length - 1; a >= 0; a--) {
            gap[a] /= lower[a][a - starts[a]];
            for (int b = starts[a]; b < a; b++) {
                gap[b] -= lower[a][b - starts[a]] * gap[a];
            }
            gap[a] /= scale[a];
        }
        return gap;
    }
}
