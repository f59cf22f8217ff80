package org.vitrail.privacy.accounting.filter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// An exact amount >= 0, in lowest terms. Example: `0.1` three times is exactly `3/10`.
///
/// @param numerator >= 0
/// @param denominator >= 1
public record Rational(BigInteger numerator, BigInteger denominator) implements Comparable<Rational> {
    /// Nothing.
    public static final Rational NOTHING = new Rational(BigInteger.ZERO, BigInteger.ONE);

    private static final int EXPONENT_MAX = 10_000;
    private static final MathContext UP = new MathContext(40, RoundingMode.CEILING);

    public Rational {
        if (denominator.signum() <= 0 || numerator.signum() < 0) {
            throw new IllegalArgumentException(
                    "amount must be >= 0 with a denominator >= 1, got " + numerator + "/" + denominator);
        }
        BigInteger shared = numerator.gcd(denominator);
        numerator = numerator.divide(shared);
        denominator = denominator.divide(shared);
    }

    /// Exactly the value of `amount`, which is finite and >= 0.
    public static Rational of(double amount) {
        if (!(amount >= 0 && amount <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("amount must be finite and >= 0, got " + amount);
        }
        return of(new BigDecimal(amount));
    }

    /// Exactly `amount`.
    public static Rational of(BigDecimal amount) {
        if (Math.abs((long) amount.scale()) > EXPONENT_MAX) {
            throw new IllegalArgumentException(
                    "amount must have an exponent of at most " + EXPONENT_MAX + ", got " + -(long) amount.scale());
        }
        return amount.scale() > 0
                ? new Rational(amount.unscaledValue(), BigInteger.TEN.pow(amount.scale()))
                : new Rational(amount.toBigIntegerExact(), BigInteger.ONE);
    }

    /// A decimal, `0.1` or `5e-4`, or a fraction, `3/10`.
    public static Rational parse(String text) {
        String[] parts = text.strip().split("/", -1);
        try {
            if (parts.length == 2) {
                return new Rational(new BigInteger(parts[0].strip()), new BigInteger(parts[1].strip()));
            }
            return of(new BigDecimal(text.strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("amount must be a decimal or a fraction, got '" + text + "'");
        }
    }

    /// The exact sum.
    public Rational plus(Rational other) {
        return new Rational(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    /// To that many digits.
    BigDecimal decimal(MathContext digits) {
        return new BigDecimal(numerator).divide(new BigDecimal(denominator), digits);
    }

    /// The smallest double that is not below; infinite above 1.8e308.
    public double roundedUp() {
        double near = decimal(UP).doubleValue();
        return near > Double.MAX_VALUE || of(near).compareTo(this) >= 0 ? near : Math.nextUp(near);
    }

    /// In units of 10^−`digits`, rounded up.
    public BigInteger unitsUp(int digits) {
        BigInteger[] parts = scaled(digits).divideAndRemainder(denominator);
        return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
    }

    /// In units of 10^−`digits`, rounded down.
    public BigInteger unitsDown(int digits) {
        return scaled(digits).divide(denominator);
    }

    private BigInteger scaled(int digits) {
        return numerator.multiply(BigInteger.TEN.pow(digits));
    }

    /// The larger of the two.
    public Rational max(Rational other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public int compareTo(Rational other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    /// `3/10`; whole numbers too: `1/1`.
    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
