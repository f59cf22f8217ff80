package org.vitrail.privacy.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OrthonormalTest {
    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /// Vectors of very different lengths that point nearly the same way; the last is the sum of two others.
    @Test
    void basis_ofNearlyParallelVectors_isOrthonormalAndHoldsAllOfThem() {
        SplittableRandom random = new SplittableRandom(5);
        double[][] vectors = new double[10][40];
        double[] shared = random.doubles(40, -1, 1).toArray();
        for (int k = 0; k < 9; k++) {
            for (int i = 0; i < 40; i++) {
                vectors[k][i] = 1e9 * shared[i] + Math.pow(10, -k) * random.nextDouble(-1, 1);
            }
        }
        for (int i = 0; i < 40; i++) {
            vectors[9][i] = vectors[0][i] + vectors[1][i];
        }
        double[][] basis = Orthonormal.basis(vectors);
        assertThat(basis.length).isBetween(9, 10);
        for (int a = 0; a < basis.length; a++) {
            for (int b = 0; b <= a; b++) {
                assertThat(dot(basis[a], basis[b])).isCloseTo(a == b ? 1 : 0, within(1e-12));
            }
        }
        for (double[] vector : vectors) {
            double[] rest = vector.clone();
            for (double[] unit : basis) {
                double part = dot(vector, unit);
                for (int i = 0; i < 40; i++) {
                    rest[i] -= part * unit[i];
                }
            }
            assertThat(Math.sqrt(dot(rest, rest))).isLessThan(1e-15 * 1e10 * 10);
        }
    }

    @Test
    void basis_ofNothing_isEmpty() {
        assertThat(Orthonormal.basis(new double[][] {{0, 0}, {0, 0}})).isEmpty();
        assertThat(Orthonormal.basis(new double[0][])).isEmpty();
        assertThat(Orthonormal.basis(new double[][] {{0, 2}, {0, -1e200}}).length)
                .isEqualTo(1);
    }

    /// Whole numbers of low rank leave rounding only, which lies within what was found.
    @Test
    void basis_ofFewDirectionsInWholeNumbers_hasNoMore() {
        SplittableRandom random = new SplittableRandom(9);
        for (int rank = 1; rank <= 6; rank++) {
            double[][] shared = new double[rank][80];
            for (double[] one : shared) {
                for (int i = 0; i < one.length; i++) {
                    one[i] = random.nextInt(-9, 10);
                }
            }
            double[][] vectors = new double[64][80];
            for (double[] vector : vectors) {
                for (double[] one : shared) {
                    int times = random.nextInt(-20, 21);
                    for (int i = 0; i < vector.length; i++) {
                        vector[i] += times * one[i];
                    }
                }
            }
            double[][] basis = Orthonormal.basis(vectors);
            for (int a = 0; a < basis.length; a++) {
                for (int b = 0; b <= a; b++) {
                    assertThat(dot(basis[a], basis[b])).isCloseTo(a == b ? 1 : 0, within(1e-12));
                }
            }
            for (double[] vector : vectors) {
                double kept = 0;
                for (double[] unit : basis) {
                    kept += dot(vector, unit) * dot(vector, unit);
                }
                assertThat(kept).isCloseTo(dot(vector, vector), within(1e-9 * dot(vector, vector) + 1e-12));
            }
        }
    }
}
