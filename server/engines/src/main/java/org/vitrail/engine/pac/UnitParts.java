package org.vitrail.engine.pac;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The groups that are large enough, and what their units have in each world, read by one statement.
///
/// DuckDB itself decides which rows make a group, what its size is and what the groups are numbered, in the
/// order of their keys. Of groups below the least size nothing is read, so that nothing here can depend on
/// them. Rows of no unit count nowhere.
///
/// **Sizes.** A unit counts in few of the groups that it has rows in, drawn by its mask, which nobody
/// knows: else one unit would move as many sizes as it has rows, and the noise on each would have to be as
/// large.
final class UnitParts {
    private static final int PART = 1; // the kind of a row; 0 is a group
    private static final int AGGREGATES = 4; // columns before them: kind, number of groups, group, mask or size

    private final List<List<@Nullable Object>> keys;
    private final long[] units;
    private final WorldCounts counts;

    private UnitParts(List<List<@Nullable Object>> keys, long[] units, WorldCounts counts) {
        this.keys = keys;
        this.units = units;
        this.counts = counts;
    }

    /// The keys of each group.
    List<List<@Nullable Object>> keys() {
        return keys;
    }

    /// How many units count in each group.
    long[] units() {
        return units.clone();
    }

    WorldCounts counts() {
        return counts;
    }

    /// Runs a query's partial aggregates.
    ///
    /// @param sizes by which groups are left out
    static UnitParts of(Statement statement, WorldQuery.Private query, Sizes sizes) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                query.keys() == 0 ? ungrouped(partials(query), query.parts().size()) : grouped(query, sizes))) {
            return read(rows, query, sizes.unitsMin());
        }
    }

    /// How sizes of groups are counted.
    ///
    /// @param unitsMin least number of units of a group; others are left out; >= 1
    /// @param each in how many groups a unit counts at most, >= 1
    record Sizes(long unitsMin, int each) {
        /// Most sizes that one unit moves, each by one, when it leaves `each` groups for others, or the one
        /// group.
        int moved(WorldQuery.Private query) {
            return query.keys() == 0 ? 1 : 2 * each;
        }
    }

    /// SELECT of keys, mask and partial aggregates of the units' rows.
    static String partials(WorldQuery.Private query) {
        return "SELECT " + names("k%d, ", query.keys()) + Masks.MASK
                + names(", CAST(a%d AS DOUBLE) AS a%d", query.parts().size()) + " FROM (" + query.partials()
                + ") WHERE " + Masks.MASK + " IS NOT NULL";
    }

    private static String ungrouped(String partials, int folds) {
        return "SELECT 1, 1, 0, " + Masks.MASK + names(", a%d", folds) + " FROM (" + partials + ")";
    }

    private static String grouped(WorldQuery.Private query, Sizes sizes) {
        int keys = query.keys();
        int folds = query.parts().size();
        String number = "(SELECT count(*) FROM __groups)";
        return "WITH __parts AS MATERIALIZED (" + partials(query) + "), __groups AS MATERIALIZED ("
                + groups("__parts", keys, sizes) + ") SELECT 0, " + number + ", g, units" + names(", NULL", folds)
                + names(", k%d", keys) + " FROM __groups UNION ALL SELECT 1, " + number + ", g, " + Masks.MASK
                + names(", a%d", folds) + names(", NULL", keys) + " FROM __parts p JOIN __groups q ON "
                + names("p.k%d IS NOT DISTINCT FROM q.k%d", keys, " AND ");
    }

    /// SELECT of the groups that are large enough: number `g`, keys, and how many units count in it, `units`.
    ///
    /// @param parts with a row for each group and unit
    static String groups(String parts, int keys, Sizes sizes) {
        String list = names("k%d", keys, ", ");
        String own = "{" + names("'k%d': k%d", keys, ", ") + "}, hash(" + Masks.MASK + ", " + list + ")";
        String counted =
                sizes.each() == 1 ? "arg_min(" + own + ")" : "unnest(arg_min(" + own + ", " + sizes.each() + "))";
        return "SELECT row_number() OVER (ORDER BY " + list + ") - 1 AS g, " + list + ", units FROM (SELECT "
                + names("c.k%d AS k%d, ", keys) + "count(*) AS units FROM (SELECT " + counted + " AS c FROM "
                + parts
                + " GROUP BY " + Masks.MASK + ") GROUP BY " + names("c.k%d", keys, ", ") + ") WHERE units >= "
                + sizes.unitsMin();
    }

    private static String names(String pattern, int count) {
        return names(pattern, count, "");
    }

    /// A pattern for 0, 1, … in turn, in place of each `%d`.
    static String names(String pattern, int count, String between) {
        return IntStream.range(0, count)
                .mapToObj(Integer::toString)
                .map(i -> pattern.replace("%d", i))
                .collect(Collectors.joining(between));
    }

    /// Groups and parts come in any order.
    private static UnitParts read(ResultSet rows, WorldQuery.Private query, long unitsMin) throws SQLException {
        int folds = query.parts().size();
        List<List<@Nullable Object>> keys = List.of();
        long[] units = {};
        WorldCounts counts = new WorldCounts(0, query.parts());
        while (rows.next()) {
            if (keys.isEmpty()) {
                keys = new ArrayList<>(Collections.nCopies(rows.getInt(2), List.of()));
                units = new long[keys.size()];
                counts = new WorldCounts(keys.size(), query.parts());
            }
            int group = rows.getInt(3);
            if (rows.getInt(1) == PART) {
                part(rows, group, folds, counts);
                units[group] += query.keys() == 0 ? 1 : 0;
            } else {
                units[group] = rows.getLong(AGGREGATES);
                keys.set(group, key(rows, folds, query));
            }
        }
        return query.keys() == 0 && Arrays.stream(units).sum() < unitsMin
                ? new UnitParts(List.of(), new long[0], counts)
                : new UnitParts(keys, units, counts);
    }

    private static void part(ResultSet rows, int group, int folds, WorldCounts counts) throws SQLException {
        long mask = rows.getLong(AGGREGATES);
        for (int a = 0; a < folds; a++) {
            double value = rows.getDouble(AGGREGATES + 1 + a);
            if (!rows.wasNull()) { // DuckDB reads a missing number as NaN, not as 0
                counts.add(group, a, mask, value);
            }
        }
    }

    private static List<@Nullable Object> key(ResultSet rows, int folds, WorldQuery.Private query) throws SQLException {
        List<@Nullable Object> key = new ArrayList<>();
        for (int k = 0; k < query.keys(); k++) {
            Object found = rows.getObject(AGGREGATES + folds + k + 1);
            List<String> texts = query.texts().get(k);
            key.add(found instanceof Number number && !texts.isEmpty() ? texts.get(number.intValue()) : found);
        }
        return key;
    }
}
