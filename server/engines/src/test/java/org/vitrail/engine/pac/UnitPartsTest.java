package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vitrail.engine.pac.WorldQuery.Fold;

/// Parts and groups as DuckDB gives them, against sums by hand.
class UnitPartsTest {
    static WorldQuery.Private query(String values, int keys) {
        return new WorldQuery.Private(
                "SELECT * FROM (VALUES " + values + ") t(" + (keys > 0 ? "k0, " : "") + "__m, a0)",
                Optional.empty(),
                keys,
                Collections.nCopies(keys, List.of()),
                List.of(new WorldQuery.Part(Fold.SUM, new Range(0, 20))),
                0,
                List.of(),
                1,
                List.of(),
                List.of(),
                new AnswerOrder(List.of(), 0, Long.MAX_VALUE));
    }

    private static UnitParts read(String values, int keys, long unitsMin) throws SQLException {
        try (Connection connection = PacDatabase.memory(200, 1);
                Statement statement = connection.createStatement()) {
            return UnitParts.of(statement, query(values, keys), new UnitParts.Sizes(unitsMin, 100));
        }
    }

    /// A group's sums in worlds 0 and 1, by its key.
    private static double[] sums(UnitParts parts, @Nullable Object key) {
        int group = parts.keys().indexOf(Collections.singletonList(key));
        return new double[] {parts.counts().at(group, 0, 0), parts.counts().at(group, 0, 1)};
    }

    @Test
    void groups_ofSeveralUnits_addUpByWorld() throws Exception {
        UnitParts parts = read("('x', 1, 5), ('x', 2, 7), ('y', 3, 11), (NULL, 1, 13)", 1, 1);

        assertThat(parts.keys()).hasSize(3);
        assertThat(sums(parts, "x")).containsExactly(5, 7);
        assertThat(sums(parts, "y")).containsExactly(11, 11);
        assertThat(sums(parts, null)).containsExactly(13, 0);
    }

    @Test
    void zeros_ofEitherSign_areOneGroup() throws Exception {
        UnitParts parts = read("(0.0::DOUBLE, 1, 5), (-0.0::DOUBLE, 1, 7)", 1, 1);

        assertThat(parts.keys()).hasSize(1);
        assertThat(parts.counts().at(0, 0, 0)).isEqualTo(12);
    }

    @Test
    void whatIsNoNumber_isLeftOut() throws Exception {
        UnitParts parts = read("('x', 1, NULL), ('x', 1, 5), ('y', 1, 'nan'::DOUBLE), ('y', 1, 5)", 1, 1);

        assertThat(sums(parts, "x")[0]).isEqualTo(5);
        assertThat(sums(parts, "y")[0]).isEqualTo(5);
    }

    /// Whatever a query makes of a unit's rows, it brings no more than was planned for.
    @Test
    void part_beyondItsRange_isCut() throws Exception {
        UnitParts parts = read("('x', 1, 50), ('x', 3, -7), ('y', 1, 'inf'::DOUBLE), ('y', 2, 3)", 1, 1);

        assertThat(sums(parts, "x")).containsExactly(20, 0);
        assertThat(sums(parts, "y")).containsExactly(20, 3);
    }

    @Test
    void groups_ofFewUnits_areLeftOutAndTheOthersStayApart() throws Exception {
        UnitParts parts = read("('x', 1, 5), ('y', 1, 7), ('y', 2, 11), ('z', 1, 13), ('z', 3, 17)", 1, 2);

        assertThat(parts.keys()).hasSize(2);
        assertThat(sums(parts, "y")).containsExactly(7, 11);
        assertThat(sums(parts, "z")).containsExactly(30, 17);
    }

    /// As a part without a mask, one unit's row would otherwise count for the minimum, or be read as something else.
    @Test
    void rows_ofNoUnit_countNowhere() throws Exception {
        assertThat(read("('x', 1, 5), ('x', NULL, 7)", 1, 2).keys()).isEmpty();
        UnitParts parts = read("('x', 1, 5), ('x', 3, 6), ('x', NULL, 7), ('y', NULL, 8)", 1, 2);
        assertThat(parts.keys()).hasSize(1);
        assertThat(sums(parts, "x")).containsExactly(11, 6);
        assertThat(read("(NULL, 7), (NULL, 8), (1, 9)", 0, 2).keys()).isEmpty();
    }

    /// Where a group stands must not tell whether there is another that is too small to be shown.
    @Test
    void order_ofGroups_isThatOfTheirKeysWhetherOrNotASmallOneIsThere() throws Exception {
        String large = IntStream.range(0, 12)
                .mapToObj(i -> "(" + 7 * i % 12 + ", 1, 1), (" + 7 * i % 12 + ", 2, 1)")
                .collect(Collectors.joining(", "));
        List<Integer> wanted = IntStream.range(0, 12).boxed().toList();
        for (String values : List.of(large, large + ", (99, 1, 1)", "(-1, 1, 1), " + large)) {
            List<Integer> found = read(values, 1, 2).keys().stream()
                    .map(key -> (Integer) Objects.requireNonNull(key.getFirst()))
                    .toList();
            assertThat(found).isEqualTo(wanted);
        }
    }

    @Test
    void whole_withoutKeys_isOneGroupOfEnoughUnits() throws Exception {
        UnitParts parts = read("(1, 5), (3, 7)", 0, 2);
        assertThat(parts.keys()).hasSize(1);
        assertThat(parts.counts().at(0, 0, 0)).isEqualTo(12);
        assertThat(read("(1, 5), (3, 7)", 0, 3).keys()).isEmpty();
    }
}
