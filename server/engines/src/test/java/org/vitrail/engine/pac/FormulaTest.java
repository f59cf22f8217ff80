package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

/// No unit that comes or goes moves a formula by more than it says, in random halves of few and of many units.
class FormulaTest {
    private static final int ROWS = 3;
    private static final double SLOPE = .15;
    private static final double STEEP = 1000; // how far it moves, not smoothed
    private static final Range RANGE = new Range(-2, 5);
    private static final Range SQUARES = new Range(0, 25);

    private static final Formula SUM = new Formula.Total(0, RANGE.total(ROWS), RANGE);
    private static final Formula COUNT = new Formula.Total(2, new Range(0, ROWS), new Range(1, 1));
    private static final Formula MEDIAN = new Formula.Quantile(5, .5, RANGE, ROWS);
    private static final Formula MEAN = new Formula.Mean(0, 2, RANGE, ROWS);

    private static Formula operation(char operator, Formula left, Formula right) {
        return new Formula.Arithmetic(operator, left, right);
    }

    /// A product of so many.
    private static Formula deep(Formula of, int times) {
        return times == 1 ? of : operation('*', deep(of, times - 1), of);
    }

    private static Map<String, Formula> formulas() {
        Map<String, Formula> all = new TreeMap<>();
        all.put("sum", SUM);
        all.put("count", COUNT);
        all.put("mean", MEAN);
        all.put("max", new Formula.Extreme(3, false, RANGE));
        all.put("min", new Formula.Extreme(4, true, RANGE));
        for (boolean root : new boolean[] {false, true}) {
            for (boolean sample : new boolean[] {false, true}) {
                all.put("spread " + root + sample, new Formula.Spread(0, 1, 2, sample, root, RANGE, ROWS));
            }
        }
        all.put("sum / count", operation('/', SUM, COUNT));
        all.put("count / sum", operation('/', COUNT, SUM));
        all.put("1 / sum", operation('/', new Formula.Constant(1), SUM));
        all.put("sum / 7", operation('/', SUM, new Formula.Constant(7)));
        all.put("sum * count", operation('*', SUM, COUNT));
        all.put("mean * sum - count", operation('-', operation('*', MEAN, SUM), COUNT));
        all.put("(sum / count) / mean", operation('/', operation('/', SUM, COUNT), MEAN));
        all.put("median", MEDIAN);
        all.put("median + mean", operation('+', MEDIAN, MEAN));
        all.put("median * median", operation('*', MEDIAN, MEDIAN));
        all.put("1 / (median * mean)", operation('/', new Formula.Constant(1), operation('*', MEDIAN, MEAN)));
        all.put("mean / (sum / count)", operation('/', MEAN, operation('/', SUM, COUNT)));
        all.put("deep", deep(MEDIAN, 7));
        all.put("deep sums", deep(SUM, 7));
        all.put("deep quotients", operation('/', COUNT, deep(SUM, 3)));
        all.put("round", new Formula.Rounded(SUM, -1));
        all.put("abs", new Formula.Absolute(SUM));
        return all;
    }

    /// Sum, sum of squares, count, largest and least of units' values, and their median with its reach.
    private static double[] aggregates(List<double[]> units, Formula formula, double slope) {
        double[] least = new double[7];
        Arrays.fill(least, slope);
        formula.slopes(slope, least);
        double[] sorted =
                units.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
        WorldQuery.Ordered ordered = new WorldQuery.Ordered("", .5, RANGE, ROWS);
        double[] values = units.stream().flatMapToDouble(Arrays::stream).toArray();
        return new double[] {
            Arrays.stream(values).sum(),
            Arrays.stream(values).map(x -> x * x).sum(),
            values.length,
            Arrays.stream(values).max().orElse(Double.NEGATIVE_INFINITY),
            Arrays.stream(values).min().orElse(Double.POSITIVE_INFINITY),
            Quantiles.quantile(sorted, sorted.length, .5),
            Quantiles.reach(sorted, sorted.length, ordered, least[6])
        };
    }

    /// The largest movement over what was said, per formula: with or without the unit, if it is smooth.
    private static Map<String, Double> worst(Map<String, Formula> formulas, double slope) {
        return worst(
                formulas,
                slope,
                (a, b) -> Math.abs(a.value() - b.value())
                        / (slope > 1 ? Math.max(a.by(), b.by()) : Math.min(a.by(), b.by())));
    }

    /// The largest of something over tables that differ in a unit, per formula.
    private static Map<String, Double> worst(
            Map<String, Formula> formulas, double slope, ToDoubleBiFunction<Formula.Moved, Formula.Moved> of) {
        Random random = new Random(7);
        Map<String, Double> worst = new TreeMap<>();
        for (int round = 0; round < 4000; round++) {
            List<double[]> units = new ArrayList<>();
            int many = random.nextInt(round % 2 == 0 ? 6 : 60);
            double spread = random.nextInt(3) == 0 ? 0 : 1;
            double middle = RANGE.low() + RANGE.width() * random.nextInt(5) / 4;
            for (int i = 0; i < many + 1; i++) {
                units.add(random.doubles(1 + random.nextInt(ROWS))
                        .map(x -> RANGE.cut(middle + spread * RANGE.width() * (x - .5)))
                        .toArray());
            }
            if (round % 5 == 0) { // two values, some hundred of them
                units.clear();
                many = 10 + random.nextInt(250);
                double share = random.nextDouble();
                for (int i = 0; i < many + 1; i++) {
                    units.add(new double[] {random.nextDouble() < share ? RANGE.low() : RANGE.high()});
                }
            }
            Arrays.fill(units.get(many), random.nextBoolean() ? RANGE.low() : RANGE.high());
            List<double[]> fewer = units.subList(0, many);
            formulas.forEach((name, formula) -> {
                Formula.Moved a = formula.of(aggregates(units, formula, slope), slope);
                Formula.Moved b = formula.of(aggregates(fewer, formula, slope), slope);
                double ratio = of.applyAsDouble(a, b);
                worst.merge(name, Double.isNaN(ratio) ? 0 : ratio, Math::max);
            });
        }
        return worst;
    }

    @Test
    void movement_byOneUnit_isAtMostWhatIsSaid() {
        for (double slope : new double[] {.01, SLOPE, 1, STEEP}) {
            Map<String, Formula> formulas = formulas();
            if (slope == STEEP) { // what is divided by is at least what a unit moves it by, which has to be smooth
                formulas.values()
                        .removeIf(formula -> formula.any(part -> part instanceof Formula.Arithmetic quotient
                                && quotient.operator() == '/'
                                && !quotient.right().steady()));
            }
            worst(formulas, slope)
                    .forEach((name, ratio) -> assertThat(ratio).as(name).isLessThanOrEqualTo(1.03));
        }
    }

    @Test
    void movement_isNotSaidManyTimesTooLarge() {
        Map<String, Double> worst = worst(formulas(), STEEP);
        for (String name : List.of("sum", "mean", "sum / count", "max", "sum * count")) {
            assertThat(worst.get(name)).as(name).isGreaterThan(.3);
        }
    }

    /// Must fail: a mean that takes each unit to have one row, and a quotient whose divisor does not move.
    @Test
    void movement_ofWrongFormulas_isFound() {
        Map<String, Formula> wrong = Map.of(
                "mean", new Formula.Mean(0, 2, RANGE, 1),
                "quotient", operation('/', SUM, new Formula.Total(2, new Range(0, 0), new Range(0, 0))),
                "spread", new Formula.Spread(0, 1, 2, true, false, new Range(0, 1), ROWS),
                "squares", new Formula.Total(1, SQUARES, SQUARES));
        worst(wrong, STEEP).forEach((name, ratio) -> assertThat(ratio).as(name).isGreaterThan(1.01));
    }

    /// How far a unit moves it, and so the noise, is nearly the same whether or not one more is there.
    @Test
    void movement_isNearlyTheSameWithOneUnitMore() {
        ToDoubleBiFunction<Formula.Moved, Formula.Moved> change =
                (a, b) -> Math.max(a.by(), b.by()) / Math.min(a.by(), b.by());
        for (double slope : new double[] {.01, .03, SLOPE}) {
            worst(formulas(), slope, change)
                    .forEach((name, ratio) -> assertThat(ratio).as(name).isLessThanOrEqualTo(Math.exp(1.02 * slope)));
        }
        Map<String, Double> sharp = worst(formulas(), STEEP, change);
        for (String name : List.of("mean", "sum / count", "sum * count", "(sum / count) / mean", "spread truefalse")) {
            assertThat(sharp.get(name)).as("planted: %s, not smoothed", name).isGreaterThan(1.3);
        }
    }

    /// The slope is for all of a formula: were each step of a product as steep, one unit would change it by a power.
    @Test
    void movement_ofADeepProduct_isNoSteeper() {
        List<double[]> units = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            units.add(new double[] {i < 150 ? 1 : 0});
        }
        units.add(new double[] {1, 1, 1});
        Formula deep = deep(MEDIAN, 20);
        double[] with = aggregates(units, deep, SLOPE);
        double[] without = aggregates(units.subList(0, 400), deep, SLOPE);
        double ratio = deep.of(with, SLOPE).by() / deep.of(without, SLOPE).by();
        assertThat(Math.abs(Math.log(ratio))).isLessThanOrEqualTo(1.02 * SLOPE);
        ratio = steep(units, 20).by() / steep(units.subList(0, 400), 20).by();
        assertThat(Math.abs(Math.log(ratio))).as("planted").isGreaterThan(5 * SLOPE);
    }

    private static Formula.Moved steep(List<double[]> units, int times) {
        Formula.Moved one = MEDIAN.of(aggregates(units, MEDIAN, SLOPE), SLOPE);
        Formula.Moved product = one;
        for (int i = 1; i < times; i++) {
            product = Formula.Arithmetic.of('*', product, one, SLOPE);
        }
        return product;
    }
}
