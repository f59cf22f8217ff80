package org.vitrail.privacy.accounting.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitrail.privacy.accounting.NeighbouringRelation.ADD_OR_REMOVE_ONE;
import static org.vitrail.privacy.accounting.NeighbouringRelation.REPLACE_ONE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.UnsupportedEventException;
import org.vitrail.privacy.accounting.composition.EpsilonDelta;
import org.vitrail.privacy.accounting.composition.GdpAccountant;
import org.vitrail.privacy.accounting.composition.OptimalComposition;
import org.vitrail.privacy.accounting.composition.SampledGaussianProfile;
import org.vitrail.privacy.accounting.composition.SumAccountant;
import org.vitrail.privacy.accounting.composition.ZcdpAccountant;
import org.vitrail.privacy.accounting.rdp.Orders;
import org.vitrail.privacy.accounting.rdp.RdpAccountant;

/// Laws that every accountant keeps, for every type of event, and accountants with planted bugs that break them.
class AccountingLawsTest {
    private static final long SEED = 20261127;
    private static final double DELTA = 1e-6;
    private static final Accountant RDP = new RdpAccountant(Orders.STANDARD);
    private static final List<Accountant> FAST =
            List.of(new SumAccountant(), new GdpAccountant(), new ZcdpAccountant(), RDP);

    @Test
    void count_ofEveryType_isAsManySingles() {
        for (EventSamples sample : EventSamples.EVERY_TYPE) {
            int accountants = 0;
            for (Accountant accountant : Accounting.accountants()) {
                if (accountant.unsupported(sample.event(), sample.relation()).isEmpty()) {
                    accountants++;
                    assertThat(keepsCounts(accountant, sample))
                            .as("%s %s", accountant.name(), sample.name())
                            .isTrue();
                }
            }
            assertThat(accountants).as(sample.name()).isPositive();
        }
    }

    @Test
    void count_ignored_isCaught() {
        for (EventSamples sample : EventSamples.EVERY_TYPE) {
            if (RDP.unsupported(sample.event(), sample.relation()).isEmpty()) {
                assertThat(keepsCounts(new Mistaken(RDP, count -> 1), sample))
                        .as(sample.name())
                        .isFalse();
            }
        }
    }

    @Test
    void count_oneStepShort_isCaught() {
        for (EventSamples sample : EventSamples.EVERY_TYPE) {
            if (RDP.unsupported(sample.event(), sample.relation()).isEmpty()) {
                assertThat(keepsCounts(new Mistaken(RDP, count -> Math.max(1, count - 1)), sample))
                        .as(sample.name())
                        .isFalse();
            }
        }
    }

    /// Five at once cost what five singles cost that differ by a billionth, so that no count is involved. Equal
    /// mechanisms may cost less by optimal composition, which sums of different ones do not have.
    private static boolean keepsCounts(Accountant accountant, EventSamples sample) {
        double together =
                accountant.epsilon(new PrivacyEvent.SelfComposed(sample.event(), 5), sample.relation(), DELTA);
        List<PrivacyEvent> singles = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            singles.add(sample.noisy().apply(1 + i * 1e-9));
        }
        double apart = accountant.epsilon(new PrivacyEvent.Composed(singles), sample.relation(), DELTA);
        double slack = accountant.name().equals("pld") ? 2e-3 : 1e-6;
        boolean notMore = together <= apart * (1 + slack);
        return accountant.name().equals("sum") ? notMore : notMore && together >= apart * (1 - slack);
    }

    @Test
    void noise_more_costsLess() {
        for (EventSamples sample : EventSamples.EVERY_TYPE) {
            for (Accountant accountant : FAST) {
                if (accountant.unsupported(sample.event(), sample.relation()).isPresent()) {
                    continue;
                }
                double last = Double.POSITIVE_INFINITY;
                for (double noise : new double[] {0.8, 1, 1.5, 3, 10}) {
                    double epsilon = accountant.epsilon(
                            new PrivacyEvent.SelfComposed(sample.noisy().apply(noise), 20), sample.relation(), DELTA);
                    assertThat(epsilon)
                            .as("%s %s at noise %s", accountant.name(), sample.name(), noise)
                            .isLessThan(last);
                    last = epsilon;
                }
            }
        }
    }

    @Test
    void epsilon_randomLists_isMonotoneInStepsRateAndDelta() {
        Random random = new Random(SEED);
        for (int i = 0; i < 40; i++) {
            double q = Math.pow(10, -3 * random.nextDouble());
            double sigma = 0.5 + 5 * random.nextDouble();
            long steps = 1L + random.nextInt(3000);
            double delta = Math.pow(10, -2 - 10 * random.nextDouble());
            double base = sgd(q, sigma, steps, delta);
            String described = "seed " + SEED + " q " + q + " sigma " + sigma + " steps " + steps + " delta " + delta;
            assertThat(sgd(q, sigma, steps + 1, delta)).as(described).isGreaterThanOrEqualTo(base);
            assertThat(sgd(Math.min(1, q * 1.01), sigma, steps, delta))
                    .as(described)
                    .isGreaterThanOrEqualTo(base);
            assertThat(sgd(q, sigma, steps, delta / 2)).as(described).isGreaterThan(base);
            double back = RDP.delta(plan(q, sigma, steps), ADD_OR_REMOVE_ONE, base);
            assertThat(base == 0 ? 0 : back / delta).as(described).isLessThanOrEqualTo(1 + 1e-6);
        }
    }

    private static double sgd(double q, double sigma, long steps, double delta) {
        return RDP.epsilon(plan(q, sigma, steps), ADD_OR_REMOVE_ONE, delta);
    }

    private static PrivacyEvent plan(double q, double sigma, long steps) {
        return new PrivacyEvent.SelfComposed(
                new PrivacyEvent.PoissonSampled(q, new PrivacyEvent.Gaussian(sigma)), steps);
    }

    @Test
    void order_ofComposition_changesNotOneBit() {
        List<PrivacyEvent> events = new ArrayList<>();
        EventSamples.EVERY_TYPE.stream()
                .filter(sample ->
                        sample.relation() == ADD_OR_REMOVE_ONE && !sample.name().equals("truncated"))
                .forEach(sample -> events.add(new PrivacyEvent.SelfComposed(sample.event(), 3)));
        double first = RDP.epsilon(new PrivacyEvent.Composed(events), ADD_OR_REMOVE_ONE, DELTA);
        Random random = new Random(SEED);
        for (int i = 0; i < 5; i++) {
            Collections.shuffle(events, random);
            assertThat(RDP.epsilon(new PrivacyEvent.Composed(events), ADD_OR_REMOVE_ONE, DELTA))
                    .as("seed %d", SEED)
                    .isEqualTo(first);
        }
    }

    @Test
    void nothing_added_changesNothing() {
        for (EventSamples sample : EventSamples.EVERY_TYPE) {
            PrivacyEvent padded = new PrivacyEvent.Composed(List.of(
                    new PrivacyEvent.SelfComposed(new PrivacyEvent.Gaussian(1), 0),
                    sample.event(),
                    new PrivacyEvent.Composed(List.of())));
            for (Accountant accountant : FAST) {
                if (accountant.unsupported(sample.event(), sample.relation()).isEmpty()) {
                    assertThat(accountant.epsilon(padded, sample.relation(), DELTA))
                            .isEqualTo(accountant.epsilon(sample.event(), sample.relation(), DELTA));
                }
            }
        }
        assertThat(Accounting.best(new PrivacyEvent.Composed(List.of()), ADD_OR_REMOVE_ONE, 0)
                        .value())
                .isZero();
    }

    @Test
    void pld_ofGaussianNoise_neverCostsMoreThanRenyi() {
        for (double q : new double[] {0.01, 0.2, 1}) {
            for (double sigma : new double[] {0.8, 2}) {
                Price price = Accounting.best(plan(q, sigma, 200), ADD_OR_REMOVE_ONE, DELTA);
                double pld = price.byAccountant().getOrDefault("pld", Double.NaN);
                assertThat(pld).isLessThanOrEqualTo(price.byAccountant().getOrDefault("rdp", Double.NaN));
                assertThat(price.value()).isLessThanOrEqualTo(pld);
            }
        }
    }

    @Test
    void direction_thatAddsTheRecord_isBelowTheTruth() {
        SampledGaussianProfile profile = new SampledGaussianProfile(0.1, 1);
        double truth = profile.remove(1);
        assertThat(RDP.delta(plan(0.1, 1, 1), ADD_OR_REMOVE_ONE, 1)).isGreaterThanOrEqualTo(truth);
        assertThat(profile.add(1)).as("the planted bug: the wrong direction").isLessThan(truth / 2);
    }

    @Test
    void delta_ofComposition_isNotTheDeltaOfOne() {
        EpsilonDelta one = new EpsilonDelta(0.1, 1e-8);
        double ten = new OptimalComposition(one, 10).delta(1);
        assertThat(ten).isBetween(1e-7 * (1 - 1e-6), 1e-7 * (1 + 1e-6));
        assertThat(ten).as("the planted bug: deltas not summed").isGreaterThan(5 * one.delta());
    }

    @Test
    void epsilon_atDeltaZero_isTheSumOfPureOnes() {
        PrivacyEvent laplace = new PrivacyEvent.SelfComposed(new PrivacyEvent.Laplace(2), 4);
        assertThat(Accounting.best(laplace, ADD_OR_REMOVE_ONE, 0).value()).isBetween(2.0, 2 + 1e-14);
        assertThat(Accounting.best(new PrivacyEvent.Gaussian(1), ADD_OR_REMOVE_ONE, 0)
                        .value())
                .isInfinite();
    }

    @Test
    void best_mixOfManyTypes_isTheLeastBound() {
        PrivacyEvent mix = new PrivacyEvent.Composed(List.of(
                new PrivacyEvent.SelfComposed(new PrivacyEvent.ExponentialMechanism(0.1), 150),
                new PrivacyEvent.SelfComposed(new PrivacyEvent.Gaussian(15), 20)));
        Price price = Accounting.best(mix, ADD_OR_REMOVE_ONE, 1e-6);
        assertThat(price.accountant()).isEqualTo("rdp");
        assertThat(price.value()).isBetween(3.38, 3.399);
        assertThat(price.byAccountant().values()).allMatch(epsilon -> epsilon >= price.value());
    }

    @Test
    void best_listThatNobodyPricesWhole_isSplit() {
        PrivacyEvent truncated = new PrivacyEvent.TruncatedPoissonSampled(1000, 0.01, 20, new PrivacyEvent.Gaussian(2));
        PrivacyEvent selected = new PrivacyEvent.RepeatAndSelect(new PrivacyEvent.Gaussian(9), 4, 1);
        PrivacyEvent both = new PrivacyEvent.Composed(List.of(truncated, selected));
        Price price = Accounting.best(both, ADD_OR_REMOVE_ONE, DELTA);
        assertThat(price.accountant()).isEqualTo("split");
        double apart = Accounting.best(truncated, ADD_OR_REMOVE_ONE, DELTA / 2).value()
                + Accounting.best(selected, ADD_OR_REMOVE_ONE, DELTA / 2).value();
        double least = Accounting.best(selected, ADD_OR_REMOVE_ONE, DELTA).value();
        assertThat(price.value()).isBetween(least, apart * (1 + 1e-9));
        assertThat(Accounting.bestDelta(both, ADD_OR_REMOVE_ONE, price.value()).value())
                .isBetween(DELTA / 100, DELTA * 2);
    }

    @Test
    void unsupported_event_isRefusedByName() {
        PrivacyEvent sampled = new PrivacyEvent.PoissonSampled(0.1, new PrivacyEvent.DiscreteGaussian(3, 1));
        assertThatThrownBy(() -> RDP.epsilon(sampled, ADD_OR_REMOVE_ONE, DELTA))
                .isInstanceOf(UnsupportedEventException.class)
                .hasMessageContaining("RDP")
                .hasMessageContaining("DiscreteGaussian")
                .hasMessageContaining("ADD_OR_REMOVE_ONE");
        assertThatThrownBy(() -> Accounting.best(new PrivacyEvent.TreeAggregation(1, 4), REPLACE_ONE, DELTA))
                .isInstanceOf(UnsupportedEventException.class)
                .hasMessageContaining("TreeAggregation");
        assertThatThrownBy(() -> Accounting.best(new PrivacyEvent.Gaussian(1), ADD_OR_REMOVE_ONE, 1))
                .hasMessage("delta must be in [0, 1), got 1.0");
    }
}
