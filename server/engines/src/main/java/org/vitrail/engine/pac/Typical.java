package org.vitrail.engine.pac;

import java.util.Arrays;
import java.util.Optional;

/// What to expect of a number of a group of so many units, from public bounds alone: one row each, values spread
/// evenly and without order over their bounds. How halves differ is to first order (delta method; Cramér 1946, 28.4):
/// half of n units has a sum of values of deviation s that is twice `s sqrt(n) / 2` from the whole's.
final class Typical {
    private static final Range NOT_BELOW_ZERO = new Range(0, Double.POSITIVE_INFINITY);
    private static final double EVEN = Math.sqrt(1 / 12.0); // deviation of values over bounds of width 1

    private final double value;
    private final double[] along;
    private final double by;

    /// @param along deviations over halves, by what they come of: how many units, then each aggregate
    private Typical(double value, double[] along, double by) {
        this.value = value;
        this.along = along;
        this.by = by;
    }

    /// @param aggregates how many there are
    /// @param slope as of [Formula#of]
    static Typical of(Formula formula, int units, int aggregates, double slope) {
        return new Group(units, aggregates, slope).of(formula);
    }

    /// A number's deviation over halves.
    double deviation() {
        return Math.sqrt(Arrays.stream(along).map(x -> x * x).sum());
    }

    /// How far one unit moves it.
    double by() {
        return by;
    }

    /// The bounds that a formula cannot leave; empty if it can be anything.
    static Optional<Range> bounds(Formula formula) {
        return switch (formula) {
            case Formula.Mean mean -> Optional.of(mean.range());
            case Formula.Extreme extreme -> Optional.of(extreme.range());
            case Formula.Quantile quantile -> Optional.of(quantile.range());
            case Formula.Rounded rounded -> bounds(rounded.of());
            case Formula.Total total -> total.one().low() >= 0 ? Optional.of(NOT_BELOW_ZERO) : Optional.empty();
            case Formula.Spread _, Formula.Distinct _, Formula.Absolute _ -> Optional.of(NOT_BELOW_ZERO);
            case Formula.Constant _, Formula.Arithmetic _ -> Optional.empty();
        };
    }

    private record Group(int units, int aggregates, double slope) {
        Typical of(Formula formula) {
            double root = Math.sqrt(units);
            return switch (formula) {
                case Formula.Constant(double number) -> new Typical(number, new double[aggregates + 1], 0);
                case Formula.Arithmetic sides -> arithmetic(sides);
                case Formula.Rounded rounded -> {
                    Typical exact = of(rounded.of());
                    double unit = exact.by > 0 ? Math.pow(10, -rounded.places()) : 0;
                    yield new Typical(exact.value, exact.along, exact.by + unit);
                }
                case Formula.Absolute(Formula signed) -> {
                    Typical found = of(signed);
                    yield new Typical(Math.abs(found.value), found.along, found.by);
                }
                case Formula.Total(int sum, Range range, Range one) -> {
                    double[] along = along(sum, one.width() * EVEN * root);
                    along[aggregates] = one.middle() * root;
                    yield new Typical(one.middle() * units, along, 2 * range.magnitude());
                }
                case Formula.Mean mean ->
                    leaf(
                            mean.range().middle(),
                            mean.sum(),
                            mean.range().width() * EVEN / root,
                            mean.range().width() * Formula.Mean.share(units / 2.0, mean.rows(), slope));
                case Formula.Extreme extreme ->
                    leaf(
                            extreme.least()
                                    ? extreme.range().low()
                                    : extreme.range().high(),
                            extreme.extreme(),
                            extreme.range().width() / units,
                            extreme.range().width());
                case Formula.Spread spread -> spread(spread);
                case Formula.Distinct(int number, double rows) -> leaf(units, number, 0, rows);
                case Formula.Quantile quantile -> quantile(quantile);
            };
        }

        /// The square of what is spread evenly deviates by w²/sqrt(180).
        private Typical spread(Formula.Spread spread) {
            double width = spread.range().width();
            double[] at = new double[aggregates];
            at[spread.count()] = units / 2.0;
            at[spread.squares()] = units / 2.0 * width * width / 12;
            Formula.Moved moved = spread.of(at, slope);
            double variance = width * width / Math.sqrt(180.0 * units);
            double deviation = spread.root() && width > 0 ? variance / (2 * width * EVEN) : variance;
            return leaf(moved.value(), spread.squares(), deviation, moved.by());
        }

        /// The value at a share p of even ones deviates by `sqrt(p (1 - p) / n)` of the width. Values that are
        /// drawn have gaps up to about twice as wide somewhere among the halves.
        private Typical quantile(Formula.Quantile quantile) {
            Range range = quantile.range();
            double p = quantile.fraction();
            double[] even = new double[(units + 1) / 2];
            Arrays.setAll(even, i -> range.low() + range.width() * (i + .5) / even.length);
            double reach =
                    Quantiles.reach(even, even.length, new WorldQuery.Ordered("", p, range, quantile.rows()), slope);
            double value = range.low() + p * range.width();
            return leaf(
                    value,
                    quantile.quantile(),
                    range.width() * Math.sqrt(p * (1 - p) / units),
                    Math.min(2 * reach, range.width()));
        }

        private Typical arithmetic(Formula.Arithmetic sides) {
            Typical a = new Group(units, aggregates, sides.leftSlope(slope)).of(sides.left());
            Typical b = new Group(units, aggregates, sides.rightSlope(slope)).of(sides.right());
            Formula.Moved moved = Formula.Arithmetic.of(
                    sides.operator(),
                    new Formula.Moved(a.value, a.by),
                    new Formula.Moved(b.value, b.by),
                    sides.ownSlope(slope));
            double value = Double.isFinite(moved.value()) ? moved.value() : 0;
            return switch (sides.operator()) {
                case '+' -> new Typical(value, mixed(1, a, 1, b), moved.by());
                case '-' -> new Typical(value, mixed(1, a, -1, b), moved.by());
                case '*' -> new Typical(value, mixed(b.value, a, a.value, b), moved.by());
                default -> {
                    double divisor = Math.max(Math.abs(b.value), Math.max(b.by, Double.MIN_NORMAL));
                    yield new Typical(value, mixed(1 / divisor, a, -value / divisor, b), moved.by());
                }
            };
        }

        private double[] mixed(double x, Typical a, double y, Typical b) {
            double[] along = new double[aggregates + 1];
            Arrays.setAll(along, i -> x * a.along[i] + y * b.along[i]);
            return along;
        }

        private Typical leaf(double value, int aggregate, double deviation, double by) {
            return new Typical(value, along(aggregate, deviation), by);
        }

        private double[] along(int aggregate, double deviation) {
            double[] along = new double[aggregates + 1];
            along[aggregate] = deviation;
            return along;
        }
    }
}
