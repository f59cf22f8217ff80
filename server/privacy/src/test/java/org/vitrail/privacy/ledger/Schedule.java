package org.vitrail.privacy.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A whole schedule from one seed: what is asked next depends on the seed and on the model alone.
final class Schedule {
    private static final int LEVELS = 4;
    private static final Fraction[] AMOUNTS = {
        Fraction.of(1, 10),
        Fraction.of(1, 10),
        Fraction.of(1, 3),
        Fraction.of(3, 10),
        Fraction.of(1, 7),
        Fraction.of(1, 1_000_000_000_000_000_000L), // far below one unit
        Fraction.of(1, 1_000),
        Fraction.ZERO
    };
    private static final Fraction[] CAPS = {
        Fraction.of(3, 10), Fraction.of(3, 10), Fraction.of(1, 1), Fraction.of(1, 3), Fraction.of(2, 3)
    };

    private final RandomGenerator random;
    private final List<String> measures;
    private final Definition model;
    private int names;

    Schedule(long seed, List<String> measures, Definition model) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.measures = measures;
        this.model = model;
    }

    /// The next move; many are to be refused.
    Move next() {
        if (model.accounts().isEmpty()) {
            return new Move.Open("a" + names++, Optional.empty(), amounts(CAPS), false);
        }
        int dice = random.nextInt(100);
        if (dice < 12) {
            String parent = account();
            String id = random.nextInt(20) == 0 ? account() : "a" + names++;
            return depth(parent) < LEVELS
                    ? new Move.Open(id, Optional.of(parent), amounts(CAPS), random.nextInt(3) == 0)
                    : new Move.Close(parent);
        }
        if (dice < 55 || model.jobs().isEmpty()) {
            String job = random.nextInt(20) == 0 && !model.jobs().isEmpty() ? job() : "j" + names++;
            return new Move.Reserve(job, account(), charge());
        }
        if (dice < 70) {
            return new Move.Start(job());
        }
        if (dice < 84) {
            return new Move.GiveBack(job());
        }
        if (dice < 94) {
            return random.nextBoolean() ? new Move.Release(job()) : new Move.Fail(job());
        }
        return dice < 97 ? new Move.Close(account()) : new Move.Raise(account(), amounts(CAPS));
    }

    private int depth(String account) {
        int depth = 1;
        Optional<String> parent = parent(account);
        while (parent.isPresent()) {
            depth++;
            parent = parent(parent.get());
        }
        return depth;
    }

    private Optional<String> parent(String account) {
        return Optional.ofNullable(model.accounts().get(account)).orElseThrow().parent();
    }

    private String account() {
        return pick(new ArrayList<>(model.accounts().keySet()));
    }

    private String job() {
        List<String> all = new ArrayList<>(model.jobs().keySet());
        // Mostly a late one: the early ones have ended.
        return random.nextInt(4) == 0 ? pick(all) : pick(all.subList(Math.max(0, all.size() - 5), all.size()));
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private SortedMap<String, Fraction> amounts(Fraction[] from) {
        SortedMap<String, Fraction> amounts = new TreeMap<>();
        measures.forEach(measure -> amounts.put(measure, from[random.nextInt(from.length)]));
        return amounts;
    }

    private SortedMap<String, Fraction> charge() {
        SortedMap<String, Fraction> amounts = amounts(AMOUNTS);
        if (random.nextInt(12) == 0) {
            amounts.remove(measures.get(random.nextInt(measures.size()))); // no finite amount in that measure
        }
        return amounts;
    }
}
