package org.vitrail.privacy.accounting.pld;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The larger of the directions' bounds. Every direction is first looked at on a coarse grid, whose answer is a bound
/// already; the fine grid is spent only where it can lower the maximum.
final class Bounds {
    private static final double LEVEL = 10; // in logs, below δ

    private Bounds() {}

    private record Look(List<Steps.Counted> laws, Tilting tilting, double bound) {}

    static PldResult epsilon(List<List<Steps.Counted>> directions, double delta) {
        List<Look> looks = new ArrayList<>();
        for (List<Steps.Counted> laws : directions) {
            if (!laws.isEmpty()) {
                Tilting tilting = Tilting.forDelta(laws, delta);
                Profile coarse = Profile.above(laws, tilting, Grid.coarse(laws, tilting, delta));
                looks.add(new Look(laws, tilting, coarse.epsilon(delta, tilting.epsilon())));
            }
        }
        looks.sort(Comparator.comparingDouble(Look::bound).reversed());
        double bound = 0;
        double lower = 0;
        for (Look look : looks) {
            if (look.bound() == Double.POSITIVE_INFINITY) {
                return new PldResult(Double.POSITIVE_INFINITY, 0);
            }
            if (look.bound() > bound) {
                PldResult fine = refined(look, delta);
                bound = Math.max(bound, fine.bound());
                lower = Math.max(lower, fine.lower());
            }
        }
        return new PldResult(bound, Math.min(lower, bound));
    }

    private static PldResult refined(Look look, double delta) {
        Tilting tilting = look.tilting().at(look.bound(), delta);
        Grid grid = Grid.fine(look.laws(), tilting, delta);
        double bound =
                Math.min(look.bound(), Profile.above(look.laws(), tilting, grid).epsilon(delta, tilting.epsilon()));
        double lower = Profile.below(look.laws(), tilting, grid, delta).lowerEpsilon(delta, bound);
        return new PldResult(bound, lower);
    }

    /// The same on a given spacing, every cell one interval wide.
    static PldResult epsilon(List<List<Steps.Counted>> directions, double delta, double interval) {
        double bound = 0;
        for (List<Steps.Counted> laws : directions) {
            if (!laws.isEmpty()) {
                Tilting tilting = Tilting.forDelta(laws, delta);
                Profile coarse = Profile.above(laws, tilting, Grid.coarse(laws, tilting, delta));
                double first = coarse.epsilon(delta, tilting.epsilon());
                if (first == Double.POSITIVE_INFINITY) {
                    return new PldResult(first, 0);
                }
                Tilting closer = tilting.at(first, delta);
                Profile even = Profile.above(laws, closer, Grid.uniform(laws, closer, delta, interval));
                bound = Math.max(bound, even.epsilon(delta, first));
            }
        }
        return new PldResult(bound, 0);
    }

    static PldResult delta(List<List<Steps.Counted>> directions, double epsilon) {
        double bound = 0;
        double lower = 0;
        for (List<Steps.Counted> laws : directions) {
            if (!laws.isEmpty()) {
                Tilting tilting = Tilting.forEpsilon(laws, epsilon);
                double about = tilting.delta();
                Grid grid = Grid.fine(laws, tilting, about);
                double fine = Profile.above(laws, tilting, grid).delta(epsilon);
                bound = Math.max(bound, fine);
                double level = LEVEL - Math.log(Math.max(fine, Double.MIN_NORMAL));
                lower = Math.max(
                        lower, Profile.below(laws, tilting, grid, about).lowerDelta(epsilon, level));
            }
        }
        return new PldResult(bound, Math.min(lower, bound));
    }
}
