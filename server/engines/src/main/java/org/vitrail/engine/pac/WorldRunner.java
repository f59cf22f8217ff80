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
                    Shape shape = new Shape(once.output(), once.order(), PacSqlAnswer.Way.ONE_PASS);
                    yield question(onePass(statement, once), shape, charge, product);
                }
                case WorldQuery.EachWorld each -> {
                    Shape shape = new Shape(each.output(), each.order(), PacSqlAnswer.Way.EACH_WORLD);
                    yield question(eachWorld(statement, each), shape, charge, product);
                }
            };
        }
    }

    /// What an answer looks like.
    private record Shape(List<Column> output, AnswerOrder order, PacSqlAnswer.Way way) {}

    /// What a query gives before noise: the keys of each group, and `[groups][cells][worlds]`, NaN where a world has no
    /// value.
    private static final class Worlds {
        private final List<List<@Nullable Object>> keys;
        private final double[][][] values;

        Worlds(List<List<@Nullable Object>> keys, double[][][] values) {
            this.keys = keys;
            this.values = values;
        }
    }

    /// `[groups][cells][worlds]`.
    double[][][] worlds(WorldQuery query) throws PacRefusedException, SQLException {
        try (Statement statement = connection.createStatement()) {
            return switch (query) {
                case WorldQuery.Plain plain -> new double[0][0][0];
                case WorldQuery.OnePass once -> onePass(statement, once).values;
                case WorldQuery.EachWorld each -> eachWorld(statement, each).values;
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
                read.add(objects(rows, width));
            }
            return new PacSqlAnswer(columns, read, charged, universe.spent(), way);
        }
    }

    private Worlds onePass(Statement statement, WorldQuery.OnePass query) throws PacRefusedException, SQLException {
        UnitParts parts = UnitParts.of(statement, query, schema.unitsMin());
        if (parts.keys().isEmpty()) {
            throw tooSmall();
        }
        List<List<@Nullable Object>> groups = parts.keys();
        WorldCounts counts = parts.counts();
        return switch (query.cells()) {
            case WorldQuery.Cells.Formulas(List<WorldQuery.Formula> formulas) ->
                new Worlds(groups, counts.values(formulas));
            case WorldQuery.Cells.Expressions(String cells) -> {
                worlds(statement, counts, groups.size(), query.folds().size());
                String sql = cells.replaceFirst("^SELECT ", "SELECT g, w, ") + " FROM __worlds";
                yield new Worlds(groups, collected(statement, sql, groups.size(), cells(query.output())));
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

    /// The first columns of a row.
    private static List<@Nullable Object> objects(ResultSet rows, int count) throws SQLException {
        List<@Nullable Object> objects = new ArrayList<>();
        for (int c = 1; c <= count; c++) {
            objects.add(rows.getObject(c));
        }
        return objects;
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

    /// `__keys`: the groups that are large enough, numbered; returns the keys of each.
    private List<List<@Nullable Object>> keys(Statement statement, String units, int keys)
            throws PacRefusedException, SQLException {
        statement.execute("CREATE OR REPLACE TEMP TABLE __keys AS SELECT CAST(row_number() OVER ("
                + (keys == 0 ? "" : "ORDER BY " + list("k", keys, false)) + ") - 1 AS INTEGER) AS g"
                + (keys == 0 ? "" : ", " + list("k", keys, false)) + " FROM (" + units + ") WHERE units >= "
                + schema.unitsMin());
        List<List<@Nullable Object>> groups = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT * EXCLUDE (g), g FROM __keys ORDER BY g")) {
            while (rows.next()) {
                groups.add(objects(rows, keys));
            }
        }
        if (groups.isEmpty()) {
            throw tooSmall();
        }
        return groups;
    }

    private Worlds eachWorld(Statement statement, WorldQuery.EachWorld query) throws PacRefusedException, SQLException {
        String units = "SELECT " + list("k", query.keys(), true) + "count(DISTINCT __m) AS units FROM (" + query.units()
                + ")" + (query.keys() == 0 ? "" : " GROUP BY ALL");
        List<List<@Nullable Object>> groups = keys(statement, units, query.keys());
        int cells = cells(query.output());
        double[][][] values = empty(groups.size(), cells);
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
        return new Worlds(groups, values);
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
            Worlds worlds, Shape shape, Nats charge, Function<PacSqlAnswer, T> product) throws PacRefusedException {
        List<double[]> full = new ArrayList<>();
        for (double[][] group : worlds.values) {
            for (double[] cell : group) {
                if (isFull(cell)) {
                    full.add(cell);
                }
            }
        }
        if (full.isEmpty()) {
            throw new PacRefusedException("no cell has a value in every world: ask about larger groups");
        }
        WorldOutputs outputs = outputs(full);
        return new PacRelease.Question<>(
                outputs, charge, NoiseBasis.SEPARATE, released -> product.apply(answer(worlds, shape, released)));
    }

    private static WorldOutputs outputs(List<double[]> full) throws PacRefusedException {
        try {
            return WorldOutputs.of(
                    WORLDS,
                    full.size(),
                    w -> full.stream().mapToDouble(cell -> cell[w]).toArray());
        } catch (IllegalArgumentException e) { // what it says of functions is not the query's
            throw new PacRefusedException("expected numbers of at most 1e100 and not too many of them: ask for sums of"
                    + " smaller numbers, or for fewer groups");
        }
    }

    private static boolean isFull(double[] cell) {
        return Arrays.stream(cell).allMatch(Double::isFinite);
    }

    private PacSqlAnswer answer(Worlds worlds, Shape shape, PacRelease released) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        int next = 0;
        for (int g = 0; g < worlds.values.length; g++) {
            List<@Nullable Object> row = new ArrayList<>();
            int cell = 0;
            for (Column column : shape.output()) {
                if (column.key() >= 0) {
                    row.add(worlds.keys.get(g).get(column.key()));
                } else if (isFull(worlds.values[g][cell++])) {
                    row.add(released.values()[next++]);
                } else {
                    row.add(null);
                }
            }
            rows.add(row);
        }
        return new PacSqlAnswer(
                shape.output().stream().map(Column::name).toList(),
                shape.order().of(rows),
                released.charged(),
                universe.spent(),
                shape.way());
    }

    private DuckDBAppender appender(String table) throws SQLException {
        return connection.unwrap(DuckDBConnection.class).createAppender("temp", "main", table);
    }
}
