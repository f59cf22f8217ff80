package org.vitrail.privacy.ledger;

import java.math.BigInteger;

/// An exact rational, for the model only.
record Fraction(BigInteger over, BigInteger under) implements Comparable<Fraction> {
    static final Fraction ZERO = of(0, 1);

    Fraction {
        if (under.signum() <= 0) {
            throw new IllegalArgumentException("expected a positive denominator, got " + under);
        }
    }

    static Fraction of(long over, long under) {
        return new Fraction(BigInteger.valueOf(over), BigInteger.valueOf(under));
    }

    Fraction plus(Fraction other) {
        return under.equals(other.under)
                ? new Fraction(over.add(other.over), under)
                : new Fraction(over.multiply(other.under).add(other.over.multiply(under)), under.multiply(other.under));
    }

    Fraction minus(Fraction other) {
        return plus(new Fraction(other.over.negate(), other.under));
    }

    /// The smallest integer that is at least this many units of 1 / `perOne`.
    long up(long perOne) {
        BigInteger[] parts = over.multiply(BigInteger.valueOf(perOne)).divideAndRemainder(under);
        return parts[0].add(BigInteger.valueOf(parts[1].signum() > 0 ? 1 : 0)).longValueExact();
    }

    /// The largest integer that is at most this many units of 1 / `perOne`.
    long down(long perOne) {
        return over.multiply(BigInteger.valueOf(perOne)).divide(under).longValueExact();
    }

    double approximate() {
        return over.doubleValue() / under.doubleValue();
    }

    @Override
    public int compareTo(Fraction other) {
        return over.multiply(other.under).compareTo(other.over.multiply(under));
    }
}
