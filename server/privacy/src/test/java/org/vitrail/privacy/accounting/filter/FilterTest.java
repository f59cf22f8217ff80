package org.vitrail.privacy.accounting.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitrail.privacy.accounting.NeighbouringRelation.ADD_OR_REMOVE_ONE;
import static org.vitrail.privacy.accounting.NeighbouringRelation.REPLACE_ONE;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.composition.GdpAccountant;
import org.vitrail.privacy.accounting.composition.SumAccountant;
import org.vitrail.privacy.accounting.composition.ZcdpAccountant;

/// Exact sums, the gate of several filters against a plain model of its rule, and the bugs it must not have.
class FilterTest {
    private static final long SEED = 811;

    @Test
    void request_threeTenths_fitInThreeTenths() {
        assertThat(decisions("0.3", "0.1", "0.1", "0.1", "0.1")).containsExactly(true, true, true, false);
        assertThat(decisions("1", "0.7", "0.4", "0.3", "0.0", "0.0000000000000000001"))
                .containsExactly(true, false, true, true, false);
        assertThat(decisions("1e-3", "5e-4", "5e-4", "1e-30")).containsExactly(true, true, false);
        assertThat(decisions("1/3", "1/6", "1/6", "0")).containsExactly(true, true, true);
    }

    @Test
    void request_sumsInDoubles_areCaught() {
        assertThat(inDoubles(0.3, 0.1, 0.1, 0.1)).as("the planted bug refuses").endsWith(false);
        assertThat(inDoubles(1e-3, 5e-4, 5e-4, 1e-30))
                .as("the planted bug allows")
                .endsWith(true);
    }

    private static List<Boolean> decisions(String cap, String... charges) {
        SumFilter filter = new SumFilter(List.of(Rational.parse(cap)));
        return Stream.of(charges)
                .map(charge -> filter.request(List.of(Rational.parse(charge))))
                .toList();
    }

    private static List<Boolean> inDoubles(double cap, double... charges) {
        List<Boolean> decisions = new ArrayList<>();
        double spent = 0;
        for (double charge : charges) {
            boolean fits = spent + charge <= cap;
            spent += fits ? charge : 0;
            decisions.add(fits);
        }
        return decisions;
    }

    @Test
    void request_denied_changesNothing() {
        SumFilter filter = new SumFilter(List.of(Rational.parse("1"), Rational.parse("1/2")));
        assertThat(filter.request(List.of(Rational.parse("0.1"), Rational.parse("0.6"))))
                .isFalse();
        assertThat(filter.spent()).containsOnly(Rational.NOTHING);
        assertThat(filter.request(List.of(Rational.parse("1"), Rational.parse("1/2"))))
                .isTrue();
    }

    @Test
    void session_randomRequests_followTheRule() {
        Random random = new Random(SEED);
        List<Measure> measures = List.of(
                new Measure.Pure(), new Measure.Sums(), new Measure.Zcdp(), new Measure.Gdp(), new Measure.Renyi(8));
        int denied = 0;
        for (int run = 0; run < 30; run++) {
            double epsilon = 0.5 + random.nextDouble();
            SessionFilter session = SessionFilter.equalShares(ADD_OR_REMOVE_ONE, epsilon, 1e-6, measures);
            Model model = new Model(epsilon, 1e-6 / 4, measures);
            for (int i = 0; i < 40; i++) {
                PrivacyEvent event = random.nextBoolean()
                        ? new PrivacyEvent.Gaussian(10 + 40 * random.nextDouble())
                        : new PrivacyEvent.Laplace(5 + 40 * random.nextDouble());
                boolean expected = model.request(event);
                denied += expected ? 0 : 1;
                assertThat(session.request(event))
                        .as("seed %d run %d request %d", SEED, run, i)
                        .isEqualTo(expected);
            }
        }
        assertThat(denied).isBetween(50, 1150);
    }

    /// The rule in its plainest form, with big decimals and maps.
    private static final class Model {
        private final Map<Measure, List<Rational>> caps = new LinkedHashMap<>();
        private final Map<Measure, List<Rational>> spent = new LinkedHashMap<>();

        Model(double epsilon, double share, List<Measure> measures) {
            for (Measure measure : measures) {
                caps.put(measure, measure.caps(epsilon, share));
                spent.put(
                        measure,
                        measure.caps(epsilon, share).stream()
                                .map(c -> Rational.NOTHING)
                                .toList());
            }
        }

        boolean request(PrivacyEvent event) {
            boolean any = false;
            Map<Measure, List<Rational>> next = new LinkedHashMap<>();
            for (Measure measure : List.copyOf(spent.keySet())) {
                Optional<List<Rational>> charge = measure.charge(event, ADD_OR_REMOVE_ONE);
                if (charge.isEmpty()) {
                    continue;
                }
                List<Rational> sums = new ArrayList<>();
                boolean all = true;
                for (int i = 0; i < charge.get().size(); i++) {
                    Rational sum = spent.getOrDefault(measure, List.of())
                            .get(i)
                            .plus(charge.get().get(i));
                    sums.add(sum);
                    all &= sum.compareTo(caps.getOrDefault(measure, List.of()).get(i)) <= 0;
                }
                next.put(measure, sums);
                any |= all;
            }
            if (any) {
                spent.clear();
                spent.putAll(next);
            }
            return any;
        }
    }

    @Test
    void session_chargesOnlyTheFilterThatAccepts_isCaught() {
        SessionFilter session =
                SessionFilter.equalShares(ADD_OR_REMOVE_ONE, 1, 1e-6, List.of(new Measure.Pure(), new Measure.Zcdp()));
        assertThat(session.request(new PrivacyEvent.Laplace(2))).isTrue();
        assertThat(session.spent(new Measure.Pure()).orElseThrow().getFirst()).isNotEqualTo(Rational.NOTHING);
        assertThat(session.spent(new Measure.Zcdp()).orElseThrow().getFirst()).isNotEqualTo(Rational.NOTHING);
    }

    @Test
    void session_requestWithoutCharge_endsThatMeasure() {
        SessionFilter session =
                SessionFilter.equalShares(ADD_OR_REMOVE_ONE, 1, 1e-6, List.of(new Measure.Pure(), new Measure.Gdp()));
        assertThat(session.request(new PrivacyEvent.Gaussian(20))).isTrue();
        assertThat(session.spent(new Measure.Pure())).isEmpty();
        assertThat(session.request(new PrivacyEvent.Laplace(100)))
                .as("pure sums no longer hold")
                .isFalse();
        assertThat(session.spent(new Measure.Gdp())).isPresent();
    }

    @Test
    void caps_ofEveryMeasure_implyTheBudget() {
        double epsilon = 1.3;
        double share = 1e-7;
        double rho = toDouble(new Measure.Zcdp().caps(epsilon, share));
        assertThat(ZcdpAccountant.delta(rho, epsilon)).isBetween(share * (1 - 1e-6), share);
        double mu2 = toDouble(new Measure.Gdp().caps(epsilon, share));
        assertThat(GaussianAccountant.delta(epsilon, BigDecimal.valueOf(mu2)))
                .isBetween(share * (1 - 1e-6), share * (1 + 1e-12));
        double r = toDouble(new Measure.Renyi(12).caps(epsilon, share));
        double back = r + Math.log1p(-1 / 12.0) - Math.log(share * 12) / 11;
        assertThat(back).isBetween(epsilon * (1 - 1e-12), epsilon);
        assertThat(toDouble(new Measure.Renyi(1.5).caps(epsilon, share))).isZero();
    }

    private static double toDouble(List<Rational> amounts) {
        Rational amount = amounts.getFirst();
        return amount.numerator().doubleValue() / amount.denominator().doubleValue();
    }

    @Test
    void session_sharesAboveDelta_areRefused() {
        assertThatThrownBy(() -> new SessionFilter(
                        ADD_OR_REMOVE_ONE, 1, 1e-6, Map.of(new Measure.Gdp(), 6e-7, new Measure.Zcdp(), 6e-7)))
                .hasMessageContaining("shares")
                .hasMessageContaining("1.0E-6");
        assertThatThrownBy(() -> new SessionFilter(ADD_OR_REMOVE_ONE, 1, 0, Map.of(new Measure.Gdp(), 0.0)))
                .hasMessageContaining("share of Gdp");
    }

    @Test
    void parallel_costsTheCostliestPart_underAddOrRemoveOnly() {
        PublicPartition byCountry = new PublicPartition(
                "country as given in the public list",
                List.of(new PrivacyEvent.Laplace(4), new PrivacyEvent.Laplace(2)));
        SessionFilter session = SessionFilter.equalShares(ADD_OR_REMOVE_ONE, 1, 0, List.of(new Measure.Pure()));
        assertThat(session.request(byCountry)).isTrue();
        assertThat(toDouble(session.spent(new Measure.Pure()).orElseThrow())).isBetween(0.5, 0.5 + 1e-12);
        SessionFilter replacing = SessionFilter.equalShares(REPLACE_ONE, 1, 0, List.of(new Measure.Pure()));
        assertThatThrownBy(() -> replacing.request(byCountry)).hasMessageContaining("ADD_OR_REMOVE_ONE");
    }

    @Test
    void filters_takeNoLossDistribution() {
        List<Class<?>> named = new ArrayList<>();
        for (Class<?> type : List.of(SessionFilter.class, SumFilter.class, Measure.class, PublicPartition.class)) {
            for (Method method : type.getMethods()) {
                named.add(method.getReturnType());
                named.addAll(List.of(method.getParameterTypes()));
            }
        }
        assertThat(named)
                .hasSizeGreaterThan(20)
                .noneMatch(type -> type.getName().contains(".pld."));
        assertThat(Measure.class.isSealed()).isTrue();
        assertThat(Measure.class.getPermittedSubclasses()).hasSize(5);
    }

    @Test
    void session_acceptedRequests_areWithinTheBudgetOfAFixedList() {
        SessionFilter session = SessionFilter.equalShares(ADD_OR_REMOVE_ONE, 2, 1e-6, List.of(new Measure.Gdp()));
        List<PrivacyEvent> accepted = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            PrivacyEvent event = new PrivacyEvent.Gaussian(20 + i % 7);
            if (session.request(event)) {
                accepted.add(event);
            }
        }
        PrivacyEvent all = new PrivacyEvent.Composed(accepted);
        assertThat(new GdpAccountant().epsilon(all, ADD_OR_REMOVE_ONE, 1e-6)).isBetween(1.95, 2.0);
        assertThat(new SumAccountant().unsupported(all, ADD_OR_REMOVE_ONE)).isPresent();
    }
}
