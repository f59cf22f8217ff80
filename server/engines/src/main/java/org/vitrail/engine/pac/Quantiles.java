package org.vitrail.engine.pac;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.engine.pac.WorldQuery.Ordered;

/// Quantiles of each group in 64 worlds, and how far one unit can move them, from one walk over the rows in the order
/// of their values.
///
/// **How far** is smooth (smooth sensitivity; Nissim, Raskhodnikova, Smith 2007, section 3.1, with windows for a unit
/// of
/// several rows): with at most R rows of a unit, what j + 1 units that come or go can do to the quantile at place h of
/// n
/// values lies between the values at `floor(h - k)` and `ceil(h + k)`, `k = (j + 1) R max(p, 1 - p)`, and beyond the
/// values at the bounds. The largest over j of `e^(-slope j)` times that gap changes by a factor of `e^slope` at most
/// when one unit comes or goes: each window then lies within the next larger one.
final class Quantiles {
    private static final int WORLDS = WorldCounts.WORLDS;

    /// Places are exact numbers of such parts: rounded, a window could be one value off and not lie within the next.
    private static final int PART_BITS = 30;

    private static final long WHOLE = 1L << PART_BITS;

    private double[] values = new double[1024];
    private long[] masks = new long[1024];
    private int size;

    private Quantiles() {}

    /// Fills in each quantile and its reach; where a group has no values, both stay what they are.
    ///
    /// @param aggregates `[groups][worlds][aggregates]`
    /// @param slopes `[aggregates]` of each reach, > 0
    static void fill(Statement statement, WorldQuery.Private query, double[] slopes, double[][][] aggregates)
            throws SQLException {
        Map<String, List<Integer>> byText = new LinkedHashMap<>();
        for (int i = 0; i < query.ordered().size(); i++) {
            byText.computeIfAbsent(query.ordered().get(i).values(), _ -> new ArrayList<>())
                    .add(i);
        }
        for (Map.Entry<String, List<Integer>> same : byText.entrySet()) {
            Range range = query.ordered().get(same.getValue().getFirst()).range();
            try (ResultSet rows = statement.executeQuery(inOrder(same.getKey(), query.keys()))) {
                Quantiles group = new Quantiles();
                int at = -1;
                while (rows.next()) {
                    if (at >= 0 && rows.getInt(1) != at) {
                        group.finish(query, same.getValue(), slopes, aggregates[at]);
                    }
                    at = rows.getInt(1);
                    group.add(range.cut(rows.getDouble(3)), rows.getLong(2));
                }
                if (at >= 0) {
                    group.finish(query, same.getValue(), slopes, aggregates[at]);
                }
            }
        }
    }

    private static String inOrder(String values, int keys) {
        return "SELECT g, m, v FROM (SELECT k.g AS g, q." + Masks.MASK + " AS m, CAST(q.v AS DOUBLE) AS v FROM ("
                + values
                + ") q JOIN __keys k ON " + WorldRunner.sameKeys(keys) + ") WHERE m IS NOT NULL AND isfinite(v)"
                + " ORDER BY g, v";
    }

    private void add(double value, long mask) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            masks = Arrays.copyOf(masks, 2 * size);
        }
        values[size] = value;
        masks[size++] = mask;
    }

    private void finish(WorldQuery.Private query, List<Integer> wanted, double[] slopes, double[][] worlds) {
        double[] own = new double[size];
        for (int w = 0; w < WORLDS; w++) {
            int n = 0;
            for (int i = 0; i < size; i++) {
                own[n] = values[i];
                n += (int) (masks[i] >>> w & 1);
            }
            for (int which : wanted) {
                Ordered ordered = query.ordered().get(which);
                int slot = query.parts().size() + query.others() + 2 * which;
                worlds[w][slot] = quantile(own, n, ordered.fraction());
                worlds[w][slot + 1] = reach(own, n, ordered, slopes[slot + 1]);
            }
        }
        size = 0;
    }

    /// As DuckDB's `quantile_cont`: between the two values beside the place.
    ///
    /// @param sorted values in order, the first `n` of them
    /// @return NaN of none
    static double quantile(double[] sorted, int n, double fraction) {
        if (n == 0) {
            return Double.NaN;
        }
        long place = parts(fraction) * (n - 1);
        int below = (int) (place >> PART_BITS);
        double next = sorted[Math.min(below + 1, n - 1)];
        double share = (double) (place & (WHOLE - 1)) / WHOLE;
        return sorted[below] + share * (next - sorted[below]);
    }

    /// How far one unit can move it, smooth.
    ///
    /// @param sorted values in order, the first `n` of them, within the range
    static double reach(double[] sorted, int n, Ordered of, double slope) {
        double width = of.range().width();
        long fraction = parts(of.fraction());
        long place = fraction * (n - 1);
        long rows = (long) of.rows();
        long step = rows * Math.max(fraction, WHOLE - fraction);
        double reach = 0;
        boolean within = true; // whether a larger window would be another
        for (long j = 0; within && Math.exp(-slope * j) * width > reach; j++) {
            long below = Math.floorDiv(place - (j + 1) * step, WHOLE);
            long above = Math.ceilDiv(place + (j + 1) * step, WHOLE);
            within = below >= 0 || above <= n - 1;
            double low = below < 0 ? of.range().low() : sorted[(int) below];
            double high = above > n - 1 ? of.range().high() : sorted[(int) above];
            reach = Math.max(reach, Math.exp(-slope * j) * (high - low));
        }
        return reach;
    }

    private static long parts(double fraction) {
        return Math.round(fraction * WHOLE);
    }
}
