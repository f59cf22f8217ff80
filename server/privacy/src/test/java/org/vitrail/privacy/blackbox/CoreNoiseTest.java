package org.vitrail.privacy.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrail.privacy.accounting.GaussianEquivalent;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.law.DiscreteGaussianLaw;

/// Every noise and selection of the core over neighbouring inputs, by all testers. Each test raises a false
/// alarm with probability at most 4e-6; what the testers catch is in [PlantedBugsTest].
class CoreNoiseTest {
    private static final MuSquared ONE = new MuSquared(1_000_000_000_000L);
    private static final double[] EPSILONS = {0, 0.3, 1, 2};
    private static final int RUNS = 100_000;

    /// @param point ε of the counter-example search
    record Case(String name, Outputs one, Outputs other, Claim claim, double point, double width) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        double epsilon = (double) GaussianEquivalent.pureEpsilon(ONE) / GaussianEquivalent.UNITS;
        return List.of(
                new Case(
                        "Gate.gaussian",
                        Mechanisms.gaussian(1, ONE, 0),
                        Mechanisms.gaussian(1, ONE, 1),
                        Claim.gaussian(ONE),
                        1,
                        1),
                new Case(
                        "Gate.gaussian, person of norm 5",
                        Mechanisms.gaussian(25, ONE, 0, 0),
                        Mechanisms.gaussian(25, ONE, 3, -4),
                        Claim.gaussian(ONE),
                        1,
                        5),
                new Case(
                        "Gate.laplace",
                        Mechanisms.laplace(1, ONE, 0),
                        Mechanisms.laplace(1, ONE, 1),
                        Claim.pure(epsilon),
                        epsilon,
                        1),
                new Case(
                        "Gate.laplace, two cells",
                        Mechanisms.laplace(3, ONE, 7, 7),
                        Mechanisms.laplace(3, ONE, 8, 5),
                        Claim.pure(epsilon),
                        epsilon,
                        1),
                new Case(
                        "Gate.select",
                        Mechanisms.select(1, ONE, 4, 2, 3),
                        Mechanisms.select(1, ONE, 3, 3, 4),
                        Claim.gaussian(ONE),
                        1,
                        1),
                new Case(
                        "permute and flip, epsilon 1",
                        Mechanisms.permuteAndFlip(1, 2, 2, 0, 1),
                        Mechanisms.permuteAndFlip(1, 2, 1, 1, 2),
                        Claim.pure(1),
                        1,
                        1),
                new Case(
                        "discrete Gaussian, variance 2/3",
                        Mechanisms.discreteGaussian(2, 3, 0),
                        Mechanisms.discreteGaussian(2, 3, 1),
                        discreteGaussian(),
                        1,
                        1),
                new Case(
                        "noise for training",
                        Mechanisms.training(0),
                        Mechanisms.training(1),
                        Claim.gaussian(ONE),
                        1,
                        0.25));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void claim_neighbouringInputs_isNotBroken(Case given) {
        Claim claim = given.claim();
        List<Verdict> verdicts = List.of(
                new HockeyStickTester(RUNS, EPSILONS).test(given.one(), given.other(), claim),
                new HistogramTester(RUNS, given.width(), EPSILONS).test(given.one(), given.other(), claim),
                new RenyiTester(RUNS, 1.5, 2, 8).test(given.one(), given.other(), claim),
                new CounterExampleSearch(RUNS / 10, RUNS)
                        .test(
                                List.of(new CounterExampleSearch.Pair(given.name(), given.one(), given.other())),
                                given.point(),
                                claim.delta().applyAsDouble(given.point())));
        assertThat(verdicts).noneMatch(Verdict::violated);
        assertThat(verdicts).allMatch(verdict -> Double.isFinite(verdict.excess()));
    }

    /// δ by its definition over the exact masses; the Rényi divergence of a shift by 1 is α / (2σ²) (Canonne,
    /// Kamath, Steinke 2020, Prop. 5).
    private static Claim discreteGaussian() {
        DiscreteGaussianLaw law = new DiscreteGaussianLaw(2, 3);
        return new Claim(
                "discrete Gaussian",
                epsilon -> {
                    double sum = 0;
                    for (long x = -60; x <= 60; x++) {
                        sum += Math.max(0, law.mass(x) - Math.exp(epsilon) * law.mass(x - 1));
                    }
                    return sum;
                },
                order -> order * 3 / 4);
    }
}
