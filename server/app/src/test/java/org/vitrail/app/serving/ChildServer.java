package org.vitrail.app.serving;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.vitrail.app.job.Workers;
import org.vitrail.app.kit.ScriptedParts;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.worker.Parts;

/// The server in a process of its own, to be killed; it can stand still at one step of a job.
public final class ChildServer {
    /// Where it can stand still; it prints the name there.
    enum Step {
        /// Reserved, not started.
        RESERVED,
        /// Started, durably.
        STARTED,
        /// Inside the transaction that stores the release.
        STORING,
        /// After that transaction, before the delivery.
        STORED
    }

    private ChildServer() {}

    /// The arguments are the data folder, then the step to stand still at, and settings as `vitrail.KEY=VALUE`, in any
    /// order.
    public static void main(String... arguments) throws Exception {
        ScriptedParts scripted = new ScriptedParts();
        scripted.openingMillis = 10;
        scripted.runMillis = 30;
        Parts plain = scripted.parts();
        Parts parts = plain;
        Map<String, String> settings = new HashMap<>(Map.of("vitrail.jobs.parallel", "3"));
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                settings.put(argument.substring(0, equals), argument.substring(equals + 1));
            } else {
                parts = new Parts(
                        plain.pricing(),
                        new Held(scripted, Step.valueOf(argument)),
                        plain.ingest(),
                        plain.schemas(),
                        plain.end());
            }
        }
        Parts chosen = parts;
        try (TestServer server = TestServer.start(Path.of(arguments[0]), _ -> chosen, settings)) {
            System.out.println(server.port());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private record Held(Workers workers, Step step) implements Workers {
        private void at(Step here) {
            if (here == step) {
                System.out.println(here);
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
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
                    at(Step.RESERVED);
                    watch.opening();
                    at(Step.STARTED);
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
                    at(Step.STORING);
                    return sealed.open();
                }

                @Override
                public void discard() {
                    at(Step.STORED);
                    sealed.discard();
                }
            };
            return new Outcome(outcome.charged(), held, outcome.facts(), outcome.report());
        }

        @Override
        public String compare(Comparison order, Watch watch) {
            return workers.compare(order, watch);
        }
    }
}
