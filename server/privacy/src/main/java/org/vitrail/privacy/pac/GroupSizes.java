package org.vitrail.privacy.pac;

import org.vitrail.privacy.noise.GaussianNoise;

/// Decides by a size with noise whether a group is large enough to be shown, so that no single unit decides it.
///
/// Why: an answer's bound is about which half was used, and which groups there are is the same for every
/// half. Decided exactly, it is a channel about single units: of "these nine people, and that one if her
/// income is above X" it is seen whether there were ten.
///
/// **Promise.** Let an adversary know of all units but one in which groups they are, and think two ways
/// possible, equally likely, in which that one may be in groups: they differ in at most `moved` sizes, each
/// by one. Then all decisions together tell at most `charge` nats about which it is, the same as the answer
/// may tell about the half.
///
/// A group of n units is shown if n >= least and n + N(0, σ²), rounded, reaches a threshold. Decisions are
/// independent given the sizes, so what they tell adds up over the moved ones, and each tells at most
/// charge/moved:
///
/// * n and n + 1 both at `least` or above: a function of B + N(0, σ²) with a fair bit B, which tells at most
///   ½ ln(1 + 1/(4σ²)) <= 1/(8σ²) (capacity of the Gaussian channel; Cover, Thomas 2006, ch. 9). So
///   σ² = moved/(8 charge).
/// * n below `least`, never shown, against n = least, shown with probability at most δ: at most δ ln 2, as what
///   a channel tells is convex in it. So δ = charge/moved, and the threshold lies x σ above `least` with
///   P(N > x σ) <= e^(-x²/2)/2 = δ (Chernoff's bound).
///
/// Noise only ever hides groups: none of fewer than `least` units is shown.
final class GroupSizes {
    private static final double ROUNDING = .5; // least + N rounds to the threshold from half below it on
    private static final double DEVIATIONS = 3.1; // one group in a thousand falls short by more

    private final long least;
    private final double deviation;
    private final long threshold;

    /// @param least fewest units of a group, whatever the noise; >= 1
    /// @param moved most sizes that one unit moves, each by one; >= 1
    /// @param charge most that the decisions may tell, > 0 nats
    GroupSizes(long least, int moved, Nats charge) {
        if (least < 1 || moved < 1 || charge.femto() < 1) {
            throw new IllegalArgumentException("expected groups of >= 1 units, >= 1 moved sizes and an amount above 0,"
                    + " got " + least + ", " + moved + " and " + charge);
        }
        this.least = least;
        double each = Math.nextDown(charge.roundedDown() / moved);
        deviation = Math.max(GaussianNoise.SMALLEST, Math.sqrt(1 / (8 * each)) * (1 + 0x1p-40));
        double beyond = deviation * Math.sqrt(2 * Math.log(Math.max(1, 1 / (2 * each))));
        threshold = (long) Math.ceil((least + ROUNDING + beyond) * (1 + 0x1p-40));
    }

    /// Decides about one group.
    ///
    /// @param units how many it holds
    boolean isLarge(long units, GaussianNoise noise) {
        return units >= least && noise.addTo(new long[] {units}, deviation)[0] >= threshold;
    }

    /// How many units a group needs to be left out in fewer than one of a thousand cases.
    long sure() {
        return (long) Math.ceil(threshold + DEVIATIONS * deviation);
    }
}
