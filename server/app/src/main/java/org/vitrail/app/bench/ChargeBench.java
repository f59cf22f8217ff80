package org.vitrail.app.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.RefusedException;
import org.vitrail.privacy.ledger.DpAmount;

/// Charges of 16 clients on one budget: all four levels, chained and with an idempotency key, beside a bare
/// conditional
/// `UPDATE` of one level with an idempotency key, by pgbench, in the same PostgreSQL and in turn.
public final class ChargeBench {
    private static final int CLIENTS = 16;
    private static final int EACH = 750;
    private static final long AMOUNT = 1;
    private static final long CAP = 10_000; // of 12,000 wanted

    private ChargeBench() {}

    /// The arguments are a JDBC URL of an empty PostgreSQL database, its host, its port, its name, the path of
    /// pgbench, and the number of rounds.
    public static void main(String... arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[5]);
        Path folder = Files.createTempDirectory("vitrail-bench");
        double[] bare = new double[rounds];
        double[] ours = new double[rounds];
        try (BenchLedger books =
                BenchLedger.open(new SqlStore.Place(arguments[0], "vitrail", "", CLIENTS + 4), folder)) {
            prepare(books);
            for (int i = 0; i < rounds; i++) {
                bare[i] = pgbench(books, arguments);
                ours[i] = ours(books, "round" + i);
                System.out.printf(
                        Locale.ROOT,
                        "round %d: bare %.0f charges/s, ours %.0f charges/s, ratio %.2f%n",
                        i + 1,
                        bare[i],
                        ours[i],
                        ours[i] / bare[i]);
            }
            System.out.println("ledger verified: " + books.verify().findings());
        }
        System.out.printf(
                Locale.ROOT,
                "median: bare %.0f/s, ours (4 levels, chain, idempotency key) %.0f/s, ratio %.2f (target >= 0.5)%n",
                median(bare),
                median(ours),
                median(ours) / median(bare));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void prepare(BenchLedger books) {
        books.store().transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table bare_budget (id int primary key, cap bigint not null, spent bigint not"
                        + " null default 0, reserved bigint not null default 0, check (spent + reserved <= cap))");
                statement.execute("create table bare_entry (seq bigserial primary key, budget int, idem uuid unique,"
                        + " kind text, amount bigint, at timestamptz default clock_timestamp())");
                statement.execute("""
                        create function bare_reserve(k uuid, a bigint) returns text language plpgsql as $$
                        declare n int; begin
                          insert into bare_entry (budget, idem, kind, amount) values (1, k, 'RESERVE', a)
                            on conflict (idem) do nothing;
                          get diagnostics n = row_count; if n = 0 then return 'REPLAY'; end if;
                          update bare_budget set reserved = reserved + a where id = 1 and spent + reserved + a <= cap;
                          get diagnostics n = row_count;
                          if n = 0 then delete from bare_entry where idem = k; return 'DENY'; end if;
                          return 'OK'; end $$""");
                return statement.execute("insert into bare_budget (id, cap) values (1, 0)");
            }
        });
    }

    private static double pgbench(BenchLedger books, String... arguments) throws IOException, InterruptedException {
        books.store().transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("update bare_budget set reserved = 0, cap = " + CAP);
            }
        });
        Path script = Files.createTempFile("bare", ".sql");
        Files.writeString(script, "select bare_reserve(gen_random_uuid(), " + AMOUNT + ");\n");
        Process process = new ProcessBuilder(
                        arguments[4],
                        "-n",
                        "-h",
                        arguments[1],
                        "-p",
                        arguments[2],
                        "-U",
                        "vitrail",
                        "-c",
                        String.valueOf(CLIENTS),
                        "-j",
                        "2",
                        "-t",
                        String.valueOf(EACH),
                        "-f",
                        script.toString(),
                        arguments[3])
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("pgbench failed: " + out);
        }
        long reserved = books.store().transaction(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select reserved from bare_budget")) {
                row.next();
                return row.getLong(1);
            }
        });
        if (reserved != CAP) {
            throw new IllegalStateException("the bare statement reserved " + reserved);
        }
        String line =
                out.lines().filter(l -> l.startsWith("tps = ")).findFirst().orElseThrow();
        return Double.parseDouble(line.replaceAll("tps = ([0-9.]+).*", "$1"));
    }

    private static double ours(BenchLedger books, String name) throws Exception {
        String chain = books.begin(name, CAP);
        List<Callable<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(() -> {
                int granted = 0;
                for (int k = 0; k < EACH; k++) {
                    granted += reserve(books, BenchLedger.charge(chain, name, AMOUNT)) ? 1 : 0;
                }
                return granted;
            });
        }
        long start = System.nanoTime();
        int granted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (Future<Integer> future : threads.invokeAll(clients)) {
                granted += future.get();
            }
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (granted != CAP || books.used(name + "-dataset") != CAP || books.used(name + "-session") != CAP) {
            throw new IllegalStateException("granted " + granted + " of " + CAP);
        }
        return CLIENTS * EACH / seconds;
    }

    private static boolean reserve(BenchLedger books, Charge<DpAmount> charge) {
        try {
            return books.ledger().write(charge.chain(), desk -> {
                desk.pen().reserve(charge); // the job's id is the key: the ledger takes each once
                return true;
            });
        } catch (RefusedException e) {
            return false;
        }
    }
}
