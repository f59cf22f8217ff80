package org.vitrail.mechanism.synthesis.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Table;

class RowsTest {
    private static final Column X = Column.of("x", Domain.RealRange.of(0, 10));
    private static final TableSchema ALONE = new TableSchema(List.of(X), new PrivacyUnit.Row());
    private static final TableSchema LABELLED = new TableSchema(
            List.of(X, Column.of("label", Domain.Categorical.of(List.of("a", "b", "c", "d")))),
            new PrivacyUnit.Person("who", 10));

    private static Points at(double... values) {
        float[] x = new float[values.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (values[i] / 10);
        }
        return new Points(new float[][] {x}, x.length);
    }

    private static long[] votes(Space space, Table table, List<Points> candidates) {
        return space.encode(table).votes(new Nearest(space), candidates);
    }

    @Test
    void votes_handCheckableHistogram_oneThreeNone() {
        Space space = new Space(ALONE, OptionalInt.empty(), 1f / 3);
        Table table = Table.of(ALONE, 4, new double[] {1, 2, 3, 4});
        assertThat(votes(space, table, List.of(at(0.9, 2.6, 10)))).containsExactly(1, 3, 0);
    }

    @Test
    void votes_tieAndOneCandidateAndEmptyLabel_lowestIndexAllAndZeros() {
        Space space = new Space(LABELLED, OptionalInt.of(1), 1f / 3);
        Table table = Table.of(LABELLED, 3, new double[] {5, 5, 1}, new int[] {0, 0, 2});
        List<Points> candidates = List.of(at(4, 6, 4), at(1, 2), at(9), at(3));
        assertThat(votes(space, table, candidates)).containsExactly(2, 0, 0, 0, 0, 1, 0);
    }

    @Test
    void votes_personWithOneRowInEachOfFourLabels_jointNormExactlyOne() {
        Space space = new Space(LABELLED, OptionalInt.of(1), 1f / 3);
        Table table = Table.ofPersons(LABELLED, 4, new int[4], new double[] {1, 2, 3, 4}, new int[] {0, 1, 2, 3});
        List<Points> candidates = List.of(at(5), at(5), at(5), at(5));
        long half = 1L << (Rows.GRID_BITS - 1);
        assertThat(votes(space, table, candidates)).containsExactly(half, half, half, half);
        // must fail: normalising for each label, as DPSDA does, gives norm 2
        assertThat(squared(perLabel(space, table, candidates))).isEqualTo(4 * Rows.PERSON_SQUARED);
    }

    @Test
    void histograms_anyPersonAdded_changeByNormAtMostOne() {
        Space space = new Space(LABELLED, OptionalInt.of(1), 1f / 3);
        var random =
                java.util.random.RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        List<Points> candidates = List.of(at(1, 3, 9), at(5), at(2, 8), at(4, 6));
        for (int trial = 0; trial < 200; trial++) {
            int others = 20;
            int own = 1 + random.nextInt(40);
            int n = others + own;
            double[] x = random.doubles(n, 0, 10).toArray();
            int[] label = random.ints(n, 0, 1 + random.nextInt(4)).toArray();
            int[] person = new int[n];
            for (int i = 0; i < others; i++) {
                person[i] = i % 7;
            }
            Arrays.fill(person, others, n, 7);
            Table with = Table.ofPersons(LABELLED, n, person, x, label);
            int[] rest = java.util.stream.IntStream.range(0, others).toArray();
            Table without = with.rows(rest);
            Rows a = space.encode(with);
            Rows b = space.encode(without);
            Nearest nearest = new Nearest(space);
            assertThat(squared(a.votes(nearest, candidates), b.votes(nearest, candidates)))
                    .isLessThanOrEqualTo(Rows.PERSON_SQUARED);
            assertThat(squared(a.labelCounts(), b.labelCounts())).isLessThanOrEqualTo(Rows.PERSON_SQUARED);
            assertThat(squared(a.marginals(space), b.marginals(space))).isLessThanOrEqualTo(Rows.PERSON_SQUARED);
        }
    }

    @Test
    void histograms_anyRowAdded_changeByTheStatedSensitivity() {
        TableSchema schema = new TableSchema(LABELLED.columns(), new PrivacyUnit.Row());
        Space space = new Space(schema, OptionalInt.of(1), 1f / 3);
        Nearest nearest = new Nearest(space);
        List<Points> candidates = List.of(at(1, 3, 9), at(5), at(2, 8), at(4, 6));
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        for (int trial = 0; trial < 200; trial++) {
            int n = 1 + random.nextInt(30);
            Table with = Table.of(
                    schema,
                    n,
                    random.doubles(n, 0, 10).toArray(),
                    random.ints(n, 0, 4).toArray());
            Rows a = space.encode(with);
            Table rest = with.rows(IntStream.range(1, n).toArray());
            Rows b = space.encode(rest);
            assertThat(squared(a.votes(nearest, candidates), b.votes(nearest, candidates)))
                    .as("seed 5")
                    .isEqualTo(1);
            assertThat(squared(a.labelCounts(), b.labelCounts())).isEqualTo(1);
            assertThat(squared(a.marginals(space), b.marginals(space))).isEqualTo(space.axes());
            // must fail: a vote for a candidate of every label, not the row's own alone
            assertThat(squared(inEveryLabel(space, with, candidates), inEveryLabel(space, rest, candidates)))
                    .isGreaterThan(1);
        }
    }

    @Test
    void marginals_oneRowAdded_changeOneCellOfEachAxis() {
        Space space = new Space(LABELLED, OptionalInt.of(1), 1f / 3);
        Table two = Table.of(LABELLED, 2, new double[] {1, 7}, new int[] {0, 3});
        long[] with = space.encode(two).marginals(space);
        long[] without = space.encode(two.rows(new int[] {0})).marginals(space);
        assertThat(squared(with, without)).isEqualTo(space.axes());
    }

    private static long squared(long[] a) {
        return squared(a, new long[a.length]);
    }

    private static long squared(long[] a, long[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    /// The planted bug: every row votes as if it had each of the labels.
    private static long[] inEveryLabel(Space space, Table table, List<Points> candidates) {
        long[] total = new long[candidates.stream().mapToInt(Points::size).sum()];
        for (int c = 0; c < candidates.size(); c++) {
            int[] label = new int[table.rowCount()];
            Arrays.fill(label, c);
            long[] own = votes(space, Table.of(table.schema(), table.rowCount(), table.numbers(0), label), candidates);
            Arrays.setAll(total, b -> total[b] + own[b]);
        }
        return total;
    }

    /// The planted bug: a person's votes scaled within each label.
    private static long[] perLabel(Space space, Table table, List<Points> candidates) {
        long[] total = new long[candidates.stream().mapToInt(Points::size).sum()];
        for (int i = 0; i < table.rowCount(); i++) {
            long[] own = votes(space, table.rows(new int[] {i}), candidates);
            for (int b = 0; b < own.length; b++) {
                total[b] += own[b];
            }
        }
        return total;
    }
}
