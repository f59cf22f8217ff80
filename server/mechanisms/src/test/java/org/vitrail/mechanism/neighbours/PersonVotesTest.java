package org.vitrail.mechanism.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// One person's joint vector has L2 norm at most 1, whoever the person is.
class PersonVotesTest {
    /// Votes of one person's rows of each label.
    @FunctionalInterface
    interface Normalisation {
        long[] votes(List<Vectors> candidates, List<Vectors> rows, int k);
    }

    private static final Normalisation JOINT = (candidates, rows, k) -> {
        int all = rows.stream().mapToInt(Vectors::size).sum();
        return NearestVotes.among(candidates, k).ofPersons(rows, new int[all]);
    };

    /// The planted bug: each label's votes scaled on their own.
    private static final Normalisation EACH_LABEL = (candidates, rows, k) -> {
        long[] votes = new long[candidates.stream().mapToInt(Vectors::size).sum()];
        int offset = 0;
        for (int c = 0; c < candidates.size(); c++) {
            long[] own = JOINT.votes(candidates.subList(c, c + 1), rows.subList(c, c + 1), k);
            System.arraycopy(own, 0, votes, offset, own.length);
            offset += own.length;
        }
        return votes;
    };

    private static Vectors vectors(int size, RandomGenerator random) {
        float[] values = new float[2 * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Vectors.of(values, 2);
    }

    /// The largest squared norm of a person, over persons with all rows on one bin, spread, or at random.
    private static long largest(Normalisation normalisation, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        long largest = 0;
        for (int person = 0; person < 300; person++) {
            int labels = 1 + random.nextInt(5);
            int k = 1 + random.nextInt(4);
            List<Vectors> candidates = new ArrayList<>();
            List<Vectors> rows = new ArrayList<>();
            for (int c = 0; c < labels; c++) {
                candidates.add(vectors(1 + random.nextInt(8), random));
                int size = random.nextInt(1 + random.nextInt(30));
                rows.add(person % 3 == 0 ? Vectors.of(new float[2 * size], 2) : vectors(size, random));
            }
            long squared = 0;
            for (long vote : normalisation.votes(candidates, rows, k)) {
                squared += vote * vote;
            }
            largest = Math.max(largest, squared);
        }
        return largest;
    }

    @Test
    void ofPersons_anyPerson_normAtMostOneAndNearlyReached() {
        for (long seed = 1; seed <= 3; seed++) {
            assertThat(largest(JOINT, seed))
                    .as("seed %d", seed)
                    .isBetween(PersonVector.SQUARED * 999 / 1000, PersonVector.SQUARED);
        }
    }

    @Test
    void largest_votesScaledForEachLabel_exceedsOne() {
        assertThat(largest(EACH_LABEL, 1)).isGreaterThan(PersonVector.SQUARED);
    }

    @Test
    void ofRows_anyK_normOfARowAtMostOne() {
        for (int k = 1; k <= 40; k++) {
            float[] at = new float[k];
            for (int j = 0; j < k; j++) {
                at[j] = j;
            }
            long squared = 0;
            for (long vote :
                    NearestVotes.among(List.of(Vectors.of(at, 1)), k).ofRows(List.of(Vectors.of(new float[1], 1)))) {
                squared += vote * vote;
            }
            assertThat(squared).as("k = %d", k).isBetween(PersonVector.SQUARED * 999 / 1000, PersonVector.SQUARED);
        }
    }

    @Test
    void ofPersons_severalPersons_eachCountsLikeAnother() {
        Vectors candidates = Vectors.of(new float[] {0, 10}, 1);
        long[] votes = NearestVotes.among(List.of(candidates), 1)
                .ofPersons(List.of(Vectors.of(new float[] {1, 9, 2, 3}, 1)), new int[] {0, 1, 0, 0});
        assertThat(votes).containsExactly(1L << PersonVector.GRID_BITS, 1L << PersonVector.GRID_BITS);
    }
}
