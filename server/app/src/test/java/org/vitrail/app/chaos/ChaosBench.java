package org.vitrail.app.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.vitrail.app.kit.PostgresServer;

/// Thousands of seeded schedules, for a night: `./vitrail bench chaos [SCHEDULES] [SEED]`.
public final class ChaosBench {
    private ChaosBench() {}

    /// The arguments are how many schedules (on each kind of cluster a third) and the first seed.
    public static void main(String... arguments) throws Exception {
        int schedules = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime() & 0xffff_ffffL;
        List<Cluster.Kind> kinds =
                PostgresServer.missing().isEmpty() ? List.of(Cluster.Kind.values()) : List.of(Cluster.Kind.EMBEDDED);
        int failed = 0;
        System.out.printf(Locale.ROOT, "%d schedules, seed %d%n", schedules, seed);
        if (kinds.size() == 1) {
            System.out.println(PostgresServer.missing());
        }
        for (Cluster.Kind kind : kinds) {
            Path folder = Files.createTempDirectory("vitrail-chaos");
            long start = System.nanoTime();
            ChaosRun.Report report = ChaosRun.run(kind, folder, Math.ceilDiv(schedules, kinds.size()), seed);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d schedules in %.0f s, acknowledged %d, denied %d, delivered %d, ended %d, ledger lines %d%n"
                            + "  nemesis %s%n  unanswered %s%n",
                    kind,
                    report.schedules(),
                    (System.nanoTime() - start) * 1e-9,
                    report.acknowledged(),
                    report.denied(),
                    report.delivered(),
                    report.ended(),
                    report.lines(),
                    report.struck(),
                    report.unanswered());
            report.findings().forEach(finding -> System.out.println("  FOUND " + finding));
            failed += report.findings().size();
            remove(folder);
        }
        System.out.println(failed == 0 ? "every rule held" : failed + " rules were broken");
        System.exit(failed == 0 ? 0 : 1);
    }

    private static void remove(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
