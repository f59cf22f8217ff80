package org.vitrail.contract;

import java.util.List;
import java.util.Optional;
import org.vitrail.contract.pac.PacPrice;

/// The price of a request, computed from public facts before any row is touched; asking costs nothing.
///
/// @param guarantee what the release would promise and cost
/// @param mechanism its name in words
/// @param noise what noise is added to what, one line each, with its standard deviation
/// @param expectedError the expected error in words, with its source
/// @param secondsExpected rough running time in seconds on this server
/// @param assumedPublic what the guarantee takes as public
/// @param sessionBefore the session's account now
/// @param sessionAfter the session's account if it were bought
/// @param room how many such requests the session and every level above it could pay, one after the other; at most
///     [#ROOM_MAX]
/// @param refusal why buying it now would be refused, as it would be said then; empty if it can be paid
/// @param replay whether an identical release exists, which would be delivered at no cost
/// @param pac what it takes of the session in mutual information; empty: differential privacy. The other
///     two accounts are then unchanged
public record Quote(
        Guarantee guarantee,
        String mechanism,
        List<String> noise,
        String expectedError,
        double secondsExpected,
        List<String> assumedPublic,
        Account sessionBefore,
        Account sessionAfter,
        long room,
        Optional<String> refusal,
        boolean replay,
        Optional<PacPrice> pac) {
    /// More are not counted.
    public static final long ROOM_MAX = 1_000_000;

    public Quote {
        refusal = refusal == null ? Optional.empty() : refusal;
        pac = pac == null ? Optional.empty() : pac;
        noise = List.copyOf(noise);
        assumedPublic = List.copyOf(assumedPublic);
    }

    /// Whether it could be had now.
    public boolean affordable() {
        return replay || refusal.isEmpty();
    }
}
