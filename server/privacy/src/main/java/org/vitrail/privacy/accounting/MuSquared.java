package org.vitrail.privacy.accounting;

import java.math.BigDecimal;
import java.math.BigInteger;

/// An amount of Gaussian differential privacy: μ² in units of 1e-12, an integer, so that sums are exact.
///
/// @param pico μ² · 10^12; >= 0
public record MuSquared(long pico) implements Comparable<MuSquared> {
    /// Nothing.
    public static final MuSquared ZERO = new MuSquared(0);

    public MuSquared {
        if (pico < 0) {
            throw new IllegalArgumentException("mu^2 must be >= 0, got " + pico + "e-12");
        }
    }

    /// The exact sum.
    public MuSquared plus(MuSquared other) {
        return new MuSquared(Math.addExact(pico, other.pico));
    }

    /// The exact difference.
    ///
    /// @throws IllegalArgumentException if `other` is larger
    public MuSquared minus(MuSquared other) {
        return new MuSquared(Math.subtractExact(pico, other.pico));
    }

    /// This amount `count` times.
    public MuSquared times(long count) {
        return new MuSquared(Math.multiplyExact(pico, count));
    }

    /// The share `parts / of` of this amount, rounded down.
    public MuSquared share(long parts, long of) {
        return new MuSquared(BigDecimal.valueOf(pico)
                .multiply(BigDecimal.valueOf(parts))
                .toBigInteger()
                .divide(BigInteger.valueOf(of))
                .longValueExact());
    }

    /// As a double, for display only.
    public double approximate() {
        return pico * 1e-12;
    }

    @Override
    public int compareTo(MuSquared other) {
        return Long.compare(pico, other.pico);
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(pico, 12).stripTrailingZeros().toPlainString();
    }
}
