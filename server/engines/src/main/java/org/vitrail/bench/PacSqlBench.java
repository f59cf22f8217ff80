package org.vitrail.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrail.engine.pac.PacDatabase;
import org.vitrail.engine.pac.PacRefusedException;
import org.vitrail.engine.pac.PacSqlAnswer;
import org.vitrail.privacy.pac.Nats;

/// PAC-private TPC-H queries beside plain DuckDB: what is answered, how, how fast. Not a test: timings decide
/// nothing.
public final class PacSqlBench {
    private static final int THREADS = 2;
    private static final int MEGABYTES = 4000;
    private static final int WARM = 5; // rounds of both, of each query, that are not counted
    private static final int COMPILING = 25; // rounds of all queries before, until our code is compiled

    private PacSqlBench() {}

    /// Arguments: scale, rounds, fewest units of a group; for example `0.1 5 20`.
    public static void main(String[] arguments) throws SQLException {
        double scale = Double.parseDouble(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int unitsMin = Integer.parseInt(arguments[2]);
        Nats cap = Nats.ofFraction(9000, 1); // a bench asks again and again
        try (Connection plain = DriverManager.getConnection("jdbc:duckdb:");
                PacDatabase database = PacDatabase.open(
                        TpchTables.schema(unitsMin), c -> TpchTables.load(c, scale), cap, MEGABYTES, THREADS)) {
            TpchTables.load(plain, scale);
            try (Statement statement = plain.createStatement()) {
                statement.execute("SET threads = " + THREADS);
            }
            warm(plain, database);
            System.out.println("| query | way | cells | plain ms | ours ms | ratio |\n|---|---|---|---|---|---|");
            List<Double> once = new ArrayList<>();
            List<Double> all = new ArrayList<>();
            for (Map.Entry<Integer, String> query : TpchQueries.all().entrySet()) {
                row(plain, database, query, rounds, once, all);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%ngeometric mean ratio: one pass %.2f (%d queries), all protected %.2f (%d)%n",
                    mean(once),
                    once.size(),
                    mean(all),
                    all.size());
        }
    }

    /// Plain DuckDB is compiled from the start; what a server does from its hundredth question on is to be measured.
    private static void warm(Connection plain, PacDatabase database) throws SQLException {
        for (int i = 1; i <= COMPILING; i++) {
            for (String query : TpchQueries.all().values()) {
                try {
                    drain(plain, query);
                    database.ask(query, new Nats(7_812_500_000_000L - WARM - i));
                } catch (PacRefusedException e) {
                    drain(plain, query);
                }
            }
        }
    }

    private static void row(
            Connection plain,
            PacDatabase database,
            Map.Entry<Integer, String> query,
            int rounds,
            List<Double> once,
            List<Double> all)
            throws SQLException {
        double[] exact = new double[rounds];
        double[] ours = new double[rounds];
        PacSqlAnswer answer = null;
        try {
            for (int i = -WARM; i < rounds; i++) {
                long start = System.nanoTime();
                drain(plain, query.getValue());
                long middle = System.nanoTime();
                answer = database.ask(query.getValue(), new Nats(7_812_500_000_000L + i)); // 1/128, never replayed
                if (i >= 0) {
                    exact[i] = (middle - start) / 1e6;
                    ours[i] = (System.nanoTime() - middle) / 1e6;
                }
            }
        } catch (PacRefusedException e) {
            System.out.printf(Locale.ROOT, "| Q%d | refused: %s | | | | |%n", query.getKey(), e.getMessage());
            return;
        }
        double ratio = median(ours) / median(exact);
        if (answer != null && answer.way() != PacSqlAnswer.Way.PLAIN) {
            all.add(ratio);
            if (answer.way() == PacSqlAnswer.Way.ONE_PASS) {
                once.add(ratio);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| Q%d | %s | %d × %d | %.1f | %.1f | %.2f |%n",
                query.getKey(),
                answer == null
                        ? ""
                        : answer.way().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                answer == null ? 0 : answer.rows().size(),
                answer == null ? 0 : answer.columns().size(),
                median(exact),
                median(ours),
                ratio);
    }

    private static void drain(Connection plain, String sql) throws SQLException {
        try (Statement statement = plain.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double mean(List<Double> ratios) {
        return Math.exp(ratios.stream().mapToDouble(Math::log).average().orElse(0));
    }
}
