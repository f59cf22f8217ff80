package org.vitrail.privacy.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The model: what a ledger means, from its definition, with exact rationals and nothing carried along. Every amount
/// is
/// summed anew from all jobs each time it is asked for.
///
/// * spent: of the jobs that started, on the account or below it; reserved: of those that wait;
/// * kept: what each guaranteed account below has not used, unless another guaranteed or a closed one stands between;
/// * allowed: kept + reserved + spent within the cap, in all parts of at least one measure, on every account.
final class Definition implements Subject {
    private final List<String> measures;
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    enum State {
        WAITING,
        STARTED,
        ENDED,
        GIVEN_BACK
    }

    record Account(Optional<String> parent, SortedMap<String, Fraction> cap, boolean guaranteed, boolean closed) {}

    /// @param exact what was asked for
    /// @param charge the same, rounded up; without a bound where a measure is missing
    record Job(String account, SortedMap<String, Fraction> exact, SortedMap<String, Fraction> charge, State state) {
        Job in(State next) {
            return new Job(account, exact, charge, next);
        }
    }

    /// A sum that may have no bound.
    private record Sum(Fraction value, boolean bounded) {
        static final Sum NONE = new Sum(Fraction.ZERO, true);

        Sum plus(Optional<Fraction> amount) {
            return amount.map(more -> new Sum(value.plus(more), bounded)).orElseGet(() -> new Sum(value, false));
        }

        Sum plus(Sum other) {
            return new Sum(value.plus(other.value), bounded && other.bounded);
        }

        long units(String measure) {
            return bounded ? value.up(Subject.perOne(measure)) : Long.MAX_VALUE;
        }
    }

    Definition(List<String> measures) {
        this.measures = List.copyOf(measures);
    }

    Map<String, Account> accounts() {
        return accounts;
    }

    Map<String, Job> jobs() {
        return jobs;
    }

    @Override
    public boolean take(Move move) {
        return switch (move) {
            case Move.Open open -> open(open);
            case Move.Reserve reserve -> reserve(reserve);
            case Move.Start(String job) -> advance(job, State.WAITING, State.STARTED);
            case Move.GiveBack(String job) -> advance(job, State.WAITING, State.GIVEN_BACK);
            case Move.Release(String job) -> advance(job, State.STARTED, State.ENDED);
            case Move.Fail(String job) -> advance(job, State.STARTED, State.ENDED);
            case Move.Close(String id) -> {
                Account account = accounts.get(id);
                if (account != null) {
                    accounts.put(id, new Account(account.parent(), account.cap(), false, true));
                }
                yield account != null;
            }
            case Move.Raise raise -> raise(raise);
        };
    }

    private boolean open(Move.Open open) {
        boolean known = accounts.containsKey(open.account());
        boolean lost =
                open.parent().isPresent() && !accounts.containsKey(open.parent().get());
        if (known
                || lost
                || up(open.parent()).stream().anyMatch(id -> account(id).closed())) {
            return false;
        }
        accounts.put(open.account(), new Account(open.parent(), rounded(open.cap(), false), open.guaranteed(), false));
        return keepIf(allowed(), () -> accounts.remove(open.account()));
    }

    private boolean reserve(Move.Reserve reserve) {
        if (jobs.containsKey(reserve.job())
                || !accounts.containsKey(reserve.account())
                || up(Optional.of(reserve.account())).stream()
                        .anyMatch(id -> account(id).closed())) {
            return false;
        }
        jobs.put(
                reserve.job(),
                new Job(reserve.account(), reserve.amount(), rounded(reserve.amount(), true), State.WAITING));
        return keepIf(allowed(), () -> jobs.remove(reserve.job()));
    }

    private boolean advance(String id, State from, State to) {
        Job job = jobs.get(id);
        if (job == null || job.state() != from) {
            return false;
        }
        jobs.put(id, job.in(to));
        return true;
    }

    private boolean raise(Move.Raise raise) {
        Account account = accounts.get(raise.account());
        SortedMap<String, Fraction> cap = rounded(raise.cap(), false);
        if (account == null || account.guaranteed() || account.closed()) {
            return false;
        }
        boolean lower = measures.stream().anyMatch(m -> of(cap, m).compareTo(of(account.cap(), m)) < 0);
        boolean higher = measures.stream().anyMatch(m -> of(cap, m).compareTo(of(account.cap(), m)) > 0);
        if (lower || !higher) {
            return false;
        }
        accounts.put(raise.account(), new Account(account.parent(), cap, false, false));
        return true;
    }

    private static boolean keepIf(boolean holds, Runnable undo) {
        if (!holds) {
            undo.run();
        }
        return holds;
    }

    private Account account(String id) {
        return Optional.ofNullable(accounts.get(id)).orElseThrow();
    }

    private static Fraction of(SortedMap<String, Fraction> amounts, String measure) {
        return Optional.ofNullable(amounts.get(measure)).orElseThrow();
    }

    private static SortedMap<String, Fraction> rounded(SortedMap<String, Fraction> exact, boolean up) {
        SortedMap<String, Fraction> result = new TreeMap<>();
        exact.forEach((measure, amount) -> {
            long perOne = Subject.perOne(measure);
            result.put(measure, Fraction.of(up ? amount.up(perOne) : amount.down(perOne), perOne));
        });
        return result;
    }

    /// The account and all above it.
    private List<String> up(Optional<String> from) {
        List<String> path = new ArrayList<>();
        for (Optional<String> id = from; id.isPresent(); id = account(id.get()).parent()) {
            path.add(id.get());
        }
        return path;
    }

    /// Whether every account is within its cap.
    boolean allowed() {
        return accounts.keySet().stream().allMatch(this::allowed);
    }

    private boolean allowed(String id) {
        Set<String> over = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (String measure : measures) {
            String name = measure.startsWith("sums.") ? "sums" : measure;
            names.add(name);
            Sum total = kept(id, measure).plus(reserved(id, measure)).plus(spent(id, measure));
            if (!total.bounded() || total.value().compareTo(of(account(id).cap(), measure)) > 0) {
                over.add(name);
            }
        }
        return over.size() < names.size();
    }

    private Sum spent(String id, String measure) {
        return sum(id, measure, State.STARTED, State.ENDED);
    }

    private Sum reserved(String id, String measure) {
        Sum waiting = sum(id, measure, State.WAITING);
        // What once had no bound is never said to have one again, even if it was given back.
        boolean bounded = sum(id, measure, State.values()).bounded();
        return bounded ? waiting : new Sum(Fraction.ZERO, false);
    }

    private Sum sum(String id, String measure, State... states) {
        Sum sum = Sum.NONE;
        for (Job job : jobs.values()) {
            if (List.of(states).contains(job.state())
                    && up(Optional.of(job.account())).contains(id)) {
                sum = sum.plus(Optional.ofNullable(job.charge().get(measure)));
            }
        }
        return sum;
    }

    private Sum kept(String id, String measure) {
        Sum sum = Sum.NONE;
        for (String below : accounts.keySet()) {
            List<String> path = up(Optional.of(below));
            int place = path.indexOf(id);
            boolean counts = place > 0
                    && account(below).guaranteed()
                    && path.subList(1, place).stream()
                            .noneMatch(between -> account(between).guaranteed()
                                    || account(between).closed());
            if (counts) {
                Sum used = reserved(below, measure).plus(spent(below, measure));
                Fraction left = of(account(below).cap(), measure).minus(used.value());
                if (used.bounded() && left.compareTo(Fraction.ZERO) > 0) {
                    sum = sum.plus(Optional.of(left));
                }
            }
        }
        return sum;
    }

    /// Whether what was really asked for, before any rounding, is within every cap: executed and waiting jobs.
    boolean exactWithin(String id, String measure) {
        Fraction exact = Fraction.ZERO;
        for (Job job : jobs.values()) {
            if (job.state() != State.GIVEN_BACK
                    && up(Optional.of(job.account())).contains(id)) {
                exact = exact.plus(of(job.exact(), measure));
            }
        }
        return exact.compareTo(of(account(id).cap(), measure)) <= 0;
    }

    @Override
    public SortedMap<String, String> balances() {
        SortedMap<String, String> texts = new TreeMap<>();
        accounts.forEach((id, account) -> {
            SortedMap<String, Long> cap = new TreeMap<>();
            SortedMap<String, Long> kept = new TreeMap<>();
            SortedMap<String, Long> reserved = new TreeMap<>();
            SortedMap<String, Long> spent = new TreeMap<>();
            for (String measure : measures) {
                cap.put(measure, of(account.cap(), measure).down(Subject.perOne(measure)));
                kept.put(measure, kept(id, measure).units(measure));
                reserved.put(measure, reserved(id, measure).units(measure));
                spent.put(measure, spent(id, measure).units(measure));
            }
            texts.put(id, Subject.text(cap, kept, reserved, spent, account.closed()));
        });
        return texts;
    }
}
