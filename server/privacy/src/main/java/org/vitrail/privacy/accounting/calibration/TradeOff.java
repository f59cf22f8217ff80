package org.vitrail.privacy.accounting.calibration;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.privacy.accounting.Require;
import org.vitrail.privacy.accounting.numeric.Outward;

/// What a privacy profile means for an attacker who wants to know whether someone is in the data.
///
/// Each point (ε, δ) of the profile holds against every test: of false alarms α and misses β, β >= 1 − δ − e^ε α
/// and
/// β >= e^−ε (1 − δ − α) (Kairouz, Oh, Viswanath 2015, Thm 2.1). The more points, the tighter.
///
/// @param profile points of δ(ε), at least one
public record TradeOff(List<Point> profile) {
    public TradeOff {
        profile = List.copyOf(profile);
        if (profile.isEmpty()) {
            throw new IllegalArgumentException("profile must have at least 1 point, got 0");
        }
    }

    /// One guarantee.
    ///
    /// @param epsilon finite, >= 0
    /// @param delta in [0, 1]
    public record Point(double epsilon, double delta) {
        public Point {
            Require.notNegative("epsilon", epsilon);
            Require.probability("delta", delta);
        }
    }

    /// Lower bound of the misses of every test with at most `alpha` false alarms: f(α) of f-DP, rounded down.
    ///
    /// @param alpha in [0, 1]
    /// @return in [0, 1]
    public double missesAtLeast(double alpha) {
        Require.probability("alpha", alpha);
        double most = 0;
        for (Point point : profile) {
            double kept = 1 - point.delta();
            most = Math.max(most, kept - Math.exp(point.epsilon()) * alpha - 0x1p-48);
            most = Math.max(most, Outward.down(Math.exp(-point.epsilon()) * Math.max(0, kept - alpha), 8) - 0x1p-50);
        }
        return Math.min(most, 1 - alpha);
    }

    /// Upper bound of an attacker's advantage, true alarms less false alarms: the least (e^ε − 1 + 2δ)/(e^ε + 1)
    /// (Humphries et al. 2023, Thm 3.1), rounded up. At a point ε = 0 it is δ, the total variation.
    public double advantageAtMost() {
        double least = 1;
        for (Point point : profile) {
            double half = Math.tanh(point.epsilon() / 2);
            double rest = 2 * point.delta() / (1 + Math.exp(point.epsilon()));
            least = Math.min(least, Outward.up(half + rest, 8));
        }
        return least;
    }

    /// Upper bound of the probability that someone is in the data, for an attacker who believed `prior` and has now
    /// seen an answer of a pure ε: e^ε prior / (1 + (e^ε − 1) prior), rounded up. With δ > 0 it holds for no single
    /// answer, not even for all but a δ of them: what then holds on average is [#advantageAtMost].
    ///
    /// @param prior in [0, 1]
    public static double posteriorAtMost(double epsilon, double prior) {
        Require.notNegative("epsilon", epsilon);
        Require.probability("prior", prior);
        return prior == 0 ? 0 : Math.min(1, Outward.up(1 / (1 + Math.exp(-epsilon) * (1 - prior) / prior), 8));
    }

    /// The curve f at `count` + 1 even values of α, for plots: pairs of α and least misses.
    public List<Point> curve(int count) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            double alpha = (double) i / count;
            points.add(new Point(alpha, missesAtLeast(alpha)));
        }
        return points;
    }
}
