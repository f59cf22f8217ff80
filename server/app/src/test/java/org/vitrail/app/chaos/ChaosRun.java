package org.vitrail.app.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrail.app.kit.TestServer;

/// Many seeded schedules against one cluster, one after the other in rounds of a few at once, and the check of all
/// that was written down.
final class ChaosRun {
    private static final List<ChaosClient.Op> KINDS = List.of(ChaosClient.Op.values());
    private static final int AT_ONCE = 5;
    private static final int OPS = 3;

    private final Cluster cluster;
    private final long seed;
    private final History history = new History();
    private final Map<String, Integer> unanswered = new ConcurrentHashMap<>();
    private final Map<Nemesis, Integer> struck = new EnumMap<>(Nemesis.class);

    private final List<Nemesis> waiting = new ArrayList<>();
    private final List<String> sessionsOfOlga = new ArrayList<>();
    private int settled;

    private ChaosRun(Cluster cluster, long seed) {
        this.cluster = cluster;
        this.seed = seed;
    }

    /// What came out.
    ///
    /// @param unanswered calls that got no answer and were repeated, by what came instead
    /// @param findings what does not hold
    record Report(
            int schedules,
            long acknowledged,
            long denied,
            long delivered,
            long ended,
            Map<String, Integer> unanswered,
            Map<Nemesis, Integer> struck,
            int lines,
            List<String> findings) {
        Report {
            struck = Map.copyOf(struck);
            unanswered = Map.copyOf(unanswered);
            findings = List.copyOf(findings);
        }
    }

    /// Runs schedules with the seeds `seed`, `seed + 1`, ...
    static Report run(Cluster.Kind kind, Path folder, int schedules, long seed) throws Exception {
        try (Cluster cluster = new Cluster(kind, folder)) {
            ChaosRun run = new ChaosRun(cluster, seed);
            for (int first = 0; first < schedules; first += AT_ONCE) {
                run.round(first, Math.min(AT_ONCE, schedules - first));
            }
            return run.report(schedules);
        }
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private void round(int first, int count) throws Exception {
        RandomGenerator random = random(seed + first);
        if (waiting.isEmpty()) {
            waiting.addAll(Nemesis.shuffled(random, cluster));
        }
        Nemesis nemesis = waiting.removeFirst();
        struck.merge(nemesis, 1, Integer::sum);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<List<String>>> schedules = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long own = seed + first + i;
                schedules.add(threads.submit(() -> schedule(own)));
            }
            nemesis.strike(cluster, random);
            for (Future<List<String>> schedule : schedules) {
                schedule.get(120, TimeUnit.SECONDS);
            }
        }
        try (ChaosClient calm = client("olga", TestServer.OWNER, seed + first);
                ChaosClient other = client("anna", TestServer.ANALYST, seed + first)) {
            settle(calm, other);
        }
    }

    private ChaosClient client(String user, String token, long clientSeed) {
        return new ChaosClient(cluster, user, token, random(clientSeed), history, unanswered);
    }

    /// One dataset, three sessions, four notebooks at once.
    private List<String> schedule(long own) throws Exception {
        RandomGenerator random = random(own);
        String dataset = "d" + own;
        List<Callable<String>> notebooks = new ArrayList<>();
        try (ChaosClient olga = client("olga", TestServer.OWNER, own);
                ChaosClient anna = client("anna", TestServer.ANALYST, own + 1)) {
            olga.register(dataset, random.nextBoolean() ? 1 : 2);
            Optional<String> first = olga.open(dataset, "one", 1, false, Optional.empty());
            Optional<String> second = anna.open(dataset, "two", 0.7, false, Optional.empty());
            Optional<String> kept = olga.open(dataset, "kept", 0.3, true, Optional.of(1L + random.nextInt(2)));
            synchronized (sessionsOfOlga) {
                first.ifPresent(sessionsOfOlga::add);
            }
            // Drawn here: notebooks that draw their seeds on their own threads may draw the same one, and then
            // make the same keys.
            long[] seeds = random.longs(4).toArray();
            first.ifPresent(session -> {
                notebooks.add(() -> notebook("olga", TestServer.OWNER, dataset, session, seeds[0]));
                notebooks.add(() -> notebook("olga", TestServer.OWNER, dataset, session, seeds[1]));
            });
            kept.ifPresent(
                    session -> notebooks.add(() -> notebook("olga", TestServer.OWNER, dataset, session, seeds[2])));
            second.ifPresent(
                    session -> notebooks.add(() -> notebook("anna", TestServer.ANALYST, dataset, session, seeds[3])));
            try (ExecutorService threads = Executors.newCachedThreadPool()) {
                for (Future<String> notebook : threads.invokeAll(notebooks)) {
                    notebook.get();
                }
            }
        }
        return List.of(dataset);
    }

    private String notebook(String user, String token, String dataset, String session, long own) {
        RandomGenerator random = random(own);
        try (ChaosClient client = client(user, token, own)) {
            for (int i = 0; i < OPS; i++) {
                client.perform(KINDS.get(random.nextInt(KINDS.size())), dataset, session);
            }
        }
        return session;
    }

    /// When all is calm again: everything ends, and everything acknowledged is fetched once more.
    private void settle(ChaosClient olga, ChaosClient anna) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        for (String session : sessionsOfOlga) {
            while (!olga.idle(session) && System.nanoTime() < end) {
                Thread.sleep(100);
            }
        }
        sessionsOfOlga.clear();
        List<History.Event> events = history.events();
        List<History.Event> fresh = events.subList(settled, events.size());
        for (History.Event event : List.copyOf(fresh)) {
            if (event instanceof History.Acknowledged(String user, String _, String job, boolean _)) {
                (user.equals("olga") ? olga : anna).fetch(job);
            }
        }
        settled = history.events().size();
    }

    private Report report(int schedules) throws Exception {
        List<String> findings = new ArrayList<>();
        Records records = cluster.records(findings);
        findings.addAll(HistoryChecker.findings(history, records));
        List<History.Event> events = history.events();
        return new Report(
                schedules,
                count(events, History.Acknowledged.class),
                count(events, History.Denied.class),
                count(events, History.Delivered.class),
                count(events, History.Ended.class),
                unanswered,
                struck,
                records.lines().size(),
                findings);
    }

    private static long count(List<History.Event> events, Class<? extends History.Event> kind) {
        return events.stream().filter(kind::isInstance).count();
    }
}
