package org.vitrail.privacy.accounting;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.vitrail.privacy.accounting.numeric.SafeEnd;

/// Gaussian differential privacy: conversion between μ², (ε, δ) and noise, rounded to the safe side.
///
/// A total of μ² is the sum over measurements of squaredSensitivity / deviation² (Dong, Roth, Su 2022, Cor.
/// 3.3). Every ε and δ given here is at least the true one, every cap at most, every deviation and charge at
/// least. Decisions are made in exact or bounded arithmetic; doubles are only arguments and outwardly rounded
/// results.
public final class GaussianAccountant {
    private static final BigDecimal PICO = BigDecimal.ONE.scaleByPowerOfTen(-12);
    private static final BigDecimal FAR = BigDecimal.valueOf(40); // φ(40) < 1e-347, below the smallest double
    private static final BigDecimal OUTWARD = BigDecimal.ONE.add(new BigDecimal("1e-45"));
    private static final double TIGHT = 1e-12;
    private static final double TINY_EPSILON = 1e-18;
    private static final MathContext UP = new MathContext(70, RoundingMode.CEILING);

    private GaussianAccountant() {}

    /// Upper bound of δ at `epsilon` for a total of `total` (Balle and Wang 2018, Thm 8): δ = Φ(μ/2 − ε/μ) −
    /// e^ε Φ(−μ/2 − ε/μ).
    ///
    /// With a = ε/μ − μ/2 and b = ε/μ + μ/2, e^ε φ(b) = φ(a), so δ = φ(a) (R(a) − R(b)) for the Mills ratio R;
    /// for a < 0, δ = 1 − φ(a) (R(−a) + R(b)). Within 1e-15 of the truth, relatively, wherever δ > 1e-300.
    ///
    /// @param epsilon >= 0, finite
    /// @return in [0, 1]
    public static double delta(double epsilon, MuSquared total) {
        return delta(epsilon, exact(total));
    }

    /// [#delta(double, MuSquared)] for any μ², such as one of [#muSquared].
    ///
    /// @param muSquared >= 0
    public static double delta(double epsilon, BigDecimal muSquared) {
        if (!(epsilon >= 0 && epsilon <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("expected a finite epsilon >= 0, got " + epsilon);
        }
        if (muSquared.signum() == 0) {
            return 0;
        }
        BigDecimal mu = muSquared.sqrt(NormalTail.DIGITS);
        BigDecimal ratio = new BigDecimal(epsilon).divide(mu, NormalTail.DIGITS);
        BigDecimal half = mu.divide(BigDecimal.valueOf(2), NormalTail.DIGITS);
        BigDecimal a = ratio.subtract(half, NormalTail.DIGITS);
        BigDecimal b = ratio.add(half, NormalTail.DIGITS);
        if (a.compareTo(FAR) > 0) {
            return Double.MIN_VALUE;
        }
        if (a.negate().compareTo(FAR) > 0) {
            return 1;
        }
        BigDecimal density = NormalTail.density(a);
        NormalTail.Bounds near = NormalTail.mills(a.abs());
        NormalTail.Bounds far = NormalTail.mills(b);
        BigDecimal bound = a.signum() >= 0
                ? density.multiply(OUTWARD).multiply(near.upper().subtract(far.lower()))
                : BigDecimal.ONE.subtract(density.divide(OUTWARD, NormalTail.DIGITS)
                        .multiply(near.lower().add(far.lower())));
        return Math.min(1, roundedUp(bound));
    }

    /// Upper bound of ε at `delta` for a total of `total`: the safe end of a bisection with [#delta], within
    /// 1e-12 relatively or 1e-18 absolutely.
    ///
    /// @param delta in (0, 1)
    /// @return >= 0; 0 if `total` is zero
    public static double epsilon(double delta, MuSquared total) {
        return epsilon(delta, exact(total));
    }

    /// [#epsilon(double, MuSquared)] for any μ², such as one of [#muSquared].
    ///
    /// @param total μ²; >= 0
    public static double epsilon(double delta, BigDecimal total) {
        checkDelta(delta);
        if (delta(0, total) <= delta) {
            return 0;
        }
        double safe = 1;
        while (delta(safe, total) > delta) {
            safe *= 2;
        }
        double unsafe = safe / 2;
        while (delta(unsafe, total) <= delta) {
            safe = unsafe;
            unsafe /= 2;
            if (safe < TINY_EPSILON) {
                return safe;
            }
        }
        return SafeEnd.of(x -> gap(x, total, delta), unsafe, safe, TIGHT);
    }

    /// log of δ at `epsilon` less log of `delta`; exactly 0 or less if δ is at most `delta`.
    private static double gap(double epsilon, BigDecimal muSquared, double delta) {
        double at = delta(epsilon, muSquared);
        double gap = Math.log(at / delta);
        return at <= delta ? Math.min(gap, 0) : Math.max(gap, Double.MIN_NORMAL);
    }

    /// The largest amount whose δ at `epsilon` is at most `delta`, rounded down to a multiple of 1e-12.
    ///
    /// @param epsilon > 0, finite
    /// @param delta in (0, 1)
    public static MuSquared cap(double epsilon, double delta) {
        checkDelta(delta);
        long safe = 0;
        long unsafe = 1;
        while (delta(epsilon, new MuSquared(unsafe)) <= delta) {
            safe = unsafe;
            if (unsafe == Long.MAX_VALUE) {
                return new MuSquared(unsafe);
            }
            unsafe = unsafe > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * unsafe;
        }
        while (unsafe - safe > 1) {
            long middle = safe + (unsafe - safe) / 2;
            if (delta(epsilon, new MuSquared(middle)) <= delta) {
                safe = middle;
            } else {
                unsafe = middle;
            }
        }
        return new MuSquared(safe);
    }

    /// The smallest double not below sqrt(squaredSensitivity / charge).
    ///
    /// @param squaredSensitivity square of the L2 sensitivity; >= 1
    /// @param charge > 0
    public static double standardDeviation(long squaredSensitivity, MuSquared charge) {
        checkSensitivity(squaredSensitivity);
        if (charge.pico() == 0) {
            throw new IllegalArgumentException("expected a charge > 0: no finite noise makes a measurement free");
        }
        BigDecimal square = BigDecimal.valueOf(squaredSensitivity);
        BigDecimal mu2 = exact(charge);
        double deviation = Math.sqrt(squaredSensitivity / (charge.pico() * 1e-12)); // a guess, corrected below
        while (suffices(Math.nextDown(deviation), square, mu2)) {
            deviation = Math.nextDown(deviation);
        }
        while (!suffices(deviation, square, mu2)) {
            deviation = Math.nextUp(deviation);
        }
        return deviation;
    }

    /// What a measurement costs: squaredSensitivity / deviation², rounded up to a multiple of 1e-12.
    ///
    /// @param squaredSensitivity square of the L2 sensitivity; >= 1
    /// @param deviation standard deviation of the noise; > 0, finite
    /// @throws ArithmeticException if that is above 9.2e6, where it protects nothing
    public static MuSquared charge(long squaredSensitivity, double deviation) {
        checkSensitivity(squaredSensitivity);
        if (!(deviation > 0 && deviation <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("expected a finite deviation > 0, got " + deviation);
        }
        BigDecimal exact = new BigDecimal(deviation);
        BigInteger[] fraction =
                integers(BigDecimal.valueOf(squaredSensitivity).scaleByPowerOfTen(12), exact.multiply(exact));
        BigInteger[] parts = fraction[0].divideAndRemainder(fraction[1]);
        BigInteger up = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
        return new MuSquared(up.longValueExact());
    }

    /// What a measurement of sensitivity 1 costs, rounded up: [#charge(long, double)] with the noise
    /// multiplier.
    public static MuSquared charge(double noiseMultiplier) {
        return charge(1, noiseMultiplier);
    }

    /// (sensitivity / deviation)² · count in 70 digits, rounded up: for sums that the 1e-12 of [MuSquared] would
    /// blur. One use of N(0, 4²) on a query of sensitivity 1 is 0.0625.
    ///
    /// @param noiseMultiplier standard deviation / L2 sensitivity; finite, > 0
    /// @param count >= 0
    public static BigDecimal muSquared(double noiseMultiplier, long count) {
        Require.positive("noiseMultiplier", noiseMultiplier);
        Require.atLeast("count", count, 0);
        BigDecimal exact = new BigDecimal(noiseMultiplier);
        return BigDecimal.valueOf(count).divide(exact.multiply(exact), UP);
    }

    /// The smallest noise multiplier, within 1e-13 relatively, whose one use is (`epsilon`, `delta`)-DP: the safe
    /// end
    /// of a bisection with [#delta].
    ///
    /// @param epsilon >= 0, finite
    /// @param delta in (0, 1)
    public static double noiseMultiplier(double epsilon, double delta) {
        checkDelta(delta);
        double safe = 1;
        while (delta(epsilon, muSquared(safe, 1)) > delta) {
            safe *= 2;
        }
        double unsafe = safe / 2;
        while (delta(epsilon, muSquared(unsafe, 1)) <= delta) {
            safe = unsafe;
            unsafe /= 2;
        }
        return SafeEnd.of(x -> gap(epsilon, muSquared(x, 1), delta), unsafe, safe, TIGHT / 10);
    }

    private static BigDecimal exact(MuSquared amount) {
        return BigDecimal.valueOf(amount.pico()).multiply(PICO);
    }

    private static boolean suffices(double deviation, BigDecimal square, BigDecimal mu2) {
        BigDecimal exact = new BigDecimal(deviation);
        return exact.multiply(exact).multiply(mu2).compareTo(square) >= 0;
    }

    /// The two numbers as integers in the same ratio.
    private static BigInteger[] integers(BigDecimal above, BigDecimal below) {
        int scale = Math.max(0, Math.max(above.scale(), below.scale()));
        return new BigInteger[] {
            above.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue(),
            below.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue()
        };
    }

    private static double roundedUp(BigDecimal value) {
        double nearest = value.doubleValue();
        return new BigDecimal(nearest).compareTo(value) < 0 ? Math.nextUp(nearest) : nearest;
    }

    private static void checkDelta(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("expected a delta between 0 and 1, got " + delta);
        }
    }

    private static void checkSensitivity(long squaredSensitivity) {
        if (squaredSensitivity < 1) {
            throw new IllegalArgumentException("expected a squared sensitivity >= 1, got " + squaredSensitivity);
        }
    }
}
