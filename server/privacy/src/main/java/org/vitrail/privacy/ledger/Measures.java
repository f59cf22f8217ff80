package org.vitrail.privacy.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.filter.Measure;
import org.vitrail.privacy.accounting.filter.Rational;
import org.vitrail.privacy.accounting.filter.SessionFilter;

/// The measures of an account, fixed when it is opened: what its (ε, δ) and each charge come to in them.
/// Any of them may accept a charge, so δ is split into equal shares; `pure` needs none (proof:
/// accounting.filter).
///
/// Example: (1, 1e-6) in `gdp` and `zcdp` is the pair of caps for (1, 5e-7).
///
/// @param names `gdp`, `zcdp`, `renyi-ORDER`, `pure`, `sums`, each once, in this order
public record Measures(List<String> names) {
    /// Gaussian differential privacy alone, which has all of δ.
    public static final Measures GDP = new Measures(List.of(DpAmount.GDP));

    private static final String RENYI = "renyi-";
    private static final String SUMS = "sums";
    private static final List<String> ORDER = List.of(DpAmount.GDP, "zcdp", RENYI, "pure", SUMS);
    private static final int DIGITS = 12;
    private static final int DELTA_DIGITS = 18;
    private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);

    /// @throws IllegalArgumentException if there is none, one twice, or one of another name
    public Measures {
        names = names.stream()
                .sorted(Comparator.comparingInt(Measures::rank)
                        .thenComparingDouble(name -> measure(name) instanceof Measure.Renyi(double order) ? order : 0))
                .toList();
        if (names.isEmpty() || names.stream().map(Measures::measure).distinct().count() != names.size()) {
            throw new IllegalArgumentException("measures must be at least 1, each once, got " + names);
        }
    }

    /// Those that an amount is kept in.
    public static Measures of(DpAmount amount) {
        return new Measures(amount.units().keySet().stream()
                .map(unit -> unit.startsWith(SUMS) ? SUMS : unit)
                .distinct()
                .toList());
    }

    private static int rank(String name) {
        return ORDER.indexOf(name.startsWith(RENYI) ? RENYI : name);
    }

    private static Measure measure(String name) {
        return switch (name) {
            case DpAmount.GDP -> new Measure.Gdp();
            case "zcdp" -> new Measure.Zcdp();
            case "pure" -> new Measure.Pure();
            case SUMS -> new Measure.Sums();
            default -> {
                if (!name.matches("renyi-[0-9]{1,6}(\\.[0-9]{1,6})?")) {
                    throw new IllegalArgumentException(
                            "a measure must be gdp, zcdp, renyi-ORDER, pure or sums, got '" + name + "'");
                }
                yield new Measure.Renyi(Double.parseDouble(name.substring(RENYI.length())));
            }
        };
    }

    /// The units that a measure is kept in: two for `sums`, else one.
    public static List<String> units(String name) {
        return name.equals(SUMS) ? List.of("sums.epsilon", "sums.delta") : List.of(name);
    }

    /// How many units of 10^-digits one is: 12, and 18 of δ.
    public static int digits(String unit) {
        return unit.equals("sums.delta") ? DELTA_DIGITS : DIGITS;
    }

    /// The part of `delta` that a measure may use.
    ///
    /// @param delta of the account; in (0, 1)
    public double share(String name, double delta) {
        List<Measure> all = names.stream().map(Measures::measure).toList();
        return Optional.ofNullable(SessionFilter.equalShares(delta, all).get(measure(name)))
                .orElseThrow(() -> new IllegalArgumentException("expected one of " + names + ", got '" + name + "'"));
    }

    /// The caps of an account of (`epsilon`, `delta`), rounded down; 0 in a measure that can accept
    /// nothing.
    ///
    /// @param epsilon > 0, finite
    /// @param delta in (0, 1)
    public DpAmount caps(double epsilon, double delta) {
        SortedMap<String, Long> caps = new TreeMap<>();
        for (String name : names) {
            List<Rational> exact = measure(name).caps(epsilon, share(name, delta));
            for (int i = 0; i < exact.size(); i++) {
                String unit = units(name).get(i);
                caps.put(unit, bounded(exact.get(i).unitsDown(digits(unit))));
            }
        }
        return new DpAmount(caps);
    }

    /// What an event takes, rounded up; without bound in a measure in which it has no finite charge.
    public DpAmount charge(PrivacyEvent event, NeighbouringRelation relation) {
        SortedMap<String, Long> charges = new TreeMap<>();
        for (String name : names) {
            Optional<List<Rational>> exact = measure(name).charge(event, relation);
            for (int i = 0; i < units(name).size(); i++) {
                String unit = units(name).get(i);
                charges.put(
                        unit,
                        exact.isEmpty()
                                ? Units.UNBOUNDED
                                : bounded(exact.get().get(i).unitsUp(digits(unit))));
            }
        }
        return new DpAmount(charges);
    }

    private static long bounded(BigInteger units) {
        return units.min(LONGEST).longValueExact(); // a charge that large has no bound, a cap that large none either
    }

    /// The ε that a total implies in one measure, at its share of `delta`, rounded up; infinite if none.
    /// Beside a cap that was fixed before it is the filter's bound for what ran so far.
    public double epsilon(String name, double delta, DpAmount total) {
        List<Rational> sums = new ArrayList<>();
        for (String unit : units(name)) {
            long amount = total.in(unit);
            if (amount == Units.UNBOUNDED) {
                return Double.POSITIVE_INFINITY;
            }
            sums.add(Rational.of(BigDecimal.valueOf(amount, digits(unit))));
        }
        return measure(name).epsilon(sums, share(name, delta));
    }

    /// The least of them: each is a bound.
    public double epsilon(double delta, DpAmount total) {
        return names.stream()
                .mapToDouble(name -> epsilon(name, delta, total))
                .min()
                .orElseThrow();
    }
}
