package org.vitrail.app.worker;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.app.job.Pricing;
import org.vitrail.engine.local.ArrowTables;
import org.vitrail.engine.local.WorkerOptions;
import org.vitrail.engine.local.Workers;
import org.vitrail.engine.pac.PacPlanners;
import org.vitrail.engine.table.Snapshots;
import org.vitrail.mechanism.synthesis.SynthesisMechanism;

/// The engines behind the server's own ports.
public final class EngineParts {
    private static final Duration SPARED = Duration.ofDays(1); // longer than any registration

    private EngineParts() {}

    /// Parts that keep snapshots in `folder`, or where servers that share a store are told to.
    public static Parts of(Path folder, VitrailConfig config) throws IOException {
        Snapshots snapshots = Snapshots.open(
                config.snapshotFolder().orElse(folder.resolve("snapshots")),
                config.store().url().isPresent() ? SPARED : Duration.ZERO);
        Workers workers = Workers.open(new WorkerOptions(
                config.worker().classPath().orElseGet(EngineParts::ownClassPath),
                config.worker().heapMegabytes(),
                config.worker().nativeMegabytes(),
                config.jobs().timeout(),
                config.worker().spare(),
                WorkerOptions.MAIN_CLASS));
        return new Parts(
                new Pricing(new SynthesisMechanism(), new PacPlanners()),
                new EngineWorkers(workers, snapshots, folder.resolve("releases")),
                new EngineIngest(workers, snapshots, config.uploadBytesMax()),
                ArrowTables::schema,
                workers::close);
    }

    /// The jars beside the one that holds the worker; in a test, the class path of this process.
    private static List<Path> ownClassPath() {
        Path own;
        try { // as a URI: its path may hold spaces
            own = Path.of(WorkerOptions.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the worker's own jar cannot be found; set vitrail.worker.class-path", e);
        }
        List<Path> paths = new ArrayList<>();
        File[] jars = own.resolveSibling(".").normalize().toFile().listFiles((_, name) -> name.endsWith(".jar"));
        if (own.toString().endsWith(".jar") && jars != null && jars.length > 1) {
            Arrays.stream(jars).sorted().map(File::toPath).forEach(paths::add);
        } else {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                paths.add(Path.of(entry));
            }
        }
        return paths;
    }
}
