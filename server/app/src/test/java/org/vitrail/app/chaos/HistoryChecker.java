package org.vitrail.app.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Whether a history and the records it left agree, in the way of Jepsen. Written from the rules of a ledger alone:
/// it
/// shares no code with what it checks.
///
/// * on every account, kept + reserved + spent within the cap after every line;
/// * a job is reserved once, starts once after that, and ends once; the stored balances are what the lines amount to;
/// * a key is charged at most once, and always names the same job;
/// * a delivered release started and was noted before it arrived, and arrives with the same bytes each time;
/// * what a client was told of a charge is so; what was acknowledged is there; nothing is left open.
final class HistoryChecker {
    private final Records records;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, Fold> chains = new TreeMap<>();
    private final Map<String, Map<String, Records.Line>> jobLines = new HashMap<>();
    private final Map<String, Records.Job> jobs;

    private HistoryChecker(Records records) {
        this.records = records;
        this.jobs = records.jobs().stream().collect(Collectors.toMap(Records.Job::id, job -> job));
    }

    /// What does not hold, one line each; empty: all does.
    static List<String> findings(History history, Records records) {
        HistoryChecker checker = new HistoryChecker(records);
        records.lines().forEach(checker::line);
        checker.balances();
        checker.keys();
        checker.told(history.events());
        return checker.findings;
    }

    private void found(String what) {
        findings.add(what);
    }

    /// One ledger's accounts.
    private static final class Fold {
        private final Map<String, String> parents = new HashMap<>();
        private final Map<String, BigInteger> caps = new HashMap<>();
        private final Set<String> guaranteed = new HashSet<>();
        private final Map<String, BigInteger> reserved = new HashMap<>();
        private final Map<String, BigInteger> spent = new HashMap<>();
        private final Map<String, Records.Line> waiting = new HashMap<>();
        private long places;

        private List<String> path(String from) {
            List<String> path = new ArrayList<>();
            for (Optional<String> id = Optional.of(from);
                    id.isPresent();
                    id = Optional.ofNullable(parents.get(id.get()))) {
                path.add(id.get());
            }
            return path;
        }

        private void add(Map<String, BigInteger> to, String account, BigInteger amount) {
            path(account).forEach(id -> to.merge(id, amount, BigInteger::add));
        }

        private static BigInteger of(Map<String, BigInteger> amounts, String id) {
            return amounts.getOrDefault(id, BigInteger.ZERO);
        }

        private BigInteger kept(String id) {
            BigInteger kept = BigInteger.ZERO;
            for (String below : guaranteed) {
                List<String> path = path(below);
                int place = path.indexOf(id);
                if (place > 0 && path.subList(1, place).stream().noneMatch(guaranteed::contains)) {
                    kept = kept.add(
                            of(caps, below).subtract(of(reserved, below)).subtract(of(spent, below)));
                }
            }
            return kept;
        }

        private Optional<String> over() {
            return caps.keySet().stream()
                    .filter(id ->
                            kept(id).add(of(reserved, id)).add(of(spent, id)).compareTo(of(caps, id)) > 0)
                    .findFirst();
        }
    }

    private void line(Records.Line line) {
        Fold fold = chains.computeIfAbsent(line.chain(), _ -> new Fold());
        fold.places++;
        if (line.place() != fold.places) {
            found("ledger " + line.chain() + " has no line " + fold.places);
            fold.places = line.place();
        }
        if (!line.job().isEmpty()) {
            Records.Line before =
                    jobLines.computeIfAbsent(line.job(), _ -> new HashMap<>()).put(line.kind(), line);
            if (before != null) {
                found("job " + line.job() + " has two lines " + line.kind());
            }
        }
        apply(fold, line);
        fold.over().ifPresent(id -> found("account " + id + " is over its cap after line " + line.place()));
    }

    private void apply(Fold fold, Records.Line line) {
        switch (line.kind()) {
            case "OPENED" -> {
                JsonNode opening = json(line.detail());
                fold.caps.put(line.account(), BigInteger.valueOf(line.amount()));
                if (opening.path("guaranteed").asBoolean()) {
                    fold.guaranteed.add(line.account());
                }
                if (opening.path("parent").isTextual()) {
                    fold.parents.put(line.account(), opening.path("parent").asText());
                }
            }
            case "RESERVED" -> {
                fold.add(fold.reserved, line.account(), BigInteger.valueOf(line.amount()));
                fold.waiting.put(line.job(), line);
            }
            case "STARTED" -> resolve(fold, line, true);
            case "VOIDED" -> resolve(fold, line, false);
            case "RELEASED", "FAILED" -> ended(line);
            case "CLOSED" -> fold.guaranteed.remove(line.account());
            case "RAISED" -> fold.caps.put(line.account(), BigInteger.valueOf(line.amount()));
            default -> {
                if (!line.kind().equals("NOTED")) {
                    found("line " + line.place() + " is of no known kind: " + line.kind());
                }
            }
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void resolve(Fold fold, Records.Line line, boolean started) {
        Records.Line waiting = fold.waiting.remove(line.job());
        if (waiting == null) {
            found("job " + line.job() + " is " + line.kind() + " without a reservation that waits");
            return;
        }
        BigInteger amount = BigInteger.valueOf(waiting.amount());
        fold.add(fold.reserved, waiting.account(), amount.negate());
        if (started) {
            fold.add(fold.spent, waiting.account(), amount);
        }
    }

    private void ended(Records.Line line) {
        Map<String, Records.Line> of = jobLines.getOrDefault(line.job(), Map.of());
        if (!of.containsKey("STARTED") || (of.containsKey("RELEASED") && of.containsKey("FAILED"))) {
            found("job " + line.job() + " is " + line.kind() + " and had not started, or has ended before");
        }
    }

    private void balances() {
        for (Records.Account account : records.accounts()) {
            Fold fold = chains.getOrDefault(account.chain(), new Fold());
            String lines = fold.caps.get(account.id()) + "/" + fold.kept(account.id()) + "/"
                    + Fold.of(fold.reserved, account.id()) + "/" + Fold.of(fold.spent, account.id());
            String stored = account.cap() + "/" + account.kept() + "/" + account.reserved() + "/" + account.spent();
            if (!lines.equals(stored)) {
                found("account " + account.id() + " holds " + stored + ", its lines amount to " + lines);
            }
            if (account.reserved() != 0) {
                found("account " + account.id() + " still has something reserved when nothing runs");
            }
        }
        jobs.values().stream()
                .filter(job -> job.status().equals("RESERVED") || job.status().equals("STARTED"))
                .forEach(job -> found("job " + job.id() + " was never ended"));
    }

    private void keys() {
        Map<String, Long> charges = new HashMap<>();
        for (Records.Job job : jobs.values()) {
            if (has(job.id(), "RESERVED")) {
                charges.merge(job.user() + " " + job.key(), 1L, Long::sum);
            }
            boolean released = job.status().equals("RELEASED");
            if (released != has(job.id(), "RELEASED")) {
                found("job " + job.id() + " is " + job.status() + ", its ledger says otherwise");
            }
        }
        charges.forEach((key, count) -> {
            if (count > 1) {
                found("key " + key + " is charged " + count + " times");
            }
        });
    }

    private boolean has(String job, String kind) {
        return jobLines.getOrDefault(job, Map.of()).containsKey(kind);
    }

    private void told(List<History.Event> events) {
        Map<String, String> jobOfKey = new HashMap<>();
        Map<String, String> bytesOf = new HashMap<>();
        Set<String> chargedKeys = jobs.values().stream()
                .filter(job -> has(job.id(), "STARTED"))
                .map(job -> job.user() + " " + job.key())
                .collect(Collectors.toSet());
        for (History.Event event : events) {
            switch (event) {
                case History.Acknowledged(String user, String key, String job, boolean replayed) -> {
                    String before = jobOfKey.putIfAbsent(user + " " + key, job);
                    if (before != null && !before.equals(job)) {
                        found("key " + key + " named two jobs, " + before + " and " + job);
                    }
                    acknowledged(job, replayed);
                }
                case History.Denied(String user, String key, String why) -> {
                    if (chargedKeys.contains(user + " " + key)) {
                        found("key " + key + " was denied (" + why + ") and is charged");
                    }
                }
                case History.Delivered(String job, String release, String bytes, long at) -> {
                    String before = bytesOf.putIfAbsent(release, bytes);
                    if (before != null && !before.equals(bytes)) {
                        found("release " + release + " arrived with other bytes than before");
                    }
                    delivered(job, release, at);
                }
                case History.Ended(String job, Optional<Boolean> charged, String why) ->
                    charged.filter(said -> said != has(job, "STARTED"))
                            .ifPresent(said -> found("job " + job + " was said to be " + (said ? "charged" : "free")
                                    + " and is not: " + why));
            }
        }
    }

    private void acknowledged(String id, boolean replayed) {
        Records.Job job = jobs.get(id);
        if (job == null) {
            found("job " + id + " was acknowledged and is lost");
        } else if (replayed != job.source().isPresent() || replayed == has(id, "RESERVED")) {
            found("job " + id + " was acknowledged as " + (replayed ? "free" : "paid") + " and is not");
        }
    }

    private void delivered(String id, String release, long at) {
        Records.Job job = jobs.get(id);
        if (job == null || !job.source().orElse(id).equals(release)) {
            found("job " + id + " delivered the release " + release + ", which is not its own");
        }
        for (String kind : List.of("RESERVED", "STARTED", "RELEASED")) {
            Records.Line line = jobLines.getOrDefault(release, Map.of()).get(kind);
            if (line == null || line.at() > at) {
                found("release " + release + " arrived before its line " + kind);
            }
        }
    }
}
