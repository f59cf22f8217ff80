package org.vitrail.privacy.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A plain ledger of one measure with at most one flaw; without one it agrees with the model.
final class FlawedLedger implements Subject {
    private static final String GDP = DpAmount.GDP;

    private final Flaw flaw;
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, Job> jobs = new HashMap<>();
    private final List<Map<String, Double>> caches = List.of(new HashMap<>(), new HashMap<>());
    private Map<String, Double> looked = new HashMap<>();

    enum Flaw {
        NONE,
        /// Two requests look before either of them writes.
        CHECK_THEN_INSERT,
        /// Each of two servers decides by what it wrote itself.
        REPLICA_CACHE,
        /// A reservation can be given back twice.
        DOUBLE_REFUND,
        /// A reservation whose time is over is given back although it started.
        REFUND_OF_STARTED,
        /// Amounts in double precision.
        FLOATS,
        /// Debits level after level and stops at the one that refuses.
        PARTIAL_DEBIT,
        /// What an account is guaranteed is kept above it, and its charges are taken there once more.
        GUARANTEED_TWICE
    }

    private static final class Account {
        final Optional<String> parent;
        boolean guaranteed;
        boolean closed;
        double cap;
        double kept;
        double reserved;
        double spent;

        Account(Optional<String> parent, boolean guaranteed, double cap) {
            this.parent = parent;
            this.guaranteed = guaranteed;
            this.cap = cap;
        }

        double used() {
            return kept + reserved + spent;
        }
    }

    private static final class Job {
        final List<String> path;
        final double amount;
        Definition.State state = Definition.State.WAITING;

        Job(List<String> path, double amount) {
            this.path = path;
            this.amount = amount;
        }
    }

    FlawedLedger(Flaw flaw) {
        this.flaw = flaw;
    }

    /// In units that a double counts exactly; the flaw is to count in ones.
    private double amount(SortedMap<String, Fraction> exact, boolean up) {
        Fraction amount = exact.get(GDP);
        if (amount == null) {
            return Double.POSITIVE_INFINITY;
        }
        return flaw == Flaw.FLOATS
                ? amount.approximate()
                : up ? amount.up(Subject.perOne(GDP)) : amount.down(Subject.perOne(GDP));
    }

    @Override
    public boolean take(Move move) {
        return switch (move) {
            case Move.Open open -> open(open);
            case Move.Reserve reserve -> reserve(reserve);
            case Move.Start(String id) -> start(id);
            case Move.GiveBack(String id) -> giveBack(id);
            case Move.Release(String id) -> end(id);
            case Move.Fail(String id) -> end(id);
            case Move.Close(String id) -> close(id);
            case Move.Raise raise -> {
                Account account = accounts.get(raise.account());
                double cap = amount(raise.cap(), false);
                if (account == null || account.guaranteed || account.closed || cap <= account.cap) {
                    yield false;
                }
                account.cap = cap;
                yield true;
            }
        };
    }

    private List<String> path(String from) {
        List<String> path = new ArrayList<>();
        for (Optional<String> id = Optional.of(from); id.isPresent(); id = account(id.get()).parent) {
            path.add(id.get());
        }
        return path;
    }

    private Account account(String id) {
        return Optional.ofNullable(accounts.get(id)).orElseThrow();
    }

    private boolean kept(List<String> path, int place) {
        for (int i = place - 1; i >= 0 && flaw != Flaw.GUARANTEED_TWICE; i--) {
            if (account(path.get(i)).guaranteed || account(path.get(i)).closed) {
                return account(path.get(i)).guaranteed;
            }
        }
        return false;
    }

    private boolean open(Move.Open open) {
        if (accounts.containsKey(open.account())
                || open.parent().filter(parent -> !accounts.containsKey(parent)).isPresent()) {
            return false;
        }
        double cap = amount(open.cap(), false);
        List<String> above = open.parent().map(this::path).orElse(List.of());
        if (above.stream().anyMatch(id -> account(id).closed)) {
            return false;
        }
        List<String> keeping = open.guaranteed() ? upToTheNext(above) : List.of();
        if (keeping.stream().anyMatch(id -> account(id).used() + cap > account(id).cap)) {
            return false;
        }
        keeping.forEach(id -> account(id).kept += cap);
        accounts.put(open.account(), new Account(open.parent(), open.guaranteed(), cap));
        return true;
    }

    private List<String> upToTheNext(List<String> above) {
        int last = 0;
        while (last < above.size() && !account(above.get(last)).guaranteed && !account(above.get(last)).closed) {
            last++;
        }
        return above.subList(0, Math.min(last + 1, above.size()));
    }

    private boolean reserve(Move.Reserve reserve) {
        if (jobs.containsKey(reserve.job()) || !accounts.containsKey(reserve.account())) {
            return false;
        }
        double amount = amount(reserve.amount(), true);
        List<String> path = path(reserve.account());
        Map<String, Double> before = new HashMap<>();
        accounts.forEach((id, account) -> before.put(id, account.used()));
        Map<String, Double> cache = caches.get(reserve.job().hashCode() & 1);
        for (int i = 0; i < path.size(); i++) {
            Account account = account(path.get(i));
            double used = switch (flaw) {
                case CHECK_THEN_INSERT -> looked.getOrDefault(path.get(i), account.used());
                case REPLICA_CACHE -> cache.getOrDefault(path.get(i), account.used());
                case NONE, DOUBLE_REFUND, REFUND_OF_STARTED, FLOATS, PARTIAL_DEBIT, GUARANTEED_TWICE -> account.used();
            };
            if (account.closed || (!kept(path, i) && used + amount > account.cap)) {
                return false;
            }
            if (flaw == Flaw.PARTIAL_DEBIT) {
                set(path, i, amount);
            }
        }
        for (int i = 0; i < path.size() && flaw != Flaw.PARTIAL_DEBIT; i++) {
            set(path, i, amount);
        }
        jobs.put(reserve.job(), new Job(path, amount));
        looked = before;
        path.forEach(id -> cache.put(id, account(id).used()));
        return true;
    }

    private void set(List<String> path, int place, double amount) {
        Account account = account(path.get(place));
        account.reserved += amount;
        account.kept -= kept(path, place) ? amount : 0;
    }

    private boolean start(String id) {
        Job job = jobs.get(id);
        if (job == null || job.state != Definition.State.WAITING) {
            return false;
        }
        job.path.forEach(account -> {
            account(account).reserved -= job.amount;
            account(account).spent += job.amount;
        });
        job.state = Definition.State.STARTED;
        return true;
    }

    private boolean giveBack(String id) {
        Job job = jobs.get(id);
        boolean expired = job != null && flaw == Flaw.REFUND_OF_STARTED && job.state == Definition.State.STARTED;
        boolean again = job != null && flaw == Flaw.DOUBLE_REFUND && job.state == Definition.State.GIVEN_BACK;
        if (job == null || (job.state != Definition.State.WAITING && !expired && !again)) {
            return false;
        }
        for (int i = 0; i < job.path.size(); i++) {
            Account account = account(job.path.get(i));
            account.spent -= expired ? job.amount : 0;
            account.reserved -= expired ? 0 : job.amount;
            account.kept += kept(job.path, i) ? job.amount : 0;
        }
        job.state = Definition.State.GIVEN_BACK;
        return true;
    }

    private boolean end(String id) {
        Job job = jobs.get(id);
        if (job == null || job.state != Definition.State.STARTED) {
            return false;
        }
        job.state = Definition.State.ENDED;
        return true;
    }

    private boolean close(String id) {
        Account account = accounts.get(id);
        if (account == null || account.closed) {
            return account != null;
        }
        double free = account.guaranteed ? account.cap - account.reserved - account.spent : account.kept;
        upToTheNext(path(id).subList(1, path(id).size())).forEach(above -> account(above).kept -= free);
        account.closed = true;
        account.guaranteed = false;
        return true;
    }

    @Override
    public SortedMap<String, String> balances() {
        SortedMap<String, String> texts = new TreeMap<>();
        accounts.forEach((id, account) -> texts.put(
                id,
                Subject.text(
                        one(account.cap),
                        one(account.kept),
                        one(account.reserved),
                        one(account.spent),
                        account.closed)));
        return texts;
    }

    private SortedMap<String, Long> one(double amount) {
        return new TreeMap<>(Map.of(GDP, Math.round(flaw == Flaw.FLOATS ? amount * Subject.perOne(GDP) : amount)));
    }
}
