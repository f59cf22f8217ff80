package org.vitrail.mechanism.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// At most 66 intervals of one round decimal width (1, 2 or 5 times a power of ten) that cover a released
/// range.
final class StepGrid implements Grid {
    private static final int INTERVALS = 64;

    private final BigDecimal step;
    private final BigDecimal first; // in steps
    private final int size;
    private final boolean whole;
    private final double start;
    private final double width;

    /// @param least of the range; finite
    /// @param most of the range; finite, >= `least`
    StepGrid(double least, double most, boolean whole) {
        this.whole = whole;
        BigDecimal low = new BigDecimal(least);
        BigDecimal high = new BigDecimal(most);
        step = step(high.subtract(low).divide(BigDecimal.valueOf(INTERVALS)), whole);
        first = low.divide(step, 0, RoundingMode.FLOOR);
        BigDecimal last = high.divide(step, 0, RoundingMode.FLOOR);
        size = last.subtract(first).intValueExact() + 1;
        start = first.multiply(step).doubleValue();
        width = step.doubleValue();
    }

    /// The least round width that is not below `wanted`.
    private static BigDecimal step(BigDecimal wanted, boolean whole) {
        BigDecimal decade = whole || wanted.signum() == 0
                ? BigDecimal.ONE
                : BigDecimal.ONE.scaleByPowerOfTen(wanted.precision() - wanted.scale() - 1);
        while (true) {
            for (int times : new int[] {1, 2, 5}) {
                BigDecimal step = decade.multiply(BigDecimal.valueOf(times));
                if (step.compareTo(wanted) >= 0) {
                    return step;
                }
            }
            decade = decade.scaleByPowerOfTen(1);
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int cell(double number) {
        double at = Math.floor((number - start) / width);
        return at >= 0 && at < size ? (int) at : -1;
    }

    @Override
    public double lower(int cell) {
        return edge(cell).doubleValue();
    }

    @Override
    public double upper(int cell) {
        BigDecimal edge = edge(cell + 1);
        return (whole ? edge.subtract(BigDecimal.ONE) : edge).doubleValue();
    }

    private BigDecimal edge(int cell) {
        return first.add(BigDecimal.valueOf(cell)).multiply(step);
    }
}
