package org.vitrail.app.serving;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.job.Workers;
import org.vitrail.app.kit.ScriptedParts;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.worker.Parts;

/// The server in a process of its own, to be killed. While there is a file `hold` in its data folder, jobs stand still
/// at
/// the step that their dataset's name begins with, and say so on the output.
public final class ChildServer {
    private static final String HOLD = "hold";
    private static final String CLOCK = "clock";
    private static final String LOOKED = "looked-";
    private static final String LATE_START = "charge-after-look";

    private static volatile Path folder = Path.of("");

    /// Where jobs can stand still.
    public enum Step {
        /// Within the transaction that sets the charge aside.
        RESERVING,
        /// Set aside, not started.
        RESERVED,
        /// Within the transaction that starts.
        STARTING,
        /// Started, durably.
        STARTED,
        /// Within the transaction that stores the release.
        STORING,
        /// After that transaction, before the delivery.
        STORED,
        /// Within the transaction that gives the charge back; until then it waits to be cancelled.
        VOIDING;

        /// How the names of the datasets begin whose jobs are held here.
        public String prefix() {
            return name().toLowerCase(Locale.ROOT) + "_";
        }

        /// The line of the ledger that a transaction is about to add there; empty between transactions.
        public Optional<String> line() {
            return switch (this) {
                case RESERVING -> Optional.of("RESERVED");
                case STARTING -> Optional.of("STARTED");
                case STORING -> Optional.of("RELEASED");
                case VOIDING -> Optional.of("VOIDED");
                case RESERVED, STARTED, STORED -> Optional.empty();
            };
        }
    }

    private ChildServer() {}

    /// The arguments are the data folder, and settings as `vitrail.KEY=VALUE`.
    public static void main(String... arguments) throws Exception {
        folder = Path.of(arguments[0]);
        ScriptedParts scripted = new ScriptedParts();
        scripted.openingMillis = 10;
        scripted.runMillis = 30;
        Parts plain = scripted.parts();
        Parts parts = new Parts(plain.pricing(), new Held(scripted), plain.ingest(), plain.schemas(), plain.end());
        Map<String, String> settings = new HashMap<>(Map.of("vitrail.jobs.parallel", "3"));
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            int equals = argument.indexOf('=');
            settings.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        try (TestServer server = TestServer.start(folder, _ -> parts, settings, ChildServer::now)) {
            System.out.println(server.port());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /// The machine's time, and what the clock jumped by.
    private static Instant now() {
        try {
            return Instant.now().plusSeconds(Long.parseLong(Files.readString(folder.resolve(CLOCK))));
        } catch (IOException | NumberFormatException e) {
            return Instant.now(); // it did not jump, or does in this moment
        }
    }

    /// Makes the clock of the server over that folder jump: from now on it is wrong by so much.
    public static void jump(Path folder, long seconds) throws IOException {
        Files.writeString(folder.resolve(CLOCK), Long.toString(seconds));
    }

    /// Makes the server over that folder hold the jobs of every dataset whose name begins with a step's and `_`, there.
    public static void hold(Path folder) throws IOException {
        Files.createFile(folder.resolve(HOLD));
    }

    /// From the next start on, jobs go their way.
    public static void goOn(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(HOLD));
    }

    /// Plants a bug in the server over that folder: jobs read their rows first, and start afterwards.
    public static void chargeAfterLook(Path folder) throws IOException {
        Files.createFile(folder.resolve(LATE_START));
    }

    /// The jobs that read their rows in servers over that folder, whatever a ledger says of them.
    public static Set<String> looked(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(LOOKED))
                    .map(name -> name.substring(LOOKED.length()))
                    .collect(Collectors.toSet());
        }
    }

    private static void look(Workers.Order order) {
        try {
            Files.createFile(folder.resolve(LOOKED + order.jobId()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The step at which that dataset's jobs stand still now.
    static Optional<Step> held(String dataset) {
        return Files.exists(folder.resolve(HOLD))
                ? Arrays.stream(Step.values())
                        .filter(step -> dataset.startsWith(step.prefix()))
                        .findFirst()
                : Optional.empty();
    }

    /// Stands still for ever.
    static void standStill(Step here) {
        System.out.println(here);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Held(Workers workers) implements Workers {
        private static void at(Order order, Step here) {
            if (held(order.dataset().name()).equals(Optional.of(here))) {
                standStill(here);
            }
        }

        @Override
        public Workers.Held hold(List<DatasetRow> datasets) {
            return workers.hold(datasets);
        }

        @Override
        public Outcome run(Order order, Watch watch) {
            Outcome outcome = workers.run(order, new Watch() {
                @Override
                public void progress(String stage, double fraction) {
                    watch.progress(stage, fraction);
                }

                @Override
                public void opening() {
                    at(order, Step.RESERVED);
                    if (held(order.dataset().name()).equals(Optional.of(Step.VOIDING))) {
                        untilCancelled(watch);
                    }
                    boolean late = Files.exists(folder.resolve(LATE_START));
                    if (!late) {
                        watch.opening();
                    }
                    look(order);
                    at(order, Step.STARTED);
                    if (late) {
                        watch.opening();
                    }
                }

                @Override
                public boolean cancelled() {
                    return watch.cancelled();
                }
            });
            Content sealed = outcome.arrow();
            Content held = new Content() {
                @Override
                public InputStream open() throws IOException {
                    return sealed.open();
                }

                @Override
                public void discard() {
                    at(order, Step.STORED);
                    sealed.discard();
                }
            };
            return new Outcome(outcome.charged(), held, outcome.facts(), outcome.report(), outcome.universe());
        }

        private static void untilCancelled(Watch watch) {
            while (!watch.cancelled()) {
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            throw new CancellationException();
        }

        @Override
        public String compare(Comparison order, Watch watch) {
            return workers.compare(order, watch);
        }
    }
}
