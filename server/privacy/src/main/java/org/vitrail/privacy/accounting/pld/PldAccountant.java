package org.vitrail.privacy.accounting.pld;

import java.util.Optional;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
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
        return Bounds.epsilon(Steps.directions(event, relation), delta);
    }

    /// ε at `delta` on a given grid, every cell one interval wide; the bound only, `lower` is 0.
    ///
    /// @param delta in [1e-14, 1)
    /// @param interval spacing of the loss, > 0; coarser is looser, never unsafe
    public static PldResult epsilon(PrivacyEvent event, NeighbouringRelation relation, double delta, double interval) {
        checkDelta(delta);
        if (!(interval > 0 && interval <= 1)) {
            throw new IllegalArgumentException("interval must be in (0, 1], got " + interval);
        }
        check(event, relation);
        return Bounds.epsilon(Steps.directions(event, relation), delta, interval);
    }

    /// δ of one Poisson-sampled Gaussian, in closed form; relative error below 1e-9.
    ///
    /// Removal: q δ(log(1 + (e^ε − 1)/q)), with δ that of the Gaussian (Balle, Barthe, Gaboardi 2018, Thm 2).
    /// Addition: (1 − e^ε (1 − q)) δ(−log(1 + (e^−ε − 1)/q)), the same for the exchanged pair.
    ///
    /// @param samplingProbability q, in (0, 1]
    /// @param noiseMultiplier > 0
    /// @param epsilon >= 0, finite
    public static HockeyStick hockeyStick(double samplingProbability, double noiseMultiplier, double epsilon) {
        if (!(samplingProbability > 0 && samplingProbability <= 1)) {
            throw new IllegalArgumentException("samplingProbability must be in (0, 1], got " + samplingProbability);
        }
        checkEpsilon(epsilon);
        MuSquared square = GaussianAccountant.charge(noiseMultiplier);
        double up = Math.log1p(Math.expm1(epsilon) / samplingProbability);
        double remove = samplingProbability * GaussianAccountant.delta(up, square);
        double change = Math.expm1(-epsilon) / samplingProbability;
        if (change <= -1) {
            return new HockeyStick(remove, 0);
        }
        double rest = Math.exp(epsilon) * samplingProbability * (1 + change); // 1 − e^ε (1 − q)
        return new HockeyStick(remove, rest * GaussianAccountant.delta(-Math.log1p(change), square));
    }

    /// δ at `epsilon`: the larger of both directions.
    ///
    /// @param epsilon >= 0, finite
    /// @return bounds in [0, 1]
    public static PldResult delta(PrivacyEvent event, NeighbouringRelation relation, double epsilon) {
        checkEpsilon(epsilon);
        check(event, relation);
        return Bounds.delta(Steps.directions(event, relation), epsilon);
    }

    private static void check(PrivacyEvent event, NeighbouringRelation relation) {
        unsupported(event, relation).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
    }

    private static void checkEpsilon(double epsilon) {
        if (!(epsilon >= 0 && epsilon <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("epsilon must be finite and >= 0, got " + epsilon);
        }
    }

    private static void checkDelta(double delta) {
        if (!(delta >= DELTA_MIN && delta < 1)) {
            throw new IllegalArgumentException("delta must be in [1e-14, 1), got " + delta
                    + "; pure privacy (delta 0) is the sum of the epsilons");
        }
    }
}
