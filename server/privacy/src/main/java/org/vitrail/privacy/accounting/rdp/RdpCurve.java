package org.vitrail.privacy.accounting.rdp;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.privacy.accounting.Require;
import org.vitrail.privacy.accounting.numeric.Outward;

/// Upper bounds of the Rényi divergence at some orders, up to a probability of failure.
///
/// Example: a Gaussian of noise multiplier 2 has α/8 at order α; ten of them have 10 α/8.
///
/// @param orders each > 1, ascending
/// @param divergences one for each order; >= 0, may be infinite
/// @param failure δ₀ of [0, 1]: the divergences hold but for an event of this probability
public record RdpCurve(List<Double> orders, List<Double> divergences, double failure) {
    /// Below this order the conversion is useless and unstable, so it is not used.
    private static final double ORDER_LEAST = 1.01;

    public RdpCurve {
        orders = List.copyOf(orders);
        divergences = List.copyOf(divergences);
        Require.probability("failure", failure);
        if (orders.isEmpty() || orders.size() != divergences.size()) {
            throw new IllegalArgumentException("orders must be as many as divergences " + divergences.size()
                    + " and at least 1, got " + orders.size());
        }
        for (int i = 0; i < orders.size(); i++) {
            if (!(orders.get(i) > 1 && orders.get(i) <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException("order must be finite and > 1, got " + orders.get(i));
            }
            if (!(divergences.get(i) >= 0)) {
                throw new IllegalArgumentException("divergence must be >= 0, got " + divergences.get(i));
            }
        }
    }

    /// An ε or a δ, and the order that gave it.
    ///
    /// @param value >= 0, may be infinite
    /// @param order 0 if no order gave a finite value
    public record Bound(double value, double order) {}

    /// Upper bound of ε: the minimum over the orders of r + log(1 − 1/α) − log(δα)/(α − 1) (Canonne, Kamath,
    /// Steinke
    /// 2020, Prop. 12), or 0 where δ² > 1 − e^−r (Pinsker-type bound of total variation, Bretagnolle, Huber 1979).
    /// Rounding error below 8 · 2^-52 of the largest part, added.
    ///
    /// @param delta in [0, 1)
    public Bound epsilon(double delta) {
        double rest = failure == 0 ? delta : Outward.down((delta - failure) / (1 - failure), 3);
        if (!(rest > 0) && !(divergences.stream().allMatch(r -> r == 0) && delta >= failure)) {
            return new Bound(Double.POSITIVE_INFINITY, 0);
        }
        Bound best = new Bound(Double.POSITIVE_INFINITY, 0);
        for (int i = 0; i < orders.size(); i++) {
            double order = orders.get(i);
            double value = epsilon(order, divergences.get(i), rest);
            if (value < best.value()) {
                best = new Bound(value, order);
            }
        }
        return best.value() < 0 ? new Bound(0, best.order()) : best;
    }

    private static double epsilon(double order, double r, double delta) {
        if (r == 0 || delta * delta > Outward.up(-Math.expm1(-r), 4)) {
            return 0;
        }
        if (order <= ORDER_LEAST || Double.isInfinite(r)) {
            return Double.POSITIVE_INFINITY;
        }
        double shift = Math.log1p(-1 / order);
        double tail = (Math.log(delta) + Math.log(order)) / (order - 1);
        double size = r - shift + (Math.abs(Math.log(delta)) + Math.log(order)) / (order - 1);
        return Outward.up(r + shift - tail, size, 8);
    }

    /// Upper bound of δ at `epsilon`: the minimum over the orders of e^((α−1)(r − ε + log(1 − 1/α))) / α and
    /// sqrt(1 − e^−r), then failure added.
    ///
    /// @param epsilon >= 0, finite
    public Bound delta(double epsilon) {
        Require.notNegative("epsilon", epsilon);
        Bound best = new Bound(1, 0);
        for (int i = 0; i < orders.size(); i++) {
            double value = delta(orders.get(i), divergences.get(i), epsilon);
            if (value < best.value()) {
                best = new Bound(value, orders.get(i));
            }
        }
        return new Bound(Math.min(1, Outward.sum(best.value(), failure)), best.order());
    }

    private static double delta(double order, double r, double epsilon) {
        double variation = Outward.up(Math.sqrt(-Math.expm1(-r)), 4);
        if (order <= ORDER_LEAST || Double.isInfinite(r)) {
            return variation;
        }
        double exponent = (order - 1) * (r - epsilon + Math.log1p(-1 / order)) - Math.log(order);
        double size = (order - 1) * (r + epsilon) + 2 + Math.log(order);
        return Math.min(variation, Outward.up(Math.exp(Outward.up(exponent, size, 8)), 2));
    }

    /// Both, one after the other (Mironov 2017, Prop. 1); failures by a union bound that is exact for independent
    /// ones: 1 − (1 − a)(1 − b).
    RdpCurve plus(RdpCurve other) {
        List<Double> sums = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            sums.add(Outward.sum(divergences.get(i), other.divergences.get(i)));
        }
        double both = failure == 0 || other.failure == 0
                ? failure + other.failure
                : Math.min(1, Outward.up(failure + other.failure * (1 - failure), 3));
        return new RdpCurve(orders, sums, both);
    }

    /// `count` times this one.
    RdpCurve times(long count) {
        double all = failure == 0
                ? 0
                : failure == 1 ? 1 : Math.min(1, Outward.up(-Math.expm1(count * Math.log1p(-failure)), 6));
        return new RdpCurve(
                orders, divergences.stream().map(r -> Outward.times(count, r)).toList(), all);
    }

    /// Nothing happened.
    static RdpCurve nothing(List<Double> orders) {
        return new RdpCurve(orders, orders.stream().map(o -> 0.0).toList(), 0);
    }
}
