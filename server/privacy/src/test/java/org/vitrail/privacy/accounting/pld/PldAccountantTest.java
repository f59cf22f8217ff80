package org.vitrail.privacy.accounting.pld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;

class PldAccountantTest {
    private static final NeighbouringRelation ADD_OR_REMOVE = NeighbouringRelation.ADD_OR_REMOVE_ONE;

    @Test
    void epsilon_sharedVectors_areMet() throws IOException {
        int seen = 0;
        for (JsonNode vector : SharedVectors.ofKind("epsilon")) {
            PrivacyEvent event = SharedVectors.event(vector);
            NeighbouringRelation relation = SharedVectors.relation(vector);
            double delta = vector.get("delta").asDouble();
            if (PldAccountant.unsupported(event, relation).isPresent() || delta == 0) {
                assertThat(vector.path("eps_pld").isNumber())
                        .as(vector.get("id").asText())
                        .isFalse();
                continue;
            }
            check(vector, PldAccountant.epsilon(event, relation, delta));
            seen++;
        }
        assertThat(seen).isGreaterThanOrEqualTo(45);
    }

    private static void check(JsonNode vector, PldResult result) {
        String id = vector.get("id").asText();
        double upstream = vector.get("eps_pld").asDouble();
        double epsilon = result.bound();
        assertThat(result.lower()).as(id).isBetween(0.0, epsilon);
        if (vector.has("eps_ref") || vector.has("eps_exact")) {
            double truth = vector.get(vector.has("eps_exact") ? "eps_exact" : "eps_ref")
                    .asDouble();
            assertThat(epsilon).as(id).isBetween(truth * (1 - 1e-9), upstream * (1 + 2e-3));
            assertThat(result.lower()).as(id).isLessThan(truth * (1 + 1e-7));
        } else {
            assertThat(epsilon / upstream).as(id).isCloseTo(1, within(2e-3));
        }
        if (vector.get("family").asText().startsWith("dpsgd")) {
            assertThat(epsilon)
                    .as(id + " is no looser than the other accountant")
                    .isLessThanOrEqualTo(upstream);
        }
    }

    @Test
    void hockeyStick_sharedVectors_areMet() throws IOException {
        List<JsonNode> vectors = SharedVectors.ofKind("hockey_stick");
        for (JsonNode vector : vectors) {
            HockeyStick both = PldAccountant.hockeyStick(
                    vector.get("q").asDouble(),
                    vector.get("sigma").asDouble(),
                    vector.get("eps").asDouble());
            meets(
                    both.remove(),
                    vector.get("delta_remove").asDouble(),
                    vector.get("id").asText());
            meets(
                    both.add(),
                    vector.get("delta_add").asDouble(),
                    vector.get("id").asText());
        }
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(12);
    }

    private static void meets(double value, double truth, String id) {
        if (truth == 0) {
            assertThat(value).as(id).isZero();
        } else {
            assertThat(value / truth).as(id).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void epsilon_seededSampledGaussians_liesJustAboveTheContour() {
        long seed = 20_261_127;
        Random random = new Random(seed);
        for (int i = 0; i < 16; i++) {
            double q = Math.exp(Math.log(2e-3) + random.nextDouble() * Math.log(100));
            double sigma = 0.8 + 3 * random.nextDouble();
            long count = (long) (500 * Math.exp(random.nextDouble() * Math.log(20)));
            double delta = Math.pow(10, -4 - 10 * random.nextDouble());
            String as = "seed " + seed + " q " + q + " sigma " + sigma + " count " + count + " delta " + delta;
            PldResult result = PldAccountant.epsilon(sampled(q, sigma, count), ADD_OR_REMOVE, delta);
            assertThat(truth(q, sigma, count, result.bound())).as(as).isLessThanOrEqualTo(delta * (1 + 1e-8));
            assertThat(truth(q, sigma, count, result.bound() * (1 - 1e-4) - 1e-5))
                    .as(as)
                    .isGreaterThan(delta);
            assertThat(truth(q, sigma, count, result.lower())).as(as).isGreaterThanOrEqualTo(delta * (1 - 1e-8));
        }
    }

    private static double truth(double q, double sigma, long count, double epsilon) {
        return Math.max(
                Contour.sampledGaussian(q, sigma, count, false).delta(epsilon),
                Contour.sampledGaussian(q, sigma, count, true).delta(epsilon));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1e-5", "8, 64, 1e-12", "0.3, 1, 1e-14", "1000, 1000000, 1e-6", "30, 2, 0.01", "0.1, 10, 1e-9"})
    void epsilon_gaussians_lieJustAboveTheClosedForm(double sigma, long count, double delta) {
        double truth = GaussianAccountant.epsilon(
                delta, GaussianAccountant.charge(sigma).times(count));
        PrivacyEvent event = new PrivacyEvent.SelfComposed(new PrivacyEvent.Gaussian(sigma), count);
        PldResult result = PldAccountant.epsilon(event, ADD_OR_REMOVE, delta);
        assertThat(result.bound()).isBetween(truth * (1 - 1e-11), truth * (1 + 1e-5));
        assertThat(result.lower()).isLessThanOrEqualTo(truth);
    }

    @Test
    void delta_ofTheEpsilonFound_isTheDeltaAskedFor() {
        PrivacyEvent event = sampled(0.01, 1.1, 1000);
        for (double delta : new double[] {1e-3, 1e-6, 1e-10, 1e-14}) {
            double epsilon = PldAccountant.epsilon(event, ADD_OR_REMOVE, delta).bound();
            assertThat(PldAccountant.delta(event, ADD_OR_REMOVE, epsilon).bound())
                    .isCloseTo(delta, within(1e-4 * delta));
        }
    }

    @Test
    void epsilon_countAndRepetition_costTheSame() {
        List<PrivacyEvent> events = List.of(
                new PrivacyEvent.Gaussian(3),
                new PrivacyEvent.Laplace(4),
                new PrivacyEvent.DiscreteLaplace(0.3, 2),
                new PrivacyEvent.DiscreteGaussian(3, 1),
                new PrivacyEvent.ExponentialMechanism(0.3),
                new PrivacyEvent.PermuteAndFlip(0.2),
                new PrivacyEvent.SparseVector(0.2),
                new PrivacyEvent.ApproximateDp(0.2, 1e-8),
                new PrivacyEvent.PoissonSampled(0.1, new PrivacyEvent.Gaussian(1)),
                new PrivacyEvent.PoissonSampled(0.1, new PrivacyEvent.Laplace(1)),
                new PrivacyEvent.PoissonSampled(0.1, new PrivacyEvent.DiscreteLaplace(0.5, 1)),
                new PrivacyEvent.TruncatedPoissonSampled(1000, 0.1, 110, new PrivacyEvent.Gaussian(2)));
        for (PrivacyEvent event : events) {
            double once = epsilon(event);
            double counted = epsilon(new PrivacyEvent.SelfComposed(event, 3));
            double repeated = epsilon(
                    new PrivacyEvent.Composed(List.of(event, new PrivacyEvent.Composed(List.of(event, event)))));
            assertThat(counted).as(event.toString()).isEqualTo(repeated).isGreaterThan(1.1 * once);
        }
    }

    @Test
    void epsilon_orderAndNothing_changeNothing() {
        PrivacyEvent first = sampled(0.02, 1, 50);
        PrivacyEvent second = new PrivacyEvent.SelfComposed(new PrivacyEvent.Laplace(10), 7);
        double one = epsilon(new PrivacyEvent.Composed(List.of(first, second)));
        assertThat(epsilon(new PrivacyEvent.Composed(List.of(second, first)))).isEqualTo(one);
        assertThat(epsilon(new PrivacyEvent.Composed(
                        List.of(first, new PrivacyEvent.Composed(List.of()), second, sampled(0, 1, 9)))))
                .isEqualTo(one);
        assertThat(epsilon(new PrivacyEvent.Composed(List.of()))).isZero();
    }

    @Test
    void epsilon_moreStepsMoreSamplingLessNoiseSmallerDelta_costsMore() {
        double here = epsilon(sampled(0.01, 1.1, 1000));
        assertThat(epsilon(sampled(0.01, 1.1, 1010))).isGreaterThan(here);
        assertThat(epsilon(sampled(0.0101, 1.1, 1000))).isGreaterThan(here);
        assertThat(epsilon(sampled(0.01, 1.09, 1000))).isGreaterThan(here);
        assertThat(PldAccountant.epsilon(sampled(0.01, 1.1, 1000), ADD_OR_REMOVE, 9e-7)
                        .bound())
                .isGreaterThan(here);
    }

    @Test
    void epsilon_largestKnownPrivateModel_isItsPublishedFigure() {
        PrivacyEvent training = sampled(4.08e-5, 0.614, 100_000); // VaultGemma, 1.27e10 sequences
        double epsilon = PldAccountant.epsilon(training, ADD_OR_REMOVE, 1.1e-10).bound();
        assertThat(epsilon).isCloseTo(1.7105, within(5e-4));
    }

    @Test
    void epsilon_explicitInterval_isABoundAndFinerIsTighter() {
        PrivacyEvent event = sampled(0.01, 1.5, 500);
        double fine = PldAccountant.epsilon(event, ADD_OR_REMOVE, 1e-6, 1e-5).bound();
        double coarse = PldAccountant.epsilon(event, ADD_OR_REMOVE, 1e-6, 1e-3).bound();
        assertThat(fine).isLessThan(coarse);
        assertThat(coarse).isLessThan(1.02 * fine);
        assertThat(truth(0.01, 1.5, 500, fine)).isLessThanOrEqualTo(1e-6 * (1 + 1e-8));
    }

    @Test
    void epsilon_wrongArguments_areRefusedWithRangeAndRemedy() {
        PrivacyEvent event = sampled(0.01, 1, 10);
        assertThatThrownBy(() -> PldAccountant.epsilon(event, ADD_OR_REMOVE, 9e-15))
                .hasMessageContaining("[1e-14, 1)")
                .hasMessageContaining("9.0E-15");
        assertThatThrownBy(() -> PldAccountant.epsilon(event, ADD_OR_REMOVE, 0)).hasMessageContaining("pure privacy");
        assertThatThrownBy(() -> PldAccountant.delta(event, ADD_OR_REMOVE, -1)).hasMessageContaining(">= 0, got -1");
        PrivacyEvent tree = new PrivacyEvent.TreeAggregation(1, 8);
        assertThat(PldAccountant.unsupported(tree, ADD_OR_REMOVE))
                .hasValueSatisfying(reason -> assertThat(reason).contains("TreeAggregation", "RDP"));
        assertThatThrownBy(() -> PldAccountant.epsilon(tree, ADD_OR_REMOVE, 1e-5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void epsilon_eventsOwnDeltaAboveTarget_isInfinite() {
        PrivacyEvent event = new PrivacyEvent.SelfComposed(new PrivacyEvent.ApproximateDp(0.1, 1e-6), 11);
        assertThat(epsilon(event)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    static PrivacyEvent sampled(double q, double sigma, long count) {
        return new PrivacyEvent.SelfComposed(
                new PrivacyEvent.PoissonSampled(q, new PrivacyEvent.Gaussian(sigma)), count);
    }

    private static double epsilon(PrivacyEvent event) {
        return PldAccountant.epsilon(event, ADD_OR_REMOVE, 1e-6).bound();
    }
}
