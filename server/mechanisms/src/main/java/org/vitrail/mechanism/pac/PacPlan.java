package org.vitrail.mechanism.pac;

import java.util.List;
import java.util.Map;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.Offer;
import org.vitrail.privacy.pac.Nats;

/// What was decided of a query before any row was read.
///
/// @param charge what all cells of the answer together may tell about the secret half
/// @param numbers how many noisy numbers each row of the answer has
/// @param reads names of the linked tables that it reads, parents before children; the dataset itself is
///     always read
/// @param worlds how many halves the secret one is among
/// @param bounds public bounds by name of a column of the answer, within which an exact number would lie
public record PacPlan(
        PacRequest spec,
        Nats charge,
        int numbers,
        List<String> reads,
        int worlds,
        TableSchema product,
        Map<String, Domain.RealRange> bounds,
        List<String> noise,
        String mechanism,
        String expectedError,
        double secondsExpected,
        List<String> assumedPublic)
        implements Offer {
    public PacPlan {
        reads = List.copyOf(reads);
        bounds = Map.copyOf(bounds);
        noise = List.copyOf(noise);
        assumedPublic = List.copyOf(assumedPublic);
    }

    /// The charge of a spec: its pico-nats, exactly.
    public static Nats charge(PacRequest spec) {
        return new Nats(Math.multiplyExact(spec.picoNats(), 1000L));
    }
}
