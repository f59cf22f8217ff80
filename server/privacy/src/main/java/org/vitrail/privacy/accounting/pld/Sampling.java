package org.vitrail.privacy.accounting.pld;

/// What Poisson sampling does to a symmetric pair (with, without), seen in one direction: removal compares
/// (1 − q) without + q with to without; addition compares with, mirrored, to (1 − q) with + q without (Zhu, Dong, Wang
/// 2022, Thm 11).
///
/// Losses s of the unsampled pair and losses of the sampled one increase together.
///
/// @param probability q, in (0, 1]
/// @param added the direction
record Sampling(double probability, boolean added) {
    private static final double LARGE = 30;

    /// Loss of the sampled pair where the unsampled one has loss s.
    double loss(double unsampled) {
        return added ? -mixed(-unsampled) : mixed(unsampled);
    }

    /// log(1 − q + q e^s), by the form that neither cancels nor overflows.
    private double mixed(double s) {
        if (probability == 1) {
            return s;
        }
        if (s > LARGE) {
            return s + Math.log(probability + (1 - probability) * Math.exp(-s));
        }
        double change = probability * Math.expm1(s);
        return change > -0.5 ? Math.log1p(change) : Math.log(1 - probability + probability * Math.exp(s));
    }

    /// The inverse of [#loss]; infinite outside its range.
    double unsampled(double loss) {
        return added ? -unmixed(-loss) : unmixed(loss);
    }

    private double unmixed(double loss) {
        if (probability == 1) {
            return loss;
        }
        if (loss > LARGE) {
            return loss + Math.log((1 - (1 - probability) * Math.exp(-loss)) / probability);
        }
        double change = Math.expm1(loss) / probability;
        return change > -1 ? Math.log1p(change) : Double.NEGATIVE_INFINITY;
    }

    /// Mass under P.
    double mass(double with, double without) {
        return added ? with : (1 - probability) * without + probability * with;
    }

    /// Mass under Q.
    double other(double with, double without) {
        return added ? (1 - probability) * with + probability * without : without;
    }
}
