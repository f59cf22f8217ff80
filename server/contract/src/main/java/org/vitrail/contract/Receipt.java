package org.vitrail.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What was released, what it cost and what it promises; stored with the release in one transaction.
///
/// @param releaseId names the release
/// @param fingerprint hash of snapshot, canonical plan, engine version and scope
/// @param spec the request
/// @param guarantee what it promises and cost
/// @param mechanism in words, with author and year
/// @param noise as in the quote
/// @param assumedPublic as in the quote
/// @param snapshot SHA-256 of the dataset's bytes at registration
/// @param engineVersion the version of the mechanism's code
/// @param releasedAt server time
/// @param millis how long the run took
/// @param replayed whether this delivery cost nothing because the release existed
/// @param facts further public figures of the run, by name
public record Receipt(
        String releaseId,
        String fingerprint,
        MechanismSpec spec,
        Guarantee guarantee,
        String mechanism,
        List<String> noise,
        List<String> assumedPublic,
        String snapshot,
        String engineVersion,
        String releasedAt,
        long millis,
        boolean replayed,
        Map<String, String> facts) {
    /// The fact that says, as the quote did, how far the release may be from the truth.
    public static final String EXPECTED_ERROR = "expected error";

    /// The fact that says which numbers of an answer lie where no exact number could.
    public static final String OUTSIDE = "outside their bounds";

    public Receipt {
        noise = List.copyOf(noise);
        assumedPublic = List.copyOf(assumedPublic);
        facts = Map.copyOf(facts);
        Instant.parse(releasedAt); // refuses anything that is not a time
    }

    /// The same receipt, marked as delivered again at no cost.
    public Receipt asReplay() {
        return new Receipt(
                releaseId,
                fingerprint,
                spec,
                guarantee,
                mechanism,
                noise,
                assumedPublic,
                snapshot,
                engineVersion,
                releasedAt,
                millis,
                true,
                facts);
    }
}
