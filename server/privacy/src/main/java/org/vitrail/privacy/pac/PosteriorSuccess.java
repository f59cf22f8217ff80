package org.vitrail.privacy.pac;

import java.math.BigDecimal;

/// What an amount of mutual information lets an adversary achieve, and back: for every criterion of success at
/// once,
///
/// `KL(Bern(p*) || Bern(p0)) <= I`, in natural logarithms (Xiao, Devadas 2023, Theorem 1 with f = KL),
///
/// where p0 is the best success without any answer and p* the best with all of them. Success is an average over
/// the secret, not a bound for each answer.
public final class PosteriorSuccess {
    /// Absolute error of [#divergence]: each of its two terms is at most 1022 ln 2 and a product of three roundings.
    private static final double ERROR = 0x1p-50;

    private static final double EVEN = 0.5;

    private PosteriorSuccess() {}

    /// An upper bound of p* after `information`, the largest p that the inequality allows, rounded up; 1 if it
    /// allows certainty.
    ///
    /// @param prior p0, in (0, 1)
    public static double bound(Nats information, double prior) {
        checkPrior(prior);
        double allowed = information.roundedUp();
        double low = prior;
        double high = 1;
        if (divergence(high, prior) - error(prior) <= allowed) {
            return 1;
        }
        while (true) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                return high;
            }
            if (divergence(middle, prior) - error(prior) > allowed) {
                high = middle;
            } else {
                low = middle;
            }
        }
    }

    /// [#bound] from an even prior: membership of any unit in the secret half.
    public static double bound(Nats information) {
        return bound(information, EVEN);
    }

    /// The largest amount of information after which success is at most `success`, rounded down.
    ///
    /// @param success p*, in (prior, 1)
    /// @param prior p0, in (0, 1)
    public static Nats allowing(double success, double prior) {
        checkPrior(prior);
        if (!(success > prior && success < 1)) {
            throw new IllegalArgumentException("expected a posterior success above the prior " + prior
                    + " and below 1, got " + success + ": the prior is what an adversary has without any answer");
        }
        double nats = Math.max(0, divergence(success, prior) - error(prior));
        return Nats.atMost(new BigDecimal(nats));
    }

    /// How many answers of `each` an amount pays for.
    public static long answers(Nats in, Nats each) {
        if (each.femto() == 0) {
            throw new IllegalArgumentException("expected an amount > 0 for each answer, got 0");
        }
        return in.femto() / each.femto();
    }

    /// KL(Bern(p) || Bern(prior)) in nats.
    ///
    /// @param p in [prior, 1]
    static double divergence(double p, double prior) {
        double up = p - prior;
        double first = p * Math.log1p(up / prior);
        return p == 1 ? first : first + (1 - p) * Math.log1p(-up / (1 - prior));
    }

    private static double error(double prior) {
        return ERROR * (1 - Math.log(prior));
    }

    private static void checkPrior(double prior) {
        if (!(prior > 0 && prior < 1)) {
            throw new IllegalArgumentException("expected a prior success in (0, 1), got " + prior);
        }
    }
}
