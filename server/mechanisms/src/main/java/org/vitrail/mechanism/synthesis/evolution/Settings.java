package org.vitrail.mechanism.synthesis.evolution;

/// Fixed settings of the engine; never tuned on private rows (found on the public sets of server/adr/0030).
///
/// @param histograms T: how many histograms of votes are released
/// @param countParts share of μ² for label counts, in 1/1000
/// @param marginalParts share of μ² for one-way marginals, in 1/1000
/// @param rateFirst size of the first step of the walk, as a share of the range
/// @param rateLast size of the last step
/// @param gamma how fast the steps shrink
/// @param lambda distance between unequal categories
/// @param votesPerBin wanted votes per candidate, in standard deviations of the noise
/// @param particles particles for each label
/// @param strength weight of the prior in a [Fit], in cells
record Settings(
        int histograms,
        int countParts,
        int marginalParts,
        double rateFirst,
        double rateLast,
        double gamma,
        float lambda,
        double votesPerBin,
        int particles,
        double strength) {
    static final Settings DEFAULT = new Settings(16, 10, 300, 0.3, 0.02, 0.5, 1f / 3, 2.0, 3000, 0.25);

    /// The walk's rate before histogram `t` of 1 to T; the last is exactly `rateLast`.
    double rate(int t) {
        double done = histograms == 1 ? 1 : (t - 1) / (double) (histograms - 1);
        return rateFirst - (rateFirst - rateLast) * Math.pow(done, gamma);
    }
}
