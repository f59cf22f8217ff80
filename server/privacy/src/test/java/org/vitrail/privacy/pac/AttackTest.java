package org.vitrail.privacy.pac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.linear.SymmetricEigen;
import org.vitrail.privacy.noise.GaussianNoise;
import org.vitrail.privacy.noise.SecureBits;

/// Attacks that know everything but the secret world, against releases and against releases with a planted bug. Each
/// claim is tested with an error of at most 1e-4 on either side (Hoeffding's inequality).
class AttackTest {
    private static final int TRIALS = 20_000;
    private static final double TOLERANCE = Math.sqrt(Math.log(1e4) / (2 * TRIALS));
    private static final Nats EIGHTH = Nats.ofFraction(1, 8);

    private static final SecureBits BITS = SecureBits.fresh();
    private static final GaussianNoise NOISE = GaussianNoise.secure();

    /// A universe that shares its source of noise with the others: a fresh one for each game takes longer.
    private static Universe open(int worlds, Nats cap) {
        return new Universe(worlds, cap, (int) BITS.below(worlds), NOISE);
    }

    /// One game: what an adversary's best posterior is after the answers, and the secret.
    private static final class Played {
        private final int secret;
        private final double[] posterior;

        Played(int secret, double[] posterior) {
            this.secret = secret;
            this.posterior = posterior;
        }

        boolean guesses(boolean[] inside) {
            double sum = 0;
            for (int k = 0; k < inside.length; k++) {
                sum += inside[k] ? posterior[k] : 0;
            }
            return (sum > .5) == inside[secret];
        }
    }

    private static double success(boolean[] inside, IntFunction<Played> game) {
        int right = 0;
        for (int i = 0; i < TRIALS; i++) {
            right += game.apply(i).guesses(inside) ? 1 : 0;
        }
        return (double) right / TRIALS;
    }

    /// Adds independent Gaussian noise of the given deviations to the secret row; the adversary knows the deviations.
    private static Played planted(double[][] outputs, double[] deviations, int secret, SplittableRandom random) {
        double[] log = new double[outputs.length];
        for (int i = 0; i < deviations.length; i++) {
            double r = outputs[secret][i] + deviations[i] * random.nextGaussian();
            for (int k = 0; k < log.length; k++) {
                double x = (r - outputs[k][i]) / deviations[i];
                log[k] -= x * x / 2;
            }
        }
        return new Played(secret, normalised(log));
    }

    private static double[] normalised(double[] log) {
        double most = Arrays.stream(log).max().orElseThrow();
        double[] p = Arrays.stream(log).map(l -> Math.exp(l - most)).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(x -> x / sum).toArray();
    }

    private static final double[][] TWO_SIDED = {{0}, {0}, {1}, {1}};
    private static final boolean[] UPPER = {false, false, true, true};

    private static Played released(double[][] outputs, Nats charge, NoiseBasis basis) {
        Universe universe = open(outputs.length, charge);
        universe.release(WorldOutputs.of(outputs), charge, NoiseRule.TIGHT, basis);
        return new Played(universe.secret(), universe.weights());
    }

    @Test
    void membership_ofTheHardestTwoSidedOutputs_staysBelowTheBound() {
        for (Nats charge : new Nats[] {EIGHTH, Nats.ofFraction(1, 2), Nats.ofFraction(1, 32)}) {
            double success = success(UPPER, i -> released(TWO_SIDED, charge, NoiseBasis.PRINCIPAL));
            assertThat(success - TOLERANCE).isLessThanOrEqualTo(PosteriorSuccess.bound(charge));
            assertThat(success).as("the attack works").isGreaterThan(.5 + TOLERANCE);
        }
    }

    @Test
    void membership_withHalfTheNoise_isCaught() {
        double deviation =
                Math.sqrt(CalibratedNoise.of(WorldOutputs.of(TWO_SIDED), EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL)
                                .trace())
                        / 2;
        SplittableRandom random = new SplittableRandom(1);
        double success = success(UPPER, i -> planted(TWO_SIDED, new double[] {deviation}, random.nextInt(4), random));
        assertThat(success - TOLERANCE).isGreaterThan(PosteriorSuccess.bound(EIGHTH));
    }

    @Test
    void membership_withTheVarianceTakenForTheDeviation_isCaught() {
        double[][] small = {{0}, {0}, {.01}, {.01}};
        double variance = CalibratedNoise.of(WorldOutputs.of(small), EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL)
                .trace();
        SplittableRandom random = new SplittableRandom(2);
        double success = success(UPPER, i -> planted(small, new double[] {variance}, random.nextInt(4), random));
        assertThat(success - TOLERANCE).isGreaterThan(PosteriorSuccess.bound(EIGHTH));
    }

    @Test
    void membership_withNoiseOfTheWrongDirections_isCaught() {
        double[][] outputs = {{0, 0, .1}, {0, 0, -.1}, {10, 10, .1}, {10, 10, -.1}};
        double success = success(UPPER, i -> released(outputs, EIGHTH, NoiseBasis.PRINCIPAL));
        assertThat(success - TOLERANCE).isLessThanOrEqualTo(PosteriorSuccess.bound(EIGHTH));
        CalibratedNoise noise =
                CalibratedNoise.of(WorldOutputs.of(outputs), EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
        double[] alongCoordinates = new double[3];
        double[] principal = principalDeviations(noise.covariance());
        System.arraycopy(principal, 0, alongCoordinates, 0, 3); // the eigenvalues' noise put on the coordinates
        SplittableRandom random = new SplittableRandom(3);
        double bugged = success(UPPER, i -> planted(outputs, alongCoordinates, random.nextInt(4), random));
        assertThat(bugged - TOLERANCE).isGreaterThan(PosteriorSuccess.bound(EIGHTH));
    }

    /// Weights on a column of which scores hardly feel any: noise in what they feel, not carried back to weights, is a
    /// hundredth.
    @Test
    void membership_alongMeasuredDirections_staysBelowTheBound_unlessNoiseIsNotCarriedBack() {
        double[][] outputs = {{0, 0}, {0, 0}, {0, 1}, {0, 1}};
        Measure measure = Measure.ofMoments(new double[][] {{1, .01}, {1, -.01}}, 2);
        WorldOutputs measured = WorldOutputs.of(outputs).measuredBy(measure);
        double success = success(UPPER, i -> {
            Universe universe = open(4, EIGHTH);
            universe.release(measured, EIGHTH, NoiseRule.TIGHT, NoiseBasis.MEASURED);
            return new Played(universe.secret(), universe.weights());
        });
        assertThat(success - TOLERANCE).isLessThanOrEqualTo(PosteriorSuccess.bound(EIGHTH));
        assertThat(success).as("the attack works").isGreaterThan(.5 + TOLERANCE);

        double felt = .01
                * Math.sqrt(1.1)
                * Math.sqrt(CalibratedNoise.of(measured, EIGHTH, NoiseRule.TIGHT, NoiseBasis.MEASURED)
                        .trace());
        SplittableRandom random = new SplittableRandom(4);
        double bugged = success(UPPER, i -> planted(outputs, new double[] {1, felt}, random.nextInt(4), random));
        assertThat(bugged - TOLERANCE).isGreaterThan(PosteriorSuccess.bound(EIGHTH));
    }

    /// Deviations along the principal directions, ascending, none 0.
    private static double[] principalDeviations(double[][] covariance) {
        double[][] copy = Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new);
        SymmetricEigen.diagonalise(copy);
        double[] found = new double[copy.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = Math.sqrt(Math.max(copy[i][i], 1e-6));
        }
        Arrays.sort(found);
        return found;
    }

    @Test
    void membership_withALeakedIndex_isCaught() {
        double success = success(UPPER, i -> {
            Universe universe = open(4, EIGHTH);
            universe.release(WorldOutputs.of(TWO_SIDED), EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
            double[] leaked = new double[4];
            leaked[universe.secret()] = 1;
            return new Played(universe.secret(), leaked);
        });
        assertThat(success - TOLERANCE).isGreaterThan(PosteriorSuccess.bound(EIGHTH));
    }

    @Test
    void membership_ofEightCells_isBelowTheBoundOfOneVectorAndChargedByCellOtherwise() {
        int cells = 8;
        double[][] outputs = new double[4][cells];
        for (int k = 2; k < 4; k++) {
            Arrays.fill(outputs[k], 1);
        }
        double vector = success(UPPER, i -> released(outputs, EIGHTH, NoiseBasis.PRINCIPAL));
        assertThat(vector - TOLERANCE).isLessThanOrEqualTo(PosteriorSuccess.bound(EIGHTH));

        IntFunction<Played> byCell = i -> {
            Universe universe = open(4, EIGHTH.times(cells));
            for (int cell = 0; cell < cells; cell++) {
                universe.release(WorldOutputs.of(TWO_SIDED), EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
            }
            assertThat(universe.spent()).isEqualTo(EIGHTH.times(cells));
            return new Played(universe.secret(), universe.weights());
        };
        double each = success(UPPER, byCell);
        assertThat(each - TOLERANCE)
                .as("eight cells charged as one query")
                .isGreaterThan(PosteriorSuccess.bound(EIGHTH));
    }

    /// An adversary who asks, again and again, for what parts the two likeliest worlds.
    private static double pointed(boolean tracked, int answers, Nats each, int worlds) {
        double gained = 0;
        int trials = 3000;
        for (int trial = 0; trial < trials; trial++) {
            int secret = trial % worlds;
            Universe universe = new Universe(worlds, each.times(answers), secret, NOISE);
            Universe observer = new Universe(worlds, each.times(answers), secret, NOISE);
            for (int t = 0; t < answers; t++) {
                WorldOutputs query = likeliest(tracked ? universe.weights() : observer.weights());
                if (tracked) {
                    universe.release(query, each, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
                } else {
                    CalibratedNoise untracked = CalibratedNoise.of(query, each, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
                    long own = (long) untracked.coordinate(secret, 0);
                    observer.learn(untracked, new double[] {NOISE.addTo(new long[] {own}, untracked.steps(0))[0]});
                }
            }
            double[] end = tracked ? universe.weights() : observer.weights();
            gained += Math.log(end[secret] * worlds);
        }
        return gained / trials;
    }

    private static WorldOutputs likeliest(double[] weights) {
        Integer[] order = new Integer[weights.length];
        Arrays.setAll(order, k -> k);
        Arrays.sort(order, (a, b) -> Double.compare(weights[b], weights[a]));
        return WorldOutputs.of(weights.length, 1, k -> new double[] {k == order[0] ? 1 : k == order[1] ? -1 : 0});
    }

    @Test
    void information_ofPointedQuestions_isBelowTheSumOfTheirCharges() {
        Nats each = Nats.ofFraction(1, 16);
        // each trial's gain lies in [ln of the smallest weight, ln 16]; its deviation is below 2
        double tolerance = 4 * 2 / Math.sqrt(3000);
        assertThat(pointed(true, 16, each, 16) - tolerance).isLessThanOrEqualTo(1);
        assertThat(pointed(false, 16, each, 16) - tolerance)
                .as("noise that forgets what was answered")
                .isGreaterThan(1);
    }

    @Test
    void attack_onMeansOfHalves_staysBelowTheBound() {
        SplittableRandom random = new SplittableRandom(11);
        double[] values = random.doubles(40, 0, 1).toArray();
        values[0] = 30; // an outlier that gives itself away
        Membership membership = Membership.halves(values.length, 64);
        WorldOutputs outputs = WorldRuns.onAllCores().run(membership, units -> new double[] {
            Arrays.stream(units).mapToDouble(u -> values[u]).average().orElse(0)
        });
        int trials = 4000;
        MembershipAttack attack = MembershipAttack.on(
                membership, outputs, Nats.ofFraction(1, 16), 4, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL, trials);
        double tolerance = Math.sqrt(Math.log(40e4) / (2 * trials)); // over 40 units
        Nats total = Nats.ofFraction(1, 4);
        assertThat(attack.worst() - tolerance).isLessThanOrEqualTo(PosteriorSuccess.bound(total));
        assertThat(attack.worst()).isGreaterThan(.6);
        assertThat(attack.worlds() - tolerance).isLessThanOrEqualTo(PosteriorSuccess.bound(total, 1 / 64.0));
    }

    @Test
    void release_inOneDimension_liesOnTheGridWhateverTheWorld() {
        double[][] outputs = {{1 / 3.0}, {1 / 7.0}, {Math.E}, {Math.PI}};
        CalibratedNoise noise =
                CalibratedNoise.of(WorldOutputs.of(outputs), EIGHTH, NoiseRule.TIGHT, NoiseBasis.COORDINATES);
        double zero = noise.output(new double[] {0})[0];
        double step = noise.output(new double[] {1 << 20})[0] - zero;
        SplittableRandom random = new SplittableRandom(4);
        int planted = 0;
        for (int i = 0; i < 1000; i++) {
            double r = open(4, EIGHTH)
                    .release(WorldOutputs.of(outputs), EIGHTH, NoiseRule.TIGHT, NoiseBasis.COORDINATES)
                    .values()[0];
            assertThat(onGrid(r - zero, step / (1 << 20))).isTrue();
            double naive = outputs[random.nextInt(4)][0] + Math.sqrt(noise.trace()) * random.nextGaussian();
            planted += onGrid(naive - zero, step / (1 << 20)) ? 1 : 0;
        }
        assertThat(planted).as("noise in doubles, off the grid").isLessThan(100);
    }

    private static boolean onGrid(double value, double grid) {
        double steps = value / grid;
        return Math.abs(steps - Math.rint(steps)) < 1e-3;
    }
}
