package org.vitrail.mechanism.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestVotesTest {
    private static final long ONE = 1L << PersonVector.GRID_BITS;

    static List<Tiles> kernels() {
        return List.of(new VectorTiles(), new PlainTiles());
    }

    private static Vectors line(double... at) {
        float[] values = new float[at.length];
        for (int i = 0; i < at.length; i++) {
            values[i] = (float) at[i];
        }
        return Vectors.of(values, 1);
    }

    private static long[] votes(Tiles tiles, int k, Vectors rows, Vectors candidates) {
        return NearestVotes.among(List.of(candidates), k, tiles).ofRows(List.of(rows));
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static float[] floats(int count, RandomGenerator random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void ofRows_referenceExample_countsOfSection16(Tiles tiles) {
        Vectors rows = line(1, 2, 3, 4);
        Vectors candidates = line(0.9, 2.6, 10);
        assertThat(votes(tiles, 1, rows, candidates)).containsExactly(ONE, 3 * ONE, 0);
        long half = 741_455; // the floor of 2^20 / sqrt 2
        assertThat(votes(tiles, 2, rows, candidates)).containsExactly(4 * half, 4 * half, 0);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void ofPersons_referenceExample_oneVectorOfNormOne(Tiles tiles) {
        long[] votes = NearestVotes.among(List.of(line(0.9, 2.6, 10)), 1, tiles)
                .ofPersons(List.of(line(1, 2, 3, 4)), new int[4]);
        assertThat(votes).containsExactly((long) (ONE / Math.sqrt(10)), (long) (3 * ONE / Math.sqrt(10)), 0);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void ofRows_equalDistances_lowestIndexWins(Tiles tiles) {
        assertThat(votes(tiles, 1, line(0), line(1, -1, 1, -1))).containsExactly(ONE, 0, 0, 0);
        assertThat(votes(tiles, 1, line(0), line(2, -1, 1, -1))).containsExactly(0, ONE, 0, 0);
        long half = 741_455;
        assertThat(votes(tiles, 2, line(0), line(2, -1, 1, -1))).containsExactly(0, half, half, 0);
        assertThat(votes(tiles, 2, line(-1), line(2, -1, 1, -1))).containsExactly(0, half, 0, half);
        assertThat(votes(tiles, 1, line(5, 5, 5), line(2, 2))).containsExactly(3 * ONE, 0);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void ofRows_fewCandidatesOrRows_stillCounts(Tiles tiles) {
        assertThat(votes(tiles, 1, line(3, 4), line(7))).containsExactly(2 * ONE);
        long third = (long) (ONE / Math.sqrt(3));
        assertThat(votes(tiles, 3, line(3), line(7, 8))).containsExactly(third, third);
        assertThat(votes(tiles, 1, line(), line(7, 8))).containsExactly(0, 0);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void ofRows_notFiniteRow_votesForNobody(Tiles tiles) {
        Vectors rows = line(Double.NaN, 1, Double.POSITIVE_INFINITY, 7.9);
        assertThat(votes(tiles, 1, rows, line(0, 8))).containsExactly(ONE, ONE);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void ofRows_hugeAndTinyCoordinates_comparedWithoutOverflow(Tiles tiles) {
        assertThat(votes(tiles, 1, line(3e38, -3e38, 1e30), line(0, -3e38, 3e38)))
                .containsExactly(ONE, ONE, ONE);
        assertThat(votes(tiles, 1, line(1e-44, 3e-40), line(0, 2e-44, 4e-40))).containsExactly(ONE, 0, ONE);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void ofRows_distancesThatFloatsCannotTell_decidedInDoubles(Tiles tiles) {
        int size = 200; // all distances from 1000 agree in their first 5 digits: |c|^2 - 2 x c in floats is noise
        double[] at = new double[size];
        Arrays.setAll(at, j -> 1000.5 + Math.abs(j - 150.25) / 512);
        long[] expected = new long[size];
        expected[150] = 2 * ONE;
        assertThat(votes(tiles, 1, line(1000, 999.5), line(at))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void nearest_anyShape_equalsADoubleReferenceWithEitherKernel(int dimensions) {
        int seed = 70 + dimensions;
        for (int k : new int[] {1, 3, 8}) {
            for (int count : new int[] {1, 5, 16, 333}) {
                RandomGenerator random = random(seed);
                float[] rows = floats(700 * dimensions, random);
                float[] candidates = floats(count * dimensions, random);
                for (int j = 0; j < count / 4; j++) { // a quarter are copies
                    System.arraycopy(
                            candidates,
                            random.nextInt(count) * dimensions,
                            candidates,
                            random.nextInt(count) * dimensions,
                            dimensions);
                }
                int[] expected = DoubleReference.nearest(rows, candidates, dimensions, k);
                for (Tiles tiles : kernels()) {
                    assertThat(new Search(Vectors.of(candidates, dimensions), k, products -> tiles)
                                    .nearest(Vectors.of(rows, dimensions)))
                            .as("seed %d, %d dimensions, k %d, %d candidates", seed, dimensions, k, count)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void ofRows_anyNumberOfThreads_sameVotes(Tiles tiles) {
        RandomGenerator random = random(71);
        Vectors rows = Vectors.of(floats(2000 * 16, random), 16);
        NearestVotes search = NearestVotes.among(List.of(Vectors.of(floats(100 * 16, random), 16)), 2, tiles);
        long[] expected = search.ofRows(List.of(rows));
        for (int threads : new int[] {1, 3, 16}) {
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                assertThat(pool.submit(() -> search.ofRows(List.of(rows))).join())
                        .as("%d threads", threads)
                        .isEqualTo(expected);
                assertThat(pool.submit(() -> NearestVotes.among(List.of(line(1, 2)), 1, tiles)
                                        .ofRows(List.of(line(1.2))))
                                .join())
                        .as("%d threads, one row", threads)
                        .containsExactly(ONE, 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void ofRows_labels_voteAmongTheirOwnCandidates(Tiles tiles) {
        NearestVotes search = NearestVotes.among(List.of(line(0, 10), line(0, 10, 20)), 1, tiles);
        assertThat(search.bins()).isEqualTo(5);
        assertThat(search.ofRows(List.of(line(1, 9, 19), line(19)))).containsExactly(ONE, 2 * ONE, 0, 0, ONE);
        assertThat(search.ofRows(List.of(line(), line(1)))).containsExactly(0, 0, ONE, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void among_impossibleArguments_saysWhatToDo(Tiles tiles) {
        assertThatThrownBy(() -> NearestVotes.among(List.of(line(1)), 0, tiles))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k must be in [1, 1024] candidates, got 0");
        assertThatThrownBy(() -> NearestVotes.among(List.of(line()), 1, tiles))
                .hasMessageContaining("expected at least 1 candidate, got 0");
        assertThatThrownBy(() -> NearestVotes.among(List.of(line(1, Double.NaN)), 1, tiles))
                .hasMessageContaining("candidate 1 holds NaN");
        NearestVotes search = NearestVotes.among(List.of(line(1)), 1, tiles);
        assertThatThrownBy(() -> search.ofRows(List.of(Vectors.of(new float[4], 2))))
                .hasMessageContaining("expected rows of 1 dimensions like the candidates', got 2");
        assertThatThrownBy(() -> search.ofRows(List.of())).hasMessageContaining("expected rows of 1 labels, got 0");
        assertThatThrownBy(() -> search.ofPersons(List.of(line(1, 2)), new int[1]))
                .hasMessageContaining("one person for each row");
    }
}
