package org.vitrail.privacy.accounting.composition;

import org.vitrail.privacy.accounting.Require;
import org.vitrail.privacy.accounting.numeric.Binomial;
import org.vitrail.privacy.accounting.numeric.LogSum;
import org.vitrail.privacy.accounting.numeric.Outward;
import org.vitrail.privacy.accounting.numeric.SafeEnd;

/// The exact cost of the worst composition of `count` mechanisms that are all (ε, δ)-DP (Kairouz, Oh, Viswanath
/// 2015,
/// Thm 3.3). A sum of about 10 sqrt(count) terms.
///
/// With p = 1/(1 + e^ε) and B(j) the binomial law of `count` and p, the total at ε' is
/// 1 − (1 − δ)^count (1 − Σ over j with (count − 2j)ε > ε' of B(j) (1 − e^(ε' − (count − 2j)ε))).
public final class OptimalComposition {
    private static final double TIGHT = 1e-13;
    private static final double LEAST = 1e-18;
    private static final double NEGLIGIBLE = -45; // e^-45 is below half a unit in the last place

    private final EpsilonDelta one;
    private final long count;

    /// The largest count that is worth the wait.
    public static final long COUNT_MAX = 100_000_000_000L;

    /// @param count in [1, 1e11]
    public OptimalComposition(EpsilonDelta one, long count) {
        Require.atLeast("count", count, 1);
        if (count > COUNT_MAX) {
            throw new IllegalArgumentException("count must be <= " + COUNT_MAX + ", got " + count);
        }
        this.one = one;
        this.count = count;
    }

    /// Upper bound of δ at `epsilon`, within 1e-11 relatively while count · ε < 1e4.
    ///
    /// @param epsilon >= 0
    public double delta(double epsilon) {
        double pure = pureDelta(epsilon);
        if (one.delta() == 0) {
            return pure;
        }
        if (one.delta() == 1) {
            return 1;
        }
        double kept = count * Math.log1p(-one.delta());
        double failed = Outward.up(-Math.expm1(kept), 6);
        return Math.min(1, Outward.up(failed + Math.exp(kept) * pure, 6));
    }

    /// Upper bound of ε: the safe end of a bisection with [#delta].
    ///
    /// @param delta in [0, 1)
    /// @return infinite if the mechanisms fail more often than `delta`
    public double epsilon(double delta) {
        double most = Outward.times(count, one.epsilon());
        if (delta(most) > delta) {
            return Double.POSITIVE_INFINITY;
        }
        if (delta(0) <= delta) {
            return 0;
        }
        double safe = Math.min(most, ZcdpAccountant.epsilon(count * one.epsilon() * one.epsilon() / 2, delta));
        if (delta(safe) > delta) {
            safe = most; // the mechanisms fail with a δ of their own
        }
        double unsafe = safe / 2;
        while (delta(unsafe) <= delta) {
            safe = unsafe;
            unsafe /= 2;
            if (safe < LEAST) {
                return safe;
            }
        }
        return SafeEnd.of(x -> gap(x, delta), unsafe, safe, TIGHT);
    }

    private double gap(double epsilon, double delta) {
        double at = delta(epsilon);
        double gap = Math.log(at / delta);
        return at <= delta ? Math.min(gap, 0) : Math.max(gap, Double.MIN_NORMAL);
    }

    private double pureDelta(double epsilon) {
        double e = one.epsilon();
        double likely = 1 / (1 + Math.exp(-e));
        double unlikely = Math.exp(-e) / (1 + Math.exp(-e));
        if (unlikely == 0) {
            return epsilon >= count * e ? 0 : 1; // ε above 745: nothing is hidden
        }
        double half = (count - epsilon / e) / 2;
        if (!(half > 0)) {
            return 0;
        }
        LogSum sum = new LogSum();
        long top = Math.min(count, (long) Math.ceil(half));
        double best = Double.NEGATIVE_INFINITY;
        double before = Double.NEGATIVE_INFINITY;
        double size = 1;
        // Terms are log-concave in j, so behind the largest one each is below the ratio of the last two times the one
        // before it; the walk ends when a geometric series of that ratio is negligible.
        for (long j = top; j >= 0; j--) {
            double gap = (count - 2.0 * j) * e - epsilon;
            double term = gap > 0
                    ? Binomial.log(count, j, unlikely, likely) + LogSum.log1mExp(gap)
                    : Double.NEGATIVE_INFINITY;
            sum.add(term);
            size = Math.max(size, Math.abs(term) < 1000 ? Math.abs(term) : 1);
            double fall = term - before;
            if (fall < 0 && term - Math.log(-Math.expm1(fall)) < best + NEGLIGIBLE) {
                break;
            }
            best = Math.max(best, term);
            before = term;
        }
        // the rounding of (count − 2j)ε − ε' and of the weights; each is relative to its own size
        double gapError = 4 * (Math.abs(epsilon) + 1) * 0x1p-52;
        double log = sum.log() + size * 0x1p-48 + Binomial.ERROR + 1e-13 + gapError;
        return Math.min(1, Outward.up(Math.exp(log), 4) + Double.MIN_VALUE);
    }
}
