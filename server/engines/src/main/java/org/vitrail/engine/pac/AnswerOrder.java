package org.vitrail.engine.pac;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the rows of a noisy answer are sorted and cut off: as DuckDB would, missing values last unless the query says
/// otherwise.
///
/// @param by the first decides, then the next
/// @param offset rows left out at the beginning
/// @param limit most rows
record AnswerOrder(List<By> by, long offset, long limit) {
    AnswerOrder {
        by = List.copyOf(by);
    }

    /// @param column of the answer, from 0
    record By(int column, boolean descending, boolean missingFirst) {}

    /// The rows in that order.
    List<List<@Nullable Object>> of(List<List<@Nullable Object>> rows) {
        return rows.stream().sorted(this::compare).skip(offset).limit(limit).toList();
    }

    private int compare(List<@Nullable Object> a, List<@Nullable Object> b) {
        for (By next : by) {
            Object left = a.get(next.column());
            Object right = b.get(next.column());
            int order;
            if (left != null && right != null) {
                order = next.descending() ? values(right, left) : values(left, right);
            } else {
                order = Boolean.compare(left == null, right == null) * (next.missingFirst() ? -1 : 1);
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int values(Object a, Object b) {
        if (a instanceof Number left && b instanceof Number right) {
            return numbers(left, right);
        }
        // Texts by code points, not by halves of them; dates and times read like numbers.
        return Arrays.compareUnsigned(a.toString().getBytes(UTF_8), b.toString().getBytes(UTF_8));
    }

    private static int numbers(Number a, Number b) {
        double left = a.doubleValue();
        double right = b.doubleValue();
        boolean exact = Double.isFinite(left) && Double.isFinite(right);
        return exact
                ? new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()))
                : Double.compare(left, right);
    }
}
