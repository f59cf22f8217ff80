package org.vitrail.privacy.accounting.pld;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The larger of the directions' bounds. Every direction is first looked at on a coarse grid, whose answer is a bound
/// already; the fine grid is spent only where it can lower the maximum.
final class Bounds {
    private Bounds() {}

    private record Look(List<Steps.Counted> laws, Tilting tilting, double bound) {}

    static double epsilon(List<List<Steps.Counted>> directions, double delta) {
        List<Look> looks = new ArrayList<>();
        for (List<Steps.Counted> laws : directions) {
            if (!laws.isEmpty()) {
                Tilting tilting = Tilting.forDelta(laws, delta);
                Profile coarse = Profile.of(laws, tilting, Grid.coarse(laws, tilting, delta));
                looks.add(new Look(laws, tilting, coarse.epsilon(delta, tilting.epsilon())));
            }
        }
        looks.sort(Comparator.comparingDouble(Look::bound).reversed());
        double largest = 0;
        for (Look look : looks) {
            if (look.bound() > largest) {
                largest = Math.max(largest, refined(look, delta));
            }
        }
        return largest;
    }

    private static double refined(Look look, double delta) {
        boolean found = look.bound() < Double.POSITIVE_INFINITY;
        Tilting tilting = found ? look.tilting().at(look.bound(), delta) : look.tilting();
        Profile fine = Profile.of(look.laws(), tilting, Grid.fine(look.laws(), tilting, delta));
        return Math.min(look.bound(), fine.epsilon(delta, tilting.epsilon()));
    }

    static double delta(List<List<Steps.Counted>> directions, double epsilon) {
        double largest = 0;
        for (List<Steps.Counted> laws : directions) {
            if (!laws.isEmpty()) {
                Tilting tilting = Tilting.forEpsilon(laws, epsilon);
                Profile fine = Profile.of(laws, tilting, Grid.fine(laws, tilting, tilting.delta()));
                largest = Math.max(largest, fine.delta(epsilon));
            }
        }
        return largest;
    }
}
