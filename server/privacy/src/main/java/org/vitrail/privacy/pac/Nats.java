package org.vitrail.privacy.pac;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// An amount of mutual information between the secret world and what was released, in units of 1e-15 nat: an
/// integer, so that sums are exact. It is no amount of differential privacy and has no conversion to one.
///
/// @param femto nats · 10^15; >= 0
public record Nats(long femto) implements Comparable<Nats> {
    /// Nothing.
    public static final Nats NONE = new Nats(0);

    private static final int PLACES = 15;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE, PLACES);
    /// Less is rounded as this is.
    private static final BigDecimal TRIFLE = BigDecimal.valueOf(1, 2 * PLACES);

    public Nats {
        if (femto < 0) {
            throw new IllegalArgumentException("expected an amount of nats >= 0, got " + femto + "e-15");
        }
    }

    /// The largest amount not above `nats`, for what a user allows.
    ///
    /// @throws IllegalArgumentException if negative or 9223 nats and more
    public static Nats atMost(BigDecimal nats) {
        return rounded(nats, RoundingMode.FLOOR);
    }

    /// The smallest amount not below `nats`, for what is charged.
    ///
    /// @throws IllegalArgumentException if negative or 9223 nats and more
    public static Nats atLeast(BigDecimal nats) {
        return rounded(nats, RoundingMode.CEILING);
    }

    /// `numerator / denominator`, rounded down.
    ///
    /// @param denominator >= 1
    public static Nats ofFraction(long numerator, long denominator) {
        if (denominator < 1) {
            throw new IllegalArgumentException("expected a denominator >= 1, got " + denominator);
        }
        BigDecimal scaled = BigDecimal.valueOf(numerator).scaleByPowerOfTen(PLACES);
        return atMost(scaled.divide(BigDecimal.valueOf(denominator), 0, RoundingMode.FLOOR)
                .scaleByPowerOfTen(-PLACES));
    }

    private static Nats rounded(BigDecimal nats, RoundingMode mode) {
        if (nats.signum() < 0 || nats.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException(
                    "expected an amount of 0 to 9223 nats, got " + nats.round(new MathContext(6)));
        }
        BigDecimal some = nats.signum() > 0 ? nats.max(TRIFLE) : nats; // exponents may be of any size
        BigDecimal units = some.scaleByPowerOfTen(PLACES).setScale(0, mode);
        return new Nats(units.longValueExact());
    }

    /// The exact sum.
    public Nats plus(Nats other) {
        return new Nats(Math.addExact(femto, other.femto));
    }

    /// The exact difference.
    ///
    /// @throws IllegalArgumentException if `other` is larger
    public Nats minus(Nats other) {
        return new Nats(Math.subtractExact(femto, other.femto));
    }

    /// This amount `count` times, as adaptive answers add up.
    public Nats times(long count) {
        return new Nats(Math.multiplyExact(femto, count));
    }

    /// The amount in nats, exactly.
    public BigDecimal exact() {
        return BigDecimal.valueOf(femto, PLACES);
    }

    /// A double not above the amount: what noise is sized from.
    public double roundedDown() {
        return femto == 0 ? 0 : Math.nextDown(exact().doubleValue());
    }

    /// A double not below the amount: what a bound is computed from.
    public double roundedUp() {
        return femto == 0 ? 0 : Math.nextUp(exact().doubleValue());
    }

    @Override
    public int compareTo(Nats other) {
        return Long.compare(femto, other.femto);
    }

    /// In nats, to seven digits, rounded up.
    @Override
    public String toString() {
        return exact().round(new MathContext(7, RoundingMode.CEILING))
                        .stripTrailingZeros()
                        .toPlainString()
                + " nats";
    }
}
