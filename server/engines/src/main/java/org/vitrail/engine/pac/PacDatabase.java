package org.vitrail.engine.pac;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.PacRelease;
import org.vitrail.privacy.pac.Universe;

/// A DuckDB in memory that answers SQL with PAC privacy: 64 worlds, one secret, one account for as long as it is
/// open.
///
/// Opening it does once what bounds every unit's contribution: rows beyond a unit's share are dropped, values are cut
/// to their bounds, and each protected row gets its unit's mask. Then external access is off and the configuration is
/// locked. Not for several threads at once.
public final class PacDatabase implements AutoCloseable {
    static final String NOT_COMPUTED =
            "DuckDB cannot compute this query over these tables: check names, types and casts";

    private static final String WORLD = "pac_world";

    private final Connection connection;
    private final QueryPlanner planner;
    private final WorldRunner runner;
    private final Map<String, PacSqlAnswer> answers = new HashMap<>();

    private PacDatabase(Connection connection, QueryPlanner planner, WorldRunner runner) {
        this.connection = connection;
        this.planner = planner;
        this.runner = runner;
    }

    /// Puts tables into an empty database.
    @FunctionalInterface
    public interface Loader {
        /// Creates all tables in the schema `main`.
        void load(Connection connection) throws SQLException;
    }

    /// Loads, bounds and masks.
    ///
    /// @param cap most that all answers may tell
    /// @param megabytes of memory that DuckDB may use
    /// @param threads that DuckDB may use
    public static PacDatabase open(PacSchema schema, Loader loader, Nats cap, int megabytes, int threads)
            throws SQLException {
        return open(
                schema,
                loader,
                units -> Membership.balanced(units, WorldCounts.WORLDS),
                Universe.open(WorldCounts.WORLDS, cap),
                new Limits(megabytes, threads));
    }

    /// What DuckDB may use.
    ///
    /// @param megabytes of memory
    /// @param threads at once
    record Limits(int megabytes, int threads) {}

    /// @param membership which units, by their number in the order of their keys, are in which worlds
    static PacDatabase open(
            PacSchema schema, Loader loader, IntFunction<Membership> membership, Universe universe, Limits limits)
            throws SQLException {
        Connection connection = memory(limits.megabytes(), limits.threads());
        try (Statement statement = connection.createStatement()) {
            loader.load(connection);
            Map<String, Map<String, String>> types = types(statement);
            statement.execute("CREATE SCHEMA " + Masks.STORE);
            masks(connection, statement, schema, membership);
            Codes codes = Codes.of(statement, schema, types);
            for (PacSchema.Table table : schema.tables()) {
                store(statement, schema, table, codes.columns(table.name()));
            }
            statement.execute("DROP TABLE pac.__units");
            lock(connection);
            SqlTree tree = new SqlTree(connection);
            QueryPlanner planner = new QueryPlanner(
                    schema,
                    new Catalog(types, filled(statement, schema, types), codes.texts()),
                    tree,
                    new PublicTables(connection));
            return new PacDatabase(connection, planner, new WorldRunner(connection, schema, universe, planner));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    static Connection memory(int megabytes, int threads) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("memory_limit", megabytes + "MB");
        settings.setProperty("threads", Integer.toString(threads));
        settings.setProperty("temp_directory", "");
        return DriverManager.getConnection("jdbc:duckdb:", settings);
    }

    /// From here on nothing outside can be reached.
    static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
        }
    }

    private static Map<String, Map<String, String>> types(Statement statement) throws SQLException {
        Map<String, Map<String, String>> types = new HashMap<>();
        try (ResultSet rows =
                statement.executeQuery("SELECT table_name, column_name, data_type FROM information_schema.columns WHERE"
                        + " table_schema = 'main'")) {
            while (rows.next()) {
                types.computeIfAbsent(rows.getString(1).toLowerCase(Locale.ROOT), name -> new HashMap<>())
                        .put(rows.getString(2).toLowerCase(Locale.ROOT), rows.getString(3));
            }
        }
        return types;
    }

    /// Columns of protected tables in which no value is missing.
    private static Map<String, Set<String>> filled(
            Statement statement, PacSchema schema, Map<String, Map<String, String>> types) throws SQLException {
        Map<String, Set<String>> filled = new HashMap<>();
        for (PacSchema.Table table : schema.tables()) {
            List<String> names = List.copyOf(types.getOrDefault(table.name().toLowerCase(Locale.ROOT), Map.of())
                    .keySet());
            StringJoiner tests = new StringJoiner(", ", "SELECT ", " FROM pac." + quoted(table.name()));
            names.forEach(name -> tests.add("count(*) = count(" + quoted(name) + ")"));
            try (ResultSet row = statement.executeQuery(tests.toString())) {
                row.next();
                Set<String> found = new HashSet<>();
                for (int i = 0; i < names.size(); i++) {
                    if (row.getBoolean(i + 1)) {
                        found.add(names.get(i));
                    }
                }
                filled.put(table.name().toLowerCase(Locale.ROOT), found);
            }
        }
        return filled;
    }

    /// `pac.__units`: each unit's key and mask.
    private static void masks(
            Connection connection, Statement statement, PacSchema schema, IntFunction<Membership> drawn)
            throws SQLException {
        String key = quoted(schema.unitKey());
        int units;
        try (ResultSet rows =
                statement.executeQuery("SELECT count(DISTINCT " + key + ") FROM main." + quoted(schema.unit()))) {
            rows.next();
            units = Math.toIntExact(rows.getLong(1));
        }
        statement.execute("CREATE TABLE pac.__drawn (i BIGINT, m BIGINT)");
        Membership membership = drawn.apply(units);
        try (DuckDBAppender appender =
                connection.unwrap(DuckDBConnection.class).createAppender(Masks.STORE, "__drawn")) {
            for (int i = 0; i < units; i++) {
                appender.beginRow();
                appender.append((long) i);
                appender.append(membership.mask(i));
                appender.endRow();
            }
        }
        statement.execute(
                "CREATE TABLE pac.__units AS SELECT u.k, d.m AS __m FROM (SELECT k, row_number() OVER (ORDER BY k) - 1 AS i"
                        + " FROM (SELECT DISTINCT " + key + " AS k FROM main." + quoted(schema.unit()) + " WHERE " + key
                        + " IS NOT NULL)) u JOIN pac.__drawn d USING (i)");
        statement.execute("DROP TABLE pac.__drawn");
    }

    /// The table with masks, bounded, and in place of the plain one a view of one world. Rows of no unit are dropped.
    private static void store(Statement statement, PacSchema schema, PacSchema.Table table, String codes)
            throws SQLException {
        StringJoiner cut = new StringJoiner(", ", " REPLACE (", ")").setEmptyValue("");
        table.bounds()
                .forEach((column, bounds) -> cut.add(String.format(
                        Locale.ROOT,
                        "CASE WHEN t.%1$s < %2$s THEN %2$s WHEN t.%1$s > %3$s THEN %3$s ELSE t.%1$s END AS %1$s",
                        quoted(column),
                        number(bounds.low()),
                        number(bounds.high()))));
        String join = table.link()
                .map(link -> owners(link) + " p ON t." + quoted(link.column()) + " = p.k")
                .orElse("pac.__units p ON t." + quoted(schema.unitKey()) + " = p.k");
        String name = quoted(table.name());
        statement.execute("CREATE TABLE pac." + name + " AS SELECT t.*" + cut + codes + ", p.__m FROM main." + name
                + " t JOIN "
                + join + " QUALIFY row_number() OVER (PARTITION BY p.__m ORDER BY t.rowid) <= " + table.rowsMax()
                // Rows of one unit together: its partial aggregates are found again soon. And in the order of the file:
                // where ties fell by all rows, one person's row would change the order of everyone's.
                + " ORDER BY p.__m, t.rowid");
        statement.execute("DROP TABLE main." + name);
        for (String key : keys(schema, table)) {
            dropUnowned(statement, name, quoted(key));
        }
        statement.execute("CREATE VIEW main." + name + " AS SELECT * FROM pac." + name + " WHERE (__m >> "
                + "CAST(getvariable('" + WORLD + "') AS INTEGER)) & 1 = 1");
    }

    /// A row for each key of the parent, with its unit's mask: a unit's own key may be in several of its rows, which
    /// must not make as many of the child's row.
    private static String owners(PacSchema.Link link) {
        return "(SELECT DISTINCT " + quoted(link.key()) + " AS k, __m FROM pac." + quoted(link.parent()) + ")";
    }

    /// The columns that other tables link to, but for the units' own.
    private static List<String> keys(PacSchema schema, PacSchema.Table table) {
        return schema.tables().stream()
                .flatMap(other -> other.link().stream())
                .filter(link -> link.parent().equalsIgnoreCase(table.name())
                        && !(table.name().equalsIgnoreCase(schema.unit())
                                && link.key().equalsIgnoreCase(schema.unitKey())))
                .map(PacSchema.Link::key)
                .distinct()
                .toList();
    }

    /// Equal keys have to mean one row, wherever a query compares them: rows whose key is missing or is in
    /// rows of two units go, and of one unit's rows with the same key all but the first. Whether there were
    /// any is seen by nobody.
    private static void dropUnowned(Statement statement, String name, String key) throws SQLException {
        statement.execute("DELETE FROM pac." + name + " WHERE " + key + " IS NULL OR " + key + " IN (SELECT " + key
                + " FROM pac." + name + " WHERE " + key + " IS NOT NULL GROUP BY " + key
                + " HAVING min(__m) <> max(__m))");
        statement.execute("DELETE FROM pac." + name + " WHERE rowid NOT IN (SELECT min(rowid) FROM pac." + name
                + " GROUP BY " + key + ")");
    }

    private static String number(double x) {
        return new java.math.BigDecimal(Double.toString(x)).toPlainString();
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String world(int k) {
        return "SET VARIABLE " + WORLD + " = " + k;
    }

    /// Answers, or gives the earlier answer to the same text and charge again.
    ///
    /// @param charge for all cells together; > 0
    /// @throws PacRefusedException why it is not answered; nothing is charged
    /// @throws IllegalStateException if the cap would be exceeded; nothing is charged
    public PacSqlAnswer ask(String sql, Nats charge) throws PacRefusedException {
        String request = charge.femto() + " " + sql.strip();
        PacSqlAnswer known = answers.get(request);
        if (known != null) {
            return known;
        }
        try {
            PacSqlAnswer answer = runner.run(planner.plan(sql), charge);
            answers.put(request, answer);
            return answer;
        } catch (SQLException e) { // its message may quote a value
            throw new PacRefusedException(NOT_COMPUTED);
        }
    }

    /// A query's cells in all worlds, to be answered while the database is open.
    ///
    /// @param product what is made of the answer
    /// @throws PacRefusedException why it is not answered: by its text, or on all rows
    <T> PacRelease.Question<T> question(String sql, Nats charge, Function<PacSqlAnswer, T> product)
            throws PacRefusedException, SQLException {
        return runner.question(planner.plan(sql), charge, product);
    }

    /// What a query gives in all worlds, `[groups][cells][worlds]`, without noise: never to be shown.
    double[][][] worlds(String sql) throws PacRefusedException, SQLException {
        return runner.worlds(planner.plan(sql));
    }

    /// How far one unit moves each number of a query at most, `[groups][cells]`: never to be shown.
    double[][] contributions(String sql) throws PacRefusedException, SQLException {
        return runner.contributions(planner.plan(sql));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
