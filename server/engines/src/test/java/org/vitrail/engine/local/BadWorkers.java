package org.vitrail.engine.local;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.synthesis.SynthesisMechanism;
import org.vitrail.privacy.release.Released;
import org.vitrail.privacy.release.Sensitive;

/// Main classes of workers that plan well and then misbehave, each in a process of its own.
final class BadWorkers {
    static final String CANARY = "canary4711";

    private BadWorkers() {}

    static String main(Class<?> type) {
        return type.getName();
    }

    static List<Path> classPath() {
        List<Path> paths = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
            paths.add(Path.of(entry));
        }
        return paths;
    }

    static WorkerOptions options(Class<?> main, Duration timeout, boolean spare) {
        return new WorkerOptions(classPath(), 96, 256, timeout, spare, main(main));
    }

    private static void serve(BiFunction<Sensitive<Table>, Progress, Released<Product>> run) {
        WorkerMain.serve((spec, facts) -> switch (spec) {
            case SynthesisSpec synthesis -> new Planned(new SynthesisMechanism().plan(synthesis, facts), run);
            case PacRequest _ -> throw new IllegalArgumentException("not in this test");
        });
    }

    /// Never ends.
    static final class Hanging {
        private Hanging() {}

        public static void main(String[] arguments) {
            serve((rows, progress) -> {
                progress.report("hanging", 0.5);
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IllegalStateException("awoken");
            });
        }
    }

    /// Wants more memory than there is.
    static final class Hungry {
        private Hungry() {}

        public static void main(String[] arguments) {
            serve((rows, progress) -> {
                List<long[]> all = new ArrayList<>();
                while (all.size() < 1_000_000) {
                    all.add(new long[1 << 20]);
                }
                throw new IllegalStateException("there was enough for " + all.size());
            });
        }
    }

    /// Fails with a message that quotes a row, on every channel.
    static final class Chatty {
        private Chatty() {}

        public static void main(String[] arguments) {
            serve((rows, progress) -> {
                System.out.println(CANARY);
                System.err.println(CANARY);
                throw new IllegalStateException(CANARY, new IllegalArgumentException(CANARY));
            });
        }
    }

    /// Speaks no protocol.
    static final class Garbage {
        private Garbage() {}

        public static void main(String[] arguments) throws Exception {
            try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
                out.write("VTRLnonsense and more nonsense".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                out.flush();
                new CountDownLatch(1).await();
            }
        }
    }

    /// A server that starts a worker, tells its process id and is killed.
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            Workers workers = Workers.open(options(Hanging.class, Duration.ofMinutes(5), false));
            WorkerRun run = workers.start(Orders.release(Path.of(arguments[0])), new WorkerListener() {
                @Override
                public void progress(String stage, double fraction) {
                    if (stage.equals("hanging")) {
                        System.out.println("hanging");
                    }
                }
            });
            System.out.println(run.pid());
            run.await();
        }
    }
}
