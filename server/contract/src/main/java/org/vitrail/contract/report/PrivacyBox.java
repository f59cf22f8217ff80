package org.vitrail.contract.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.Receipt;

/// What the release promises, in the words a reader needs beside its figures.
///
/// @param unit whom it protects
/// @param neighbours the neighbouring relation
/// @param epsilon upper bound of ε; empty: no guarantee
/// @param delta the δ at which it holds; empty: no guarantee
/// @param muSquaredPico the charge: μ² of Gaussian differential privacy in units of 1e-12; empty: no guarantee
/// @param mechanism with author and year
/// @param noise what noise was added to what, with its standard deviation
/// @param noiseSource where the noise comes from
/// @param assumedPublic what the guarantee takes as public
/// @param releaseId names the release
/// @param facts further public figures of the run
public record PrivacyBox(
        String unit,
        String neighbours,
        Optional<Double> epsilon,
        Optional<Double> delta,
        Optional<Long> muSquaredPico,
        String mechanism,
        List<String> noise,
        String noiseSource,
        List<String> assumedPublic,
        String releaseId,
        Map<String, String> facts) {
    private static final String SECURE_NOISE =
            "exactly sampled Gaussian noise, rounded to whole numbers, from a cryptographic generator keyed by the operating system";

    public PrivacyBox {
        noise = List.copyOf(noise);
        assumedPublic = List.copyOf(assumedPublic);
        facts = Map.copyOf(facts);
    }

    /// The box of a receipt.
    public static PrivacyBox of(Receipt receipt) {
        return switch (receipt.guarantee()) {
            case Guarantee.DifferentialPrivacy dp ->
                new PrivacyBox(
                        dp.unit(),
                        dp.relation(),
                        Optional.of(dp.epsilon()),
                        Optional.of(dp.delta()),
                        Optional.of(dp.muSquaredPico()),
                        receipt.mechanism(),
                        receipt.noise(),
                        SECURE_NOISE,
                        receipt.assumedPublic(),
                        receipt.releaseId(),
                        receipt.facts());
            case Guarantee.PacPrivacy pac ->
                new PrivacyBox(
                        pac.unit(),
                        pac.relation(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        receipt.mechanism(),
                        receipt.noise(),
                        SECURE_NOISE,
                        receipt.assumedPublic(),
                        receipt.releaseId(),
                        receipt.facts());
            case Guarantee.NotPrivate none ->
                new PrivacyBox(
                        "nobody: " + none.reason(),
                        "none",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        receipt.mechanism(),
                        receipt.noise(),
                        "none",
                        receipt.assumedPublic(),
                        receipt.releaseId(),
                        receipt.facts());
        };
    }
}
