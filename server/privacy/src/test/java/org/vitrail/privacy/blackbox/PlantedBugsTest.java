package org.vitrail.privacy.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.discrete.DiscreteNoise;

/// The bugs that private systems have had, each planted, each caught by the tester that is named, each beside
/// the sound way that the same tester passes. A sound way fails here with probability at most 1e-6.
class PlantedBugsTest {
    private static final long SEED = 20_261_127;
    private static final RandomGenerator CHANCE =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    private static final MuSquared ONE = new MuSquared(1_000_000_000_000L);
    private static final HockeyStickTester HOCKEY = new HockeyStickTester(100_000, 0.5, 1);
    private static final HistogramTester HISTOGRAM = new HistogramTester(60_000, 1, 1);
    private static final RenyiTester RENYI = new RenyiTester(100_000, 2, 4);
    private static final LatticeTester LATTICE = new LatticeTester(5_000);
    private static final long[] NONE = {0, 0, 0, 0, 0, 0, 0, 0};
    private static final long[] MIXED = {1, 1, 1, 1, -1, -1, -1, -1};

    /// @param name of the bug
    /// @param tester that must catch it
    record Bug(String name, String tester, Supplier<Verdict> planted, Supplier<Verdict> sound) {
        @Override
        public String toString() {
            return name + " / " + tester;
        }
    }

    static List<Bug> noiseBugs() {
        DiscreteNoise noise = DiscreteNoise.secure();
        Outputs exact = times -> Mechanisms.rows(noise.addLaplace(new long[times], 1, 1), 1);
        return List.of(
                new Bug(
                        "floating-point Laplace",
                        "lattice",
                        () -> LATTICE.test(naiveLaplace(0), naiveLaplace(1), 1, 0),
                        () -> LATTICE.test(exact, exact, 1, 0)),
                new Bug(
                        "floating-point Gaussian",
                        "lattice",
                        () -> LATTICE.test(naiveGaussian(0), naiveGaussian(1), 1, 1e-3),
                        () -> LATTICE.test(Mechanisms.gaussian(1, ONE, 0), Mechanisms.gaussian(1, ONE, 1), 1, 1e-3)),
                new Bug(
                        "half of the noise",
                        "Renyi",
                        () -> RENYI.test(
                                Mechanisms.gaussian(1, ONE.times(4), 0),
                                Mechanisms.gaussian(1, ONE.times(4), 1),
                                Claim.gaussian(ONE)),
                        () -> RENYI.test(
                                Mechanisms.gaussian(1, ONE, 0), Mechanisms.gaussian(1, ONE, 1), Claim.gaussian(ONE))),
                new Bug(
                        "noise used twice",
                        "histogram",
                        () -> HISTOGRAM.test(reused(0, 0), reused(0, 1), Claim.gaussian(ONE)),
                        () -> HISTOGRAM.test(
                                Mechanisms.gaussian(1, ONE, 0, 0),
                                Mechanisms.gaussian(1, ONE, 0, 1),
                                Claim.gaussian(ONE))),
                new Bug(
                        "generator with a seed of 32 bits",
                        "seed search",
                        () -> SeedSearch.test(SeedSearch.noisy(1, 0x06a17c0d), 1),
                        () -> SeedSearch.test(noise.addLaplace(new long[SeedSearch.CELLS], 1, 1), 1)));
    }

    static List<Bug> sensitivityBugs() {
        return List.of(
                new Bug(
                        "wrong sensitivity: a replaced row moves two cells",
                        "hockey-stick",
                        () -> HOCKEY.test(
                                difference(Mechanisms.gaussian(1, ONE, 5, 5)),
                                difference(Mechanisms.gaussian(1, ONE, 4, 6)),
                                Claim.gaussian(ONE)),
                        () -> HOCKEY.test(
                                difference(Mechanisms.gaussian(2, ONE, 5, 5)),
                                difference(Mechanisms.gaussian(2, ONE, 4, 6)),
                                Claim.gaussian(ONE))),
                new Bug(
                        "count without noise beside noisy cells",
                        "histogram",
                        () -> HISTOGRAM.test(withTotal(70), withTotal(71), Claim.gaussian(ONE)),
                        () -> HISTOGRAM.test(
                                Mechanisms.gaussian(1, ONE, 70), Mechanisms.gaussian(1, ONE, 71), Claim.gaussian(ONE))),
                new Bug(
                        "contribution bound for each label instead of all",
                        "hockey-stick",
                        () -> HOCKEY.test(votes(0), votes(1000), Claim.gaussian(ONE)),
                        () -> HOCKEY.test(votes(0), votes(500), Claim.gaussian(ONE))),
                new Bug(
                        "clamping after the noise only",
                        "hockey-stick",
                        () -> HOCKEY.test(clamped(sum(3, 9)), clamped(sum(3, 9, 400)), Claim.gaussian(ONE)),
                        () -> HOCKEY.test(
                                clamped(sum(3, 9)), clamped(sum(3, 9, Math.min(400, 10))), Claim.gaussian(ONE))));
    }

    static List<Bug> sparseVectorBugs() {
        Verdict[] passed = new Verdict[1];
        Supplier<Verdict> sound = () -> {
            if (passed[0] == null) {
                passed[0] = sparse(SparseVectors.SOUND, NONE, MIXED);
            }
            return passed[0];
        };
        long[] zeros = {0, 0, 0, 0, -90, -90, -90, 0};
        long[] ones = {1, 1, 1, 1, -90, -90, -90, 0};
        HistogramTester patient = new HistogramTester(1_600_000, 1, 1); // p = 1.3e-3 against 1.8e-4
        return List.of(
                new Bug(
                        "sparse vector publishes the value that it compared",
                        "histogram",
                        () -> patient.test(
                                SparseVectors.outputs(SparseVectors.PUBLISHED_VALUE, zeros),
                                SparseVectors.outputs(SparseVectors.PUBLISHED_VALUE, ones),
                                Claim.pure(1)),
                        sound),
                new Bug(
                        "sparse vector without c in the noise of the queries",
                        "histogram",
                        () -> sparse(SparseVectors.UNSCALED, NONE, MIXED),
                        sound),
                new Bug(
                        "sparse vector without noise on the queries",
                        "histogram",
                        () -> sparse(SparseVectors.NO_QUERY_NOISE, NONE, MIXED),
                        sound),
                new Bug(
                        "sparse vector without a cutoff",
                        "counter-example",
                        () -> search(SparseVectors.NO_CUTOFF),
                        () -> search(SparseVectors.SOUND)));
    }

    static List<Bug> accountingBugs() {
        MuSquared third = ONE.share(1, 3);
        return List.of(
                new Bug(
                        "accountant that ignores the count",
                        "hockey-stick",
                        () -> HOCKEY.test(mean(4, 0), mean(4, 1), Claim.gaussian(third)),
                        () -> HOCKEY.test(mean(4, 0), mean(4, 1), Claim.gaussian(third.times(4)))),
                new Bug(
                        "off by one in the steps",
                        "hockey-stick",
                        () -> HOCKEY.test(mean(3, 0), mean(3, 1), Claim.gaussian(third.times(2))),
                        () -> HOCKEY.test(mean(3, 0), mean(3, 1), Claim.gaussian(third.times(3)))),
                new Bug(
                        "deltas of ten steps not summed",
                        "hockey-stick",
                        () -> HOCKEY.test(leaking(0), leaking(1), Claim.point(0, 0.01)),
                        () -> HOCKEY.test(leaking(0), leaking(1), Claim.point(0, 0.1))),
                new Bug(
                        "subsampled Gaussian priced in the wrong direction",
                        "hockey-stick",
                        () -> HOCKEY.test(sampled(0), sampled(1), asked(PlantedBugsTest::deltaAdd)),
                        () -> HOCKEY.test(sampled(0), sampled(1), asked(PlantedBugsTest::deltaRemove))));
    }

    @ParameterizedTest
    @MethodSource({"noiseBugs", "sensitivityBugs", "sparseVectorBugs", "accountingBugs"})
    void bug_planted_isCaughtAndSoundTwinPasses(Bug bug, TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SEED));
        Verdict caught = bug.planted().get();
        assertThat(caught.tester()).isEqualTo(bug.tester());
        assertThat(caught.violated())
                .as("%s: %s", bug.name(), caught.evidence())
                .isTrue();
        Verdict passed = bug.sound().get();
        assertThat(passed.violated())
                .as("sound twin of %s: %s", bug.name(), passed.evidence())
                .isFalse();
    }

    @Test
    void table_ofBugs_namesAtLeastTwelve() {
        assertThat(List.of(noiseBugs(), sensitivityBugs(), sparseVectorBugs(), accountingBugs()))
                .flatMap(bugs -> bugs.stream().map(Bug::name).toList())
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(12);
    }

    private static Outputs naiveLaplace(double value) {
        return naive(value, at -> {
            double u = CHANCE.nextDouble() - 0.5;
            return at - Math.signum(u) * Math.log(1 - 2 * Math.abs(u));
        });
    }

    private static Outputs naiveGaussian(double value) {
        return naive(value, at -> at + CHANCE.nextGaussian() * 4);
    }

    private static Outputs naive(double value, DoubleUnaryOperator noisy) {
        return times -> {
            double[][] rows = new double[times][1];
            for (double[] row : rows) {
                row[0] = noisy.applyAsDouble(value);
            }
            return rows;
        };
    }

    private static Outputs reused(long one, long other) {
        Outputs once = Mechanisms.gaussian(1, ONE, 0);
        return mapped(once, row -> new double[] {row[0] + one, row[0] + other});
    }

    private static Outputs difference(Outputs cells) {
        return mapped(cells, row -> new double[] {row[0] - row[1]});
    }

    private static Outputs withTotal(long count) {
        return mapped(Mechanisms.gaussian(1, ONE, count), row -> new double[] {row[0], count});
    }

    /// One person's votes in the histograms of four labels, in thousandths, measured as if their norm were 1.
    private static Outputs votes(long thousandths) {
        long[] cells = {thousandths, thousandths, thousandths, thousandths};
        return mapped(Mechanisms.gaussian(1_000_000, ONE, cells), row ->
                new double[] {Arrays.stream(row).sum()});
    }

    private static Outputs sum(long... values) {
        return Mechanisms.gaussian(100, ONE, Arrays.stream(values).sum());
    }

    private static Outputs clamped(Outputs sums) {
        return mapped(sums, row -> new double[] {Math.clamp(row[0], 0, 100)});
    }

    private static Outputs mean(int steps, long count) {
        long[] counts = new long[steps];
        Arrays.fill(counts, count);
        MuSquared charge = ONE.share(1, 3);
        return mapped(Mechanisms.gaussian(1, charge, counts), row ->
                new double[] {Arrays.stream(row).sum()});
    }

    /// Ten steps, each of which publishes its input with probability 1/100 and nothing otherwise.
    private static Outputs leaking(double value) {
        return naive(value, at -> CHANCE.ints(10, 0, 100).anyMatch(draw -> draw == 0) ? 1 + at : 0);
    }

    /// A count that takes part with probability 1/10, measured with deviation 1/2 in units of the count.
    private static Outputs sampled(long count) {
        return times -> {
            double[][] noise = Mechanisms.gaussian(1, ONE.times(4), 0).run(times);
            for (double[] row : noise) {
                row[0] += CHANCE.nextInt(10) == 0 ? count : 0;
            }
            return noise;
        };
    }

    private static Claim asked(DoubleUnaryOperator delta) {
        return new Claim("subsampled Gaussian", delta, order -> Double.POSITIVE_INFINITY);
    }

    /// sup over S of P(S) − e^ε Q(S), P the mixture with the record: q times the Gaussian's δ at ln(1 + (e^ε −
    /// 1)/q).
    private static double deltaRemove(double epsilon) {
        return 0.1 * GaussianAccountant.delta(Math.log1p(Math.expm1(epsilon) / 0.1), ONE.times(4));
    }

    /// The other direction: 0 where e^ε (1 − q) >= 1.
    private static double deltaAdd(double epsilon) {
        double share = 1 - Math.exp(epsilon) * 0.9;
        return share <= 0 ? 0 : share * GaussianAccountant.delta(epsilon + Math.log(0.1 / share), ONE.times(4));
    }

    private static Verdict sparse(SparseVectors.Variant variant, long[] one, long[] other) {
        return HISTOGRAM.test(
                SparseVectors.outputs(variant, one), SparseVectors.outputs(variant, other), Claim.pure(1));
    }

    private static Verdict search(SparseVectors.Variant variant) {
        return new CounterExampleSearch(20_000, 100_000)
                .test(
                        List.of(
                                pair(variant, "all up", new long[8], new long[] {1, 1, 1, 1, 1, 1, 1, 1}),
                                pair(variant, "half up, half down", NONE, MIXED)),
                        1,
                        0);
    }

    private static CounterExampleSearch.Pair pair(
            SparseVectors.Variant variant, String name, long[] one, long[] other) {
        return new CounterExampleSearch.Pair(
                name, SparseVectors.outputs(variant, one), SparseVectors.outputs(variant, other));
    }

    private static Outputs mapped(Outputs outputs, UnaryOperator<double[]> step) {
        return times -> {
            double[][] rows = outputs.run(times);
            Arrays.setAll(rows, i -> step.apply(rows[i]));
            return rows;
        };
    }
}
