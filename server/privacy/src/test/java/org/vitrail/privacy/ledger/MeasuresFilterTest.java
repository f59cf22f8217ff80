package org.vitrail.privacy.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.filter.Measure;
import org.vitrail.privacy.accounting.filter.SessionFilter;

/// An account in several measures accepts what the filter of exact sums accepts, whose proof is in its
/// package. A seed is a set of measures, a cap and a list of events of every kind that a filter can
/// charge.
class MeasuresFilterTest {
    private static final NeighbouringRelation RELATION = NeighbouringRelation.ADD_OR_REMOVE_ONE;
    private static final int SEEDS = 40;
    private static final int EVENTS = 60;
    private static final List<String> ALL = List.of("gdp", "zcdp", "renyi-8", "renyi-32", "pure", "sums");

    /// How an account may be wrong.
    enum Flaw {
        NONE,
        /// Every measure must accept.
        AND,
        /// Each measure has all of δ.
        NO_SPLIT,
        /// Only the first measure that accepts is charged.
        ONE_CHARGED
    }

    private record Case(Measures measures, double epsilon, double delta, List<PrivacyEvent> events) {
        static Case of(long seed) {
            RandomGenerator chance =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            List<String> names = new ArrayList<>();
            while (names.size() < 2) {
                names.clear();
                ALL.stream().filter(_ -> chance.nextBoolean()).forEach(names::add);
            }
            double epsilon = 0.5 + 2 * chance.nextDouble();
            double size = chance.nextDouble() * chance.nextDouble(); // of an event, as a share of the cap
            List<PrivacyEvent> events = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                events.add(event(chance, epsilon, size * chance.nextDouble()));
            }
            return new Case(new Measures(names), epsilon, 1e-6, events);
        }

        private static PrivacyEvent event(RandomGenerator chance, double epsilon, double size) {
            double cost = Math.max(1e-4, epsilon * size);
            return switch (chance.nextInt(6)) {
                case 0 -> new PrivacyEvent.Gaussian(4 / cost);
                case 1 -> new PrivacyEvent.GaussianDp(new MuSquared((long) (cost * cost / 16 * 1e12)));
                case 2 -> new PrivacyEvent.Laplace(1 / cost);
                case 3 -> new PrivacyEvent.ApproximateDp(cost, chance.nextDouble() * 1e-7);
                case 4 -> new PrivacyEvent.ExponentialMechanism(cost);
                default -> new PrivacyEvent.DiscreteGaussian(4 / cost, 1);
            };
        }

        List<Measure> filters() {
            return measures.names().stream()
                    .<Measure>map(name -> switch (name) {
                        case "gdp" -> new Measure.Gdp();
                        case "zcdp" -> new Measure.Zcdp();
                        case "pure" -> new Measure.Pure();
                        case "sums" -> new Measure.Sums();
                        default -> new Measure.Renyi(Double.parseDouble(name.substring("renyi-".length())));
                    })
                    .toList();
        }
    }

    /// What is accepted, in order, as text.
    private static String reference(Case given) {
        SessionFilter filter = SessionFilter.equalShares(RELATION, given.epsilon(), given.delta(), given.filters());
        StringBuilder accepted = new StringBuilder();
        given.events().forEach(event -> accepted.append(filter.request(event) ? '+' : '-'));
        return accepted.toString();
    }

    /// The ledger's own account.
    private static String ours(Case given) {
        Balance<DpAmount> balance = Balance.open(given.measures().caps(given.epsilon(), given.delta()));
        StringBuilder accepted = new StringBuilder();
        for (PrivacyEvent event : given.events()) {
            DpAmount charge = given.measures().charge(event, RELATION);
            boolean admitted = balance.admits(charge);
            if (admitted) {
                balance = balance.setAside(reserved -> reserved.plus(charge)).start(charge);
            }
            accepted.append(admitted ? '+' : '-');
        }
        return accepted.toString();
    }

    private static String flawed(Case given, Flaw flaw) {
        DpAmount caps =
                flaw == Flaw.NO_SPLIT ? unsplit(given) : given.measures().caps(given.epsilon(), given.delta());
        DpAmount used = caps.none();
        StringBuilder accepted = new StringBuilder();
        for (PrivacyEvent event : given.events()) {
            DpAmount after = used.plus(given.measures().charge(event, RELATION));
            List<String> accepting = given.measures().names().stream()
                    .filter(name -> accepts(name, caps, after))
                    .toList();
            boolean admitted =
                    flaw == Flaw.AND ? accepting.equals(given.measures().names()) : !accepting.isEmpty();
            if (admitted) {
                used = flaw == Flaw.ONE_CHARGED ? charged(accepting.getFirst(), used, after) : after;
            }
            accepted.append(admitted ? '+' : '-');
        }
        return accepted.toString();
    }

    private static boolean accepts(String measure, DpAmount caps, DpAmount total) {
        return Measures.units(measure).stream()
                .allMatch(unit -> !total.unbounded(unit) && total.in(unit) <= caps.in(unit));
    }

    private static DpAmount unsplit(Case given) {
        SortedMap<String, Long> caps = new TreeMap<>();
        for (String name : given.measures().names()) {
            caps.putAll(new Measures(List.of(name))
                    .caps(given.epsilon(), given.delta())
                    .units());
        }
        return new DpAmount(caps);
    }

    private static DpAmount charged(String measure, DpAmount before, DpAmount after) {
        SortedMap<String, Long> units = new TreeMap<>(before.units());
        Measures.units(measure).forEach(unit -> units.put(unit, after.in(unit)));
        return new DpAmount(units);
    }

    private static long firstSeed() {
        return System.nanoTime() & 0xffff_ffffL;
    }

    @Test
    void account_onEverySequence_acceptsWhatTheExactFilterAccepts() {
        long first = firstSeed();
        System.out.println("MeasuresFilterTest first seed " + first);
        int refused = 0;
        for (long seed = first; seed < first + SEEDS; seed++) {
            Case given = Case.of(seed);
            String expected = reference(given);
            assertThat(ours(given)).as("seed %d, %s", seed, given.measures()).isEqualTo(expected);
            refused += expected.contains("-") && expected.contains("+") ? 1 : 0;
        }
        assertThat(refused).as("sequences that were partly refused").isGreaterThan(SEEDS / 4);
    }

    @Test
    void plainAccount_withoutFlaw_acceptsTheSame() {
        for (long seed = 1; seed <= SEEDS / 2; seed++) {
            assertThat(flawed(Case.of(seed), Flaw.NONE)).as("seed %d", seed).isEqualTo(reference(Case.of(seed)));
        }
    }

    /// The must-fail twins.
    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            names = {"AND", "NO_SPLIT", "ONE_CHARGED"})
    void flaw_isSeen(Flaw flaw) {
        assertThat(LongStream.rangeClosed(1, SEEDS)
                        .mapToObj(Case::of)
                        .filter(given -> !flawed(given, flaw).equals(reference(given)))
                        .count())
                .as("sequences on which %s differs", flaw)
                .isPositive();
    }
}
