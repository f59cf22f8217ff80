package org.vitrail.privacy.accounting.pld;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;

/// Planted bugs, each of which falls below the truth where the accountant does not.
class PldMustFailTest {
    private static final NeighbouringRelation RELATION = NeighbouringRelation.ADD_OR_REMOVE_ONE;
    private static final double Q = 0.013;
    private static final double SIGMA = 1.7;
    private static final long STEPS = 3300;
    private static final double DELTA = 1e-12;
    private static final double TRUTH = 3.4430027994; // by the contour, 40 digits

    private static PrivacyEvent event(long steps) {
        return PldAccountantTest.sampled(Q, SIGMA, steps);
    }

    @Test
    void epsilon_ofTheCase_isAboveTheTruth() {
        assertThat(PldAccountant.epsilon(event(STEPS), RELATION, DELTA).bound())
                .isBetween(TRUTH * (1 - 1e-9), TRUTH * (1 + 1e-5));
    }

    @Test
    void epsilon_additionOnly_isCaught() {
        double wrong = Bounds.epsilon(List.of(Steps.of(event(STEPS), RELATION, true)), DELTA)
                .bound();
        assertThat(wrong).isLessThan(TRUTH * (1 - 1e-3));
    }

    @Test
    void epsilon_countIgnored_isCaught() {
        assertThat(PldAccountant.epsilon(event(1), RELATION, DELTA).bound()).isLessThan(TRUTH * 0.9);
    }

    @Test
    void epsilon_oneStepLess_isCaught() {
        assertThat(PldAccountant.epsilon(event(STEPS - 1), RELATION, DELTA).bound())
                .isLessThan(TRUTH * (1 - 1e-5));
    }

    @Test
    void delta_truncatedMassForgotten_isCaught() {
        long steps = 10;
        PrivacyEvent event = PldAccountantTest.sampled(0.1, 1, steps);
        double epsilon = PldAccountant.epsilon(event, RELATION, 1e-7).bound();
        double proven = PldAccountant.delta(event, RELATION, epsilon).lower();
        List<Steps.Counted> laws = Steps.of(event, RELATION, false);
        Tilting tilting = Tilting.forEpsilon(laws, epsilon);
        Grid grid = Grid.fine(laws, tilting, 1e-7);
        double tail = 1e-4;
        Grid cut = new Grid(grid.interval(), grid.length(), tail, grid.coarsening(), grid.strideMax());
        double bound = Profile.above(laws, tilting, cut).delta(epsilon);
        double lost = -Math.expm1(steps * Math.log1p(-tail));
        assertThat(bound).isGreaterThan(proven);
        assertThat(bound - lost).isLessThan(proven * 0.99);
    }

    /// The same lattice without a tilt, composed and summed in plain doubles: noise near 1e-16 for each point swamps
    /// the
    /// tail, so that somewhere it lies below what is proven to be below the truth.
    @Test
    void delta_withoutTilt_isCaught() {
        int length = 1 << 13;
        double interval = 0x1p-9;
        double[] folded = new double[length];
        LossLaw law = Steps.of(event(1), RELATION, false).getFirst().law();
        law.spread(new Lattice(new Grid(interval, length, 1e-25, 0, 1), 0, 0, folded, false));
        Spectrum spectrum = new Spectrum(new RealFourier(length));
        spectrum.multiply(folded, STEPS);
        int below = 0;
        for (double epsilon = 3.5; epsilon < 5; epsilon += 0.25) {
            PldResult proven = PldAccountant.delta(event(STEPS), RELATION, epsilon);
            double naive = untilted(spectrum, interval, epsilon);
            assertThat(proven.bound()).isGreaterThanOrEqualTo(proven.lower());
            below += naive < proven.lower() * (1 - 1e-3) ? 1 : 0;
        }
        assertThat(below).isPositive();
    }

    private static double untilted(Spectrum spectrum, double interval, double epsilon) {
        int length = spectrum.length();
        double sum = 0;
        for (int point = (int) (epsilon / interval) + 1; point < length / 2; point++) {
            double mass = 0;
            for (int i = 0; i < spectrum.size(); i++) {
                int k = spectrum.frequency(i);
                double angle = 2 * Math.PI * ((double) ((long) k * point % length) / length);
                mass += (k == 0 ? 1 : 2)
                        * (spectrum.real(i) * Math.cos(angle) - spectrum.imaginary(i) * Math.sin(angle));
            }
            sum += -Math.expm1(epsilon - point * interval) * mass / length;
        }
        return sum;
    }
}
