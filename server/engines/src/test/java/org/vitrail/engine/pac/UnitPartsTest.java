package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vitrail.engine.pac.WorldQuery.Fold;

/// Parts and groups as DuckDB gives them, against sums by hand.
class UnitPartsTest {
    private static final List<Fold> SUMS = List.of(Fold.SUM);

    private static WorldQuery.OnePass query(String values, int keys) {
        return new WorldQuery.OnePass(
                "SELECT * FROM (VALUES " + values + ") t(" + (keys > 0 ? "k0, " : "") + "__m, a0)",
                keys,
                SUMS,
                new WorldQuery.Cells.Formulas(List.of()),
                List.of(),
                new AnswerOrder(List.of(), 0, Long.MAX_VALUE));
    }

    private static UnitParts read(WorldQuery.OnePass query) throws SQLException {
        try (Connection connection = PacDatabase.memory(200, 1);
                Statement statement = connection.createStatement()) {
            return UnitParts.of(statement, query);
        }
    }

    private static UnitParts read(WorldQuery.OnePass query, IntFunction<String> hash) throws SQLException {
        try (Connection connection = PacDatabase.memory(200, 1);
                Statement statement = connection.createStatement()) {
            return UnitParts.of(statement, query, hash);
        }
    }

    /// A group's sums in worlds 0 and 1, by its key.
    private static double[] sums(UnitParts parts, @Nullable Object key) {
        int group = parts.keys().indexOf(Collections.singletonList(key));
        WorldCounts counts = parts.counts();
        return new double[] {counts.at(group, 0, 0), counts.at(group, 0, 1)};
    }

    @Test
    void groups_ofSeveralUnits_addUpByWorld() throws Exception {
        UnitParts parts = read(query("('x', 1, 5), ('x', 2, 7), ('y', 3, 11), (NULL, 1, 13)", 1));

        assertThat(parts.keys()).hasSize(3);
        assertThat(sums(parts, "x")).containsExactly(5, 7);
        assertThat(sums(parts, "y")).containsExactly(11, 11);
        assertThat(sums(parts, null)).containsExactly(13, 0);
    }

    @Test
    void zeros_ofEitherSign_areOneGroup() throws Exception {
        UnitParts parts = read(query("(0.0::DOUBLE, 1, 5), (-0.0::DOUBLE, 1, 7)", 1));

        assertThat(parts.keys()).hasSize(1);
        assertThat(parts.counts().at(0, 0, 0)).isEqualTo(12);
    }

    @Test
    void missing_isLeftOut_notANumberIsNot() throws Exception {
        UnitParts parts = read(query("('x', 1, NULL), ('x', 1, 5), ('y', 1, 'nan'::DOUBLE), ('y', 1, 5)", 1));

        assertThat(sums(parts, "x")[0]).isEqualTo(5);
        assertThat(sums(parts, "y")[0]).isNaN();
    }

    @Test
    void drop_smallGroups_keepsTheOthersApart() throws Exception {
        UnitParts parts = read(query("('x', 1, 5), ('y', 1, 7), ('y', 2, 11), ('z', 1, 13), ('z', 3, 17)", 1));

        parts.dropBelow(2);

        assertThat(parts.keys()).hasSize(2);
        assertThat(sums(parts, "y")).containsExactly(7, 11);
        assertThat(sums(parts, "z")).containsExactly(30, 17);
    }

    @Test
    void whole_withoutKeys_isOneGroupEvenOfNobody() throws Exception {
        UnitParts parts = read(query("(1, 5), (3, 7)", 0));
        assertThat(parts.keys()).hasSize(1);
        assertThat(parts.counts().at(0, 0, 0)).isEqualTo(12);
        parts.dropBelow(3);
        assertThat(parts.keys()).isEmpty();
    }

    /// Planted: the first hash is the same for all groups; used as it is, it would make one group of two.
    @Test
    void hash_ofTwoGroupsTheSame_isTriedAgainWithAnother() throws Exception {
        WorldQuery.OnePass query = query("('x', 1, 5), ('y', 1, 7)", 1);
        List<Integer> salts = new ArrayList<>();

        UnitParts parts = read(query, salt -> {
            salts.add(salt);
            return salt < 2 ? "CAST(4 AS BIGINT)" : "CAST(hash(k0) >> 1 AS BIGINT)";
        });

        assertThat(salts).containsExactly(0, 1, 2);
        assertThat(sums(parts, "x")[0]).isEqualTo(5);
        assertThat(sums(parts, "y")[0]).isEqualTo(7);
    }

    @Test
    void hash_alwaysTheSame_givesUp() {
        assertThatThrownBy(() -> read(query("('x', 1, 5), ('y', 1, 7)", 1), _ -> "CAST(4 AS BIGINT)"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("different hashes");
    }
}
