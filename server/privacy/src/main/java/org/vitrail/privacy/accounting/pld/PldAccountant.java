package org.vitrail.privacy.accounting.pld;

import java.util.Optional;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;

/// Privacy loss distributions: ε and δ of a composition that is fixed before it runs, bounded from above.
///
/// Never a filter: composing loss distributions and stopping when ε passes a budget is not private (arXiv 2602.06756).
public final class PldAccountant {
    private static final double DELTA_MIN = 1e-14;

    private PldAccountant() {}

    /// Why `event` cannot be priced here under `relation`; empty if it can.
    public static Optional<String> unsupported(PrivacyEvent event, NeighbouringRelation relation) {
        return Steps.unsupported(event, relation);
    }

    /// ε at `delta`: the larger of both directions.
    ///
    /// @param delta in [1e-14, 1)
    /// @return infinite if the events' own δ exceed `delta`
    public static PldResult epsilon(PrivacyEvent event, NeighbouringRelation relation, double delta) {
        checkDelta(delta);
        check(event, relation);
        return new PldResult(Bounds.epsilon(Steps.directions(event, relation), delta), 0);
    }

    /// δ at `epsilon`: the larger of both directions.
    ///
    /// @param epsilon >= 0, finite
    /// @return bounds in [0, 1]
    public static PldResult delta(PrivacyEvent event, NeighbouringRelation relation, double epsilon) {
        if (!(epsilon >= 0 && epsilon <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("epsilon must be finite and >= 0, got " + epsilon);
        }
        check(event, relation);
        return new PldResult(Bounds.delta(Steps.directions(event, relation), epsilon), 0);
    }

    private static void check(PrivacyEvent event, NeighbouringRelation relation) {
        unsupported(event, relation).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
    }

    private static void checkDelta(double delta) {
        if (!(delta >= DELTA_MIN && delta < 1)) {
            throw new IllegalArgumentException(
                    "delta must be in [1e-14, 1), got " + delta + "; pure privacy (delta 0) is the sum of the epsilons");
        }
    }
}
