package org.vitrail.app.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.ledger.Verification;
import org.vitrail.app.store.SqlStore;
import org.vitrail.privacy.ledger.DpAmount;

/// Reads a ledger of many lines again: chain, signatures, rules and balances.
public final class VerifyBench {
    private static final int JOBS_TOGETHER = 1_000;

    private VerifyBench() {}

    /// The arguments are the number of lines, and a JDBC URL of an empty PostgreSQL database or `-` for the embedded
    /// one.
    public static void main(String... arguments) throws Exception {
        long wanted = Long.parseLong(arguments[0]);
        Path folder = Files.createTempDirectory("vitrail-bench");
        SqlStore.Place place = arguments[1].equals("-")
                ? SqlStore.Place.embedded(folder)
                : new SqlStore.Place(arguments[1], "vitrail", "", 4);
        try (BenchLedger books = BenchLedger.open(place, folder)) {
            String chain = books.begin("many", Long.MAX_VALUE / 4);
            long start = System.nanoTime();
            for (long lines = 4; lines < wanted; lines += 3 * JOBS_TOGETHER) {
                books.ledger().write(chain, desk -> {
                    for (int i = 0; i < JOBS_TOGETHER; i++) {
                        Charge<DpAmount> charge = BenchLedger.charge(chain, "many", 7);
                        desk.pen().reserve(charge);
                        desk.pen().start(charge);
                        desk.pen().failed(charge);
                    }
                    return chain;
                });
            }
            System.out.printf(Locale.ROOT, "written in %.1f s%n", (System.nanoTime() - start) * 1e-9);
            for (int round = 1; round <= 3; round++) {
                start = System.nanoTime();
                Verification.Report report = books.verify();
                System.out.printf(
                        Locale.ROOT,
                        "round %d: %d lines verified in %.2f s, findings %s (target for 1,000,000: <= 20 s)%n",
                        round,
                        report.lines(),
                        (System.nanoTime() - start) * 1e-9,
                        report.findings());
            }
        }
    }
}
