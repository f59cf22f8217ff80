package org.vitrail.engine.pac;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.vitrail.engine.pac.WorldQuery.Column;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.PacRelease;
import org.vitrail.privacy.pac.Universe;
import org.vitrail.privacy.pac.WorldOutputs;

/// Computes a query's cells in all worlds and releases them.
final class WorldRunner {
    private static final int WORLDS = WorldCounts.WORLDS;

    private final Connection connection;
    private final PacSchema schema;
    private final Universe universe;

    WorldRunner(Connection connection, PacSchema schema, Universe universe) {
        this.connection = connection;
        this.schema = schema;
        this.universe = universe;
    }

    PacSqlAnswer run(WorldQuery query, Nats charge) throws PacRefusedException, SQLException {
        try (Statement statement = connection.createStatement()) {
            return switch (query) {
                case WorldQuery.Plain plain -> read(statement, plain.sql(), Nats.NONE, PacSqlAnswer.Way.PLAIN);
                case WorldQuery.OnePass _, WorldQuery.EachWorld _ ->
                    question(query, charge, Function.identity()).answer(universe);
            };
        }
    }

    /// Everything but the answer.
    ///
    /// @throws PacRefusedException if it reads no protected table, or what it holds is too little
    <T> PacRelease.Question<T> question(WorldQuery query, Nats charge, Function<PacSqlAnswer, T> product)
            throws PacRefusedException, SQLException {
        try (Statement statement = connection.createStatement()) {
            return switch (query) {
                case WorldQuery.Plain _ -> throw new PacRefusedException("the query reads no protected table");
                case WorldQuery.OnePass once -> {
                    Shape shape = new Shape(once.output(), once.keys(), once.order(), PacSqlAnswer.Way.ONE_PASS);
                    yield question(onePass(statement, once), shape, charge, product);
                }
                case WorldQuery.EachWorld each -> {
                    Shape shape = new Shape(each.output(), each.keys(), each.order(), PacSqlAnswer.Way.EACH_WORLD);
                    yield question(eachWorld(statement, each), shape, charge, product);
                }
            };
        }
    }

    /// What an answer looks like.
    private record Shape(List<Column> output, int keys, String order, PacSqlAnswer.Way way) {}

    /// `[groups][cells][worlds]`.
    double[][][] worlds(WorldQuery query) throws PacRefusedException, SQLException {
        try (Statement statement = connection.createStatement()) {
            return switch (query) {
                case WorldQuery.Plain plain -> new double[0][0][0];
                case WorldQuery.OnePass once -> onePass(statement, once);
                case WorldQuery.EachWorld each -> eachWorld(statement, each);
            };
        }
    }

    private PacSqlAnswer read(Statement statement, String sql, Nats charged, PacSqlAnswer.Way way) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            List<String> columns = new ArrayList<>();
            int width = rows.getMetaData().getColumnCount();
            for (int c = 1; c <= width; c++) {
                columns.add(rows.getMetaData().getColumnName(c));
            }
            List<List<@Nullable Object>> read = new ArrayList<>();
            while (rows.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int c = 1; c <= width; c++) {
                    row.add(rows.getObject(c));
                }
                read.add(row);
            }
            return new PacSqlAnswer(columns, read, charged, universe.spent(), way);
        }
    }

    /// `[groups][cells][worlds]`; NaN where a world has no value.
    private double[][][] onePass(Statement statement, WorldQuery.OnePass query)
            throws PacRefusedException, SQLException {
        int folds = query.folds().size();
        String partials = "SELECT " + list("k", query.keys(), true) + Masks.MASK
                + names(", CAST(a%1$d AS DOUBLE) AS a%1$d", folds) + " FROM (" + query.partials() + ")";
        WorldCounts counts;
        int groups = 1;
        if (query.keys() == 0) { // nothing to number: read as it comes
            counts = new WorldCounts(1, query.folds());
            if (counted(statement, "SELECT 0, * FROM (" + partials + ")", counts, folds) < schema.unitsMin()) {
                throw tooSmall();
            }
        } else {
            statement.execute("CREATE OR REPLACE TEMP TABLE __partials AS " + partials);
            groups = keys(
                    statement,
                    "SELECT " + list("k", query.keys(), true) + "count(*) AS units FROM __partials GROUP BY ALL",
                    query.keys());
            counts = new WorldCounts(groups, query.folds());
            counted(
                    statement,
                    "SELECT g, __m" + names(", a%d", folds) + " FROM __partials p JOIN __keys k ON "
                            + matches("p", query.keys()),
                    counts,
                    folds);
        }
        return switch (query.cells()) {
            case WorldQuery.Cells.Wholes(List<WorldQuery.Whole> wholes) -> counts.values(wholes);
            case WorldQuery.Cells.Expressions(String cells) -> {
                worlds(statement, counts, groups, folds);
                String sql = cells.replaceFirst("^SELECT ", "SELECT g, w, ") + " FROM __worlds JOIN "
                        + numbered(query.keys()) + " USING (g)";
                yield collected(statement, sql, groups, cells(query.output()));
            }
        };
    }

    private static String names(String pattern, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(Locale.ROOT, pattern, i))
                .collect(Collectors.joining());
    }

    /// `__worlds`: a row of aggregates for each group and world.
    private void worlds(Statement statement, WorldCounts counts, int groups, int folds) throws SQLException {
        statement.execute(
                "CREATE OR REPLACE TEMP TABLE __worlds (g INTEGER, w INTEGER" + names(", a%d DOUBLE", folds) + ")");
        try (DuckDBAppender appender = appender("__worlds")) {
            for (int g = 0; g < groups; g++) {
                for (int w = 0; w < WORLDS; w++) {
                    appender.beginRow();
                    appender.append(g);
                    appender.append(w);
                    for (int a = 0; a < folds; a++) {
                        appender.append(counts.at(g, a, w));
                    }
                    appender.endRow();
                }
            }
        }
    }

    /// Reads group, mask and partial aggregates; returns the number of rows.
    private static int counted(Statement statement, String sql, WorldCounts counts, int folds) throws SQLException {
        int read = 0;
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                int group = rows.getInt(1);
                long mask = rows.getLong(2);
                for (int a = 0; a < folds; a++) {
                    double value = rows.getDouble(3 + a);
                    if (!rows.wasNull()) { // DuckDB reads a missing number as NaN, not as 0
                        counts.add(group, a, mask, value);
                    }
                }
                read++;
            }
        }
        return read;
    }

    private PacRefusedException tooSmall() {
        return new PacRefusedException("every group holds fewer than " + schema.unitsMin() + " " + schema.unit()
                + " rows: ask about larger groups");
    }

    private static String matches(String table, int keys) {
        return keys == 0
                ? "true"
                : IntStream.range(0, keys)
                        .mapToObj(i -> table + ".k" + i + " IS NOT DISTINCT FROM k.k" + i)
                        .collect(Collectors.joining(" AND "));
    }

    private static String list(String letter, int count, boolean comma) {
        String list = IntStream.range(0, count).mapToObj(i -> letter + i).collect(Collectors.joining(", "));
        return list + (comma && count > 0 ? ", " : "");
    }

    /// `__keys`: the groups that are large enough, numbered; returns how many.
    private int keys(Statement statement, String units, int keys) throws PacRefusedException, SQLException {
        statement.execute("CREATE OR REPLACE TEMP TABLE __keys AS SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS g"
                + (keys == 0 ? "" : ", " + list("k", keys, false)) + " FROM (" + units + ") WHERE units >= "
                + schema.unitsMin());
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM __keys")) {
            rows.next();
            int groups = rows.getInt(1);
            if (groups == 0) {
                throw tooSmall();
            }
            return groups;
        }
    }

    private double[][][] eachWorld(Statement statement, WorldQuery.EachWorld query)
            throws PacRefusedException, SQLException {
        String units = "SELECT " + list("k", query.keys(), true) + "count(DISTINCT __m) AS units FROM (" + query.units()
                + ")" + (query.keys() == 0 ? "" : " GROUP BY ALL");
        int groups = keys(statement, units, query.keys());
        int cells = cells(query.output());
        double[][][] values = empty(groups, cells);
        String sql = "SELECT g" + names(", CAST(c%d AS DOUBLE)", cells) + " FROM (" + query.sql()
                + ") q JOIN __keys k ON " + matches("q", query.keys());
        for (int w = 0; w < WORLDS; w++) {
            statement.execute(PacDatabase.world(w));
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    for (int c = 0; c < cells; c++) {
                        double value = rows.getDouble(2 + c);
                        values[rows.getInt(1)][c][w] = rows.wasNull() ? Double.NaN : value;
                    }
                }
            }
        }
        return values;
    }

    private static int cells(List<Column> output) {
        return (int) output.stream().filter(c -> c.key() < 0).count();
    }

    private static double[][][] empty(int groups, int cells) {
        double[][][] values = new double[groups][cells][WORLDS];
        for (double[][] group : values) {
            for (double[] cell : group) {
                Arrays.fill(cell, Double.NaN);
            }
        }
        return values;
    }

    private static double[][][] collected(Statement statement, String sql, int groups, int cells) throws SQLException {
        double[][][] values = empty(groups, cells);
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                for (int c = 0; c < cells; c++) {
                    double value = rows.getDouble(3 + c);
                    values[rows.getInt(1)][c][rows.getInt(2)] = rows.wasNull() ? Double.NaN : value;
                }
            }
        }
        return values;
    }

    /// All cells that have a value in every world are one vector for one charge; the others stay empty.
    private <T> PacRelease.Question<T> question(
            double[][][] values, Shape shape, Nats charge, Function<PacSqlAnswer, T> product)
            throws PacRefusedException {
        List<double[]> full = new ArrayList<>();
        for (double[][] group : values) {
            for (double[] cell : group) {
                if (isFull(cell)) {
                    full.add(cell);
                }
            }
        }
        if (full.isEmpty()) {
            throw new PacRefusedException("no cell has a value in every world: ask about larger groups");
        }
        WorldOutputs outputs = WorldOutputs.of(
                WORLDS,
                full.size(),
                w -> full.stream().mapToDouble(cell -> cell[w]).toArray());
        return new PacRelease.Question<>(
                outputs, charge, NoiseBasis.STANDARDISED, released -> product.apply(answer(values, shape, released)));
    }

    private static boolean isFull(double[] cell) {
        return Arrays.stream(cell).allMatch(Double::isFinite);
    }

    /// The groups with their numbers; without keys there is one.
    private static String numbered(int keys) {
        return keys == 0 ? "(SELECT 0 AS g)" : "__keys";
    }

    private PacSqlAnswer answer(double[][][] values, Shape shape, PacRelease released) {
        if (shape.keys() == 0 && shape.order().isEmpty()) { // one row, and nothing to sort or cut off
            List<String> names = shape.output().stream().map(Column::name).toList();
            List<@Nullable Object> row = new ArrayList<>();
            int next = 0;
            for (double[] cell : values[0]) {
                row.add(isFull(cell) ? (Double) released.values()[next++] : null);
            }
            return new PacSqlAnswer(names, List.of(row), released.charged(), universe.spent(), shape.way());
        }
        StringBuilder list = new StringBuilder();
        int cell = 0;
        for (Column column : shape.output()) {
            list.append(list.isEmpty() ? "" : ", ")
                    .append(column.key() >= 0 ? "k" + column.key() : "r" + cell++)
                    .append(" AS ")
                    .append(PacDatabase.quoted(column.name()));
        }
        try (Statement statement = connection.createStatement()) {
            out(statement, values, released.values());
            String sql = "SELECT " + list + " FROM " + numbered(shape.keys()) + " JOIN __out USING (g)" + shape.order();
            return read(statement, sql, released.charged(), shape.way());
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not give back a released answer");
        }
    }

    private void out(Statement statement, double[][][] values, double[] released) throws SQLException {
        int cells = values[0].length;
        statement.execute("CREATE OR REPLACE TEMP TABLE __out (g INTEGER" + names(", r%d DOUBLE", cells) + ")");
        int next = 0;
        try (DuckDBAppender appender = appender("__out")) {
            for (int g = 0; g < values.length; g++) {
                appender.beginRow();
                appender.append(g);
                for (double[] cell : values[g]) {
                    if (isFull(cell)) {
                        appender.append(released[next]);
                        next++;
                    } else {
                        appender.appendNull();
                    }
                }
                appender.endRow();
            }
        }
    }

    private DuckDBAppender appender(String table) throws SQLException {
        return connection.unwrap(DuckDBConnection.class).createAppender("temp", "main", table);
    }
}
