package org.vitrail.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What one person contributes must not depend on who else is there.
class PersonSinkTest {
    private static final int PEOPLE = 200;
    private static final int ROWS = 5;

    /// The person of each row, round by round; `without` is left out.
    private static List<String> rows(int without) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < PEOPLE * ROWS; i++) {
            if (i % PEOPLE != without) {
                rows.add("p" + i % PEOPLE);
            }
        }
        return rows;
    }

    private static PersonSink sink(List<String> rows) {
        PersonSink sink = new PersonSink("id");
        rows.forEach(sink::text);
        return sink;
    }

    /// Each used row as person and number among that person's rows, without one person's.
    private static List<String> named(List<String> rows, int[] used, String without) {
        List<String> named = new ArrayList<>();
        for (int row : used) {
            String person = rows.get(row);
            ToIntFunction<String> before = name ->
                    (int) rows.subList(0, row).stream().filter(name::equals).count();
            if (!person.equals(without)) {
                named.add(person + "#" + before.applyAsInt(person));
            }
        }
        return named.stream().sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 4711, Long.MIN_VALUE})
    void used_withOnePersonLess_areEverybodyElsesSameRows(long key) {
        List<String> all = rows(-1);
        List<String> less = rows(0);
        assertThat(named(all, sink(all).used(2, key), "p0"))
                .isEqualTo(named(less, sink(less).used(2, key), "p0"))
                .hasSize(2 * (PEOPLE - 1));
        // Planted bug: one shuffle for all, whose draws shift with every row.
        assertThat(named(all, ofOneShuffle(sink(all).persons(), key), "p0"))
                .isNotEqualTo(named(less, ofOneShuffle(sink(less).persons(), key), "p0"));
    }

    private static int[] ofOneShuffle(int[] persons, long key) {
        SplittableRandom random = new SplittableRandom(key);
        int[] order = new int[persons.length];
        for (int i = 0; i < order.length; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        int[] taken = new int[PEOPLE];
        return Arrays.stream(order).filter(row -> taken[persons[row]]++ < 2).toArray();
    }

    /// 1,000 keys, 40,000 draws of 2 among 5: each row about 16,000 times; the seed is fixed, so is the outcome.
    @Test
    void used_overManyKeys_areEachRowEquallyOften() {
        List<String> rows = rows(-1).stream().filter(name -> name.length() == 2).toList();
        PersonSink sink = sink(rows);
        int[] times = new int[ROWS];
        for (long key = 0; key < 1_000; key++) {
            int[] used = sink.used(2, key * 0x9e3779b97f4a7c15L);
            assertThat(used).hasSize(20).isSorted().doesNotHaveDuplicates();
            for (int row : used) {
                times[row / 10]++;
            }
        }
        for (int often : times) {
            assertThat(often).isBetween(3_750, 4_250); // 4,000, and five standard deviations
        }
    }
}
