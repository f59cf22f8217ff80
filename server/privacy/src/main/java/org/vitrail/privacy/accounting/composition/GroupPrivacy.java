package org.vitrail.privacy.accounting.composition;

import org.vitrail.privacy.accounting.Require;
import org.vitrail.privacy.accounting.numeric.Outward;

/// What a promise for one unit is worth for several: a family, or a user who has up to `group` records. To price a
/// user from the start, bound how many records each may contribute and charge for that many.
///
/// Example: (1, 1e-9) for one record is (2, 3.72e-9) for two.
public final class GroupPrivacy {
    private GroupPrivacy() {}

    /// kε, rounded up.
    ///
    /// @param group >= 1
    public static double epsilon(double epsilon, long group) {
        Require.notNegative("eps", epsilon);
        Require.atLeast("group", group, 1);
        return group == 1 || epsilon == 0 ? epsilon : Math.nextUp(group * epsilon);
    }

    /// δ (e^(kε) − 1)/(e^ε − 1), rounded up (Dwork, Roth 2014, Thm 2.2 with the sum kept); above 1 it says nothing.
    ///
    /// @param delta in [0, 1]
    /// @param group >= 1
    /// @return may be above 1, even infinite
    public static double delta(double epsilon, double delta, long group) {
        Require.notNegative("eps", epsilon);
        Require.probability("delta", delta);
        Require.atLeast("group", group, 1);
        if (delta == 0 || group == 1) {
            return delta;
        }
        if (epsilon == 0) {
            return Outward.up(group * delta, 2);
        }
        double whole = group * epsilon;
        if (whole < 700) {
            return Outward.up(delta * (Math.expm1(whole) / Math.expm1(epsilon)), 8 + (int) whole);
        }
        double log = Math.log(delta) + whole - epsilon - Math.log(-Math.expm1(-epsilon));
        return Outward.up(Math.exp(log), 8 + (int) Math.min(whole, 1e6));
    }

    /// k²ρ, rounded up (Bun, Steinke 2016, Prop. 1.9).
    public static double rho(double rho, long group) {
        Require.notNegative("rho", rho);
        Require.atLeast("group", group, 1);
        return group == 1 || rho == 0 ? rho : Outward.up((double) group * group * rho, 2);
    }

    /// σ/k: the noise multiplier that a group sees, rounded down.
    public static double noiseMultiplier(double noiseMultiplier, long group) {
        Require.positive("sigma", noiseMultiplier);
        Require.atLeast("group", group, 1);
        return group == 1 ? noiseMultiplier : Math.nextDown(noiseMultiplier / group);
    }
}
