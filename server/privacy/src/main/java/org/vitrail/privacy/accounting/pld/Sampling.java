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
    /// Loss of the sampled pair where the unsampled one has loss s.
    double loss(double unsampled) {
        return added
                ? -Math.log1p(probability * Math.expm1(-unsampled))
                : Math.log1p(probability * Math.expm1(unsampled));
    }

    /// The inverse of [#loss]; infinite outside its range.
    double unsampled(double loss) {
        double change = Math.expm1(added ? -loss : loss) / probability;
        double size = change > -1 ? Math.log1p(change) : Double.NEGATIVE_INFINITY;
        return added ? -size : size;
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
