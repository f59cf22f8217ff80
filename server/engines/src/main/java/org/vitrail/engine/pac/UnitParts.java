package org.vitrail.engine.pac;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vitrail.engine.pac.WorldQuery.Fold;

/// Partial aggregates of each group and unit, and the groups, read by one statement.
///
/// A row of parts names its group by a hash of the keys, so that keys themselves, which are slow to read, come once
/// for each group. Keys that are equal to GROUP BY have one hash; should two groups have the same, the statement is
/// repeated with another.
final class UnitParts {
    private static final int KEYED = 3; // columns before the partial aggregates: hash, units, mask
    private static final int DROPPED = -1;
    private static final int HASHES_MAX = 100; // two of 2^63 meet in a million groups once in 10^7 queries

    private final List<Fold> folds;
    private final List<List<@Nullable Object>> keys = new ArrayList<>();
    private final List<Long> units = new ArrayList<>();
    private final Map<Long, Integer> groups = new HashMap<>();
    private long[] hashes = new long[1024];
    private long[] masks = new long[1024];
    private double[] values;
    private final BitSet missing = new BitSet();
    private int size;

    UnitParts(List<Fold> folds) {
        this.folds = folds;
        values = new double[Math.multiplyExact(hashes.length, folds.size())];
    }

    static UnitParts of(Statement statement, WorldQuery.OnePass query) throws SQLException {
        String keys = names("k%d, ", query.keys());
        return of(statement, query, salt -> "CAST(hash(" + keys + salt + ") >> 1 AS BIGINT)");
    }

    /// @param hash SQL of a whole number from the keys, another for each salt
    static UnitParts of(Statement statement, WorldQuery.OnePass query, IntFunction<String> hash) throws SQLException {
        for (int salt = 0; salt < HASHES_MAX; salt++) {
            UnitParts parts = new UnitParts(query.folds());
            try (ResultSet rows = statement.executeQuery(sql(query, hash.apply(salt)))) {
                if (parts.read(rows, query.keys())) {
                    return parts;
                }
            }
        }
        throw new IllegalStateException(
                "expected different hashes of different groups, got the same " + HASHES_MAX + " times: this is a bug");
    }

    /// SELECT of hash, units, mask, `a0 …`, `k0 …`: a row without mask for each group, one without units for each part.
    private static String sql(WorldQuery.OnePass query, String hash) {
        int keys = query.keys();
        int folds = query.folds().size();
        String partials = "SELECT " + names("k%d, ", keys) + Masks.MASK
                + names(", CAST(a%1$d AS DOUBLE) AS a%1$d", folds) + " FROM (" + query.partials() + ")";
        if (keys == 0) { // one group: nothing to name
            return "SELECT 0, NULL, * FROM (" + partials + ")";
        }
        return "WITH __parts AS MATERIALIZED (" + partials + ") SELECT " + hash + ", count(*), NULL"
                + names(", NULL", folds) + names(", k%d", keys) + " FROM __parts GROUP BY "
                + names("k%d", keys, ", ") + " UNION ALL SELECT " + hash + ", NULL, " + Masks.MASK
                + names(", a%d", folds) + names(", NULL", keys) + " FROM __parts";
    }

    private static String names(String pattern, int count) {
        return names(pattern, count, "");
    }

    private static String names(String pattern, int count, String between) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(Locale.ROOT, pattern, i))
                .collect(Collectors.joining(between));
    }

    /// Reads what the statement gave, groups and parts in any order.
    ///
    /// @return whether every group had a hash of its own
    boolean read(ResultSet rows, int keyCount) throws SQLException {
        if (keyCount == 0) {
            groups.put(0L, 0);
            keys.add(List.of());
        }
        while (rows.next()) {
            long hash = rows.getLong(1);
            long mask = rows.getLong(KEYED);
            if (!rows.wasNull()) {
                part(hash, mask, rows);
            } else if (groups.putIfAbsent(hash, keys.size()) == null) {
                units.add(rows.getLong(2));
                keys.add(key(rows, keyCount));
            } else {
                return false;
            }
        }
        if (keyCount == 0) {
            units.add((long) size);
        }
        return true;
    }

    private void part(long hash, long mask, ResultSet rows) throws SQLException {
        int width = folds.size();
        if (size == hashes.length) {
            int more = Math.multiplyExact(size, 2);
            hashes = Arrays.copyOf(hashes, more);
            masks = Arrays.copyOf(masks, more);
            values = Arrays.copyOf(values, Math.multiplyExact(more, width));
        }
        hashes[size] = hash;
        masks[size] = mask;
        for (int a = 0; a < width; a++) {
            double value = rows.getDouble(KEYED + 1 + a);
            values[size * width + a] = value;
            missing.set(size * width + a, rows.wasNull()); // a missing number is read as NaN, which a sum may be too
        }
        size++;
    }

    private List<@Nullable Object> key(ResultSet rows, int keyCount) throws SQLException {
        List<@Nullable Object> key = new ArrayList<>();
        for (int k = 1; k <= keyCount; k++) {
            key.add(rows.getObject(KEYED + folds.size() + k));
        }
        return key;
    }

    /// Leaves out groups of fewer units.
    void dropBelow(long unitsMin) {
        List<List<@Nullable Object>> kept = new ArrayList<>();
        groups.replaceAll((hash, group) -> {
            if (units.get(group) < unitsMin) {
                return DROPPED;
            }
            kept.add(keys.get(group));
            return kept.size() - 1;
        });
        keys.clear();
        keys.addAll(kept);
    }

    /// The keys of each group.
    List<List<@Nullable Object>> keys() {
        return keys;
    }

    /// What the groups' units have in each world.
    WorldCounts counts() {
        WorldCounts counts = new WorldCounts(keys.size(), folds);
        int width = folds.size();
        for (int i = 0; i < size; i++) {
            Integer group = groups.get(hashes[i]);
            if (group == null) {
                throw new IllegalStateException("a row's group is not among the groups: this is a bug");
            }
            for (int a = 0; a < width && group != DROPPED; a++) {
                if (!missing.get(i * width + a)) {
                    counts.add(group, a, masks[i], values[i * width + a]);
                }
            }
        }
        return counts;
    }
}
