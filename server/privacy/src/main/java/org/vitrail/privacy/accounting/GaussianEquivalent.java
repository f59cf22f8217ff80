package org.vitrail.privacy.accounting;

import java.math.BigDecimal;

/// What a pure or bounded-range guarantee amounts to in Gaussian differential privacy, rounded to the safe
/// side.
///
/// **Pure.** An ε-DP mechanism has a trade-off function above the two lines that meet at (p, p), p = 1/(1 +
/// e^ε). G_μ is convex with G_μ(0) = 1 and G_μ(1) = 0, so it lies below both lines as soon as G_μ(p) <= p, that
/// is Φ(−μ/2) <= p (Dong, Roth, Su 2022, Def. 2.4 and Prop. 2.4). So ε-DP is μ-GDP with μ = −2 Φ^-1(1/(1 +
/// e^ε)), and randomized response needs no less.
///
/// **Bounded range.** A loss of range at most ε is no worse than one of two values {t, t − ε}, for some t in
/// [0, ε] (Dong, Durfee, Rogers 2020). Its trade-off function has one kink (α, β), and logit(1 − α) − logit(β)
/// = ε for every t. With h = Φ^-1 ∘ logistic, μ = max over l of h(l + ε) − h(l) suffices. h is odd and concave
/// above 0 (ADR 0026), so the maximum is at l = −ε/2, which is the price of a *pure* guarantee of ε/2.
public final class GaussianEquivalent {
    /// An ε is counted in units of 1 / this.
    public static final long UNITS = 1L << 24;

    private static final BigDecimal OUTWARD = BigDecimal.ONE.add(new BigDecimal("1e-45"));
    private static final BigDecimal FAR = BigDecimal.valueOf(39); // Φ(−39) > e^-799
    private static final long EPSILON_MAX = 799;
    private static final long PICO_MAX = 4 * 39 * 39 * 1_000_000_000_000L;

    private GaussianEquivalent() {}

    /// The price of an ε-DP mechanism, rounded up.
    ///
    /// @param epsilon > 0, at most 700
    public static MuSquared ofPure(double epsilon) {
        if (!(epsilon > 0 && epsilon <= 700)) {
            throw new IllegalArgumentException("expected an epsilon above 0 and at most 700, got " + epsilon);
        }
        BigDecimal odds = oddsBelow(new BigDecimal(epsilon));
        long unsafe = 0;
        long safe = PICO_MAX;
        while (safe - unsafe > 1) {
            long middle = unsafe + (safe - unsafe) / 2;
            if (oddsAbove(new MuSquared(middle)).compareTo(odds) <= 0) {
                safe = middle;
            } else {
                unsafe = middle;
            }
        }
        return new MuSquared(safe);
    }

    /// The price of a mechanism whose privacy loss has range at most ε, such as the exponential mechanism of ε.
    ///
    /// @param epsilon > 0, at most 1400
    public static MuSquared ofBoundedRange(double epsilon) {
        return ofPure(epsilon / 2);
    }

    /// The largest ε, in units of 2^-24, such that an ε-DP mechanism costs at most `charge`. A mechanism of
    /// bounded range may have twice that range.
    ///
    /// @throws IllegalArgumentException if that is below one unit
    public static long pureEpsilon(MuSquared charge) {
        BigDecimal odds = oddsAbove(charge);
        long safe = 0;
        long unsafe = EPSILON_MAX * UNITS;
        while (unsafe - safe > 1) {
            long middle = safe + (unsafe - safe) / 2;
            BigDecimal epsilon = BigDecimal.valueOf(middle).divide(BigDecimal.valueOf(UNITS));
            if (odds.compareTo(oddsBelow(epsilon)) <= 0) {
                safe = middle;
            } else {
                unsafe = middle;
            }
        }
        if (safe == 0) {
            throw new IllegalArgumentException(
                    "expected a charge that buys an epsilon of at least 2^-24, got mu^2 " + charge);
        }
        return safe;
    }

    /// Upper bound of Φ(−μ/2) / Φ(μ/2); for μ > 78 that of μ = 78.
    private static BigDecimal oddsAbove(MuSquared amount) {
        BigDecimal mu = BigDecimal.valueOf(amount.pico(), 12).sqrt(NormalTail.DIGITS);
        BigDecimal half = mu.divide(BigDecimal.valueOf(2), NormalTail.DIGITS).min(FAR);
        BigDecimal tail = NormalTail.density(half)
                .multiply(OUTWARD)
                .multiply(NormalTail.mills(half).upper());
        return tail.divide(BigDecimal.ONE.subtract(tail), NormalTail.DIGITS).multiply(OUTWARD);
    }

    /// Lower bound of p / (1 − p) = e^(−ε).
    private static BigDecimal oddsBelow(BigDecimal epsilon) {
        return NormalTail.expMinus(epsilon).divide(OUTWARD, NormalTail.DIGITS);
    }
}
