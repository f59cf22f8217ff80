package org.vitrail.privacy.accounting;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// From which noisy count on a key that nobody listed beforehand may be released.
public final class KeyThreshold {
    private static final BigDecimal LARGEST = BigDecimal.valueOf(40); // Q(40) < 1e-350
    private static final BigDecimal OUTWARD = BigDecimal.ONE.add(new BigDecimal("1e-45"));
    private static final BigDecimal ONE_AND_A_HALF = new BigDecimal("1.5");

    private KeyThreshold() {}

    /// The smallest t with P(round(1 + N(0, deviation²)) >= t) <= delta: a key that one unit alone holds
    /// passes t with at most that probability. As 1 + N rounds to t or more exactly if N >= t − 3/2, this
    /// is Q((t − 3/2) / deviation) <= delta, decided in 70 digits with the upper bound of Q.
    ///
    /// @param deviation > 0, below 2^52
    /// @param delta in [1e-300, 1)
    /// @return >= 2
    public static long of(double deviation, double delta) {
        if (!(deviation > 0 && deviation < 0x1p52)) {
            throw new IllegalArgumentException("expected a deviation above 0 and below 2^52, got " + deviation);
        }
        if (!(delta >= 1e-300 && delta < 1)) {
            throw new IllegalArgumentException("expected a delta in [1e-300, 1), got " + delta);
        }
        BigDecimal exactDeviation = new BigDecimal(deviation);
        BigDecimal exactDelta = new BigDecimal(delta);
        long unsafe = 1;
        long safe = (long) (38 * deviation) + 3; // Q(38) < 1e-300
        while (safe - unsafe > 1) {
            long middle = unsafe + (safe - unsafe) / 2;
            if (suffices(middle, exactDeviation, exactDelta)) {
                safe = middle;
            } else {
                unsafe = middle;
            }
        }
        return safe;
    }

    /// For a threshold of at least 2, so that the argument of Q is positive.
    private static boolean suffices(long threshold, BigDecimal deviation, BigDecimal delta) {
        BigDecimal x = BigDecimal.valueOf(threshold)
                .subtract(ONE_AND_A_HALF)
                .divide(deviation, NormalTail.DIGITS)
                .setScale(60, RoundingMode.DOWN);
        if (x.compareTo(LARGEST) > 0) {
            return true;
        }
        return NormalTail.density(x)
                        .multiply(OUTWARD)
                        .multiply(NormalTail.mills(x).upper())
                        .compareTo(delta)
                <= 0;
    }
}
