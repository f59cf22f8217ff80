package org.vitrail.engine.pac;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.vitrail.engine.pac.WorldQuery.Column;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.NoiseRule;
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
                case WorldQuery.OnePass once -> {
                    double[][][] cells = onePass(statement, once);
                    yield release(statement, cells, once.output(), once.order(), charge, PacSqlAnswer.Way.ONE_PASS);
                }
                case WorldQuery.EachWorld each -> {
                    double[][][] cells = eachWorld(statement, each);
                    yield release(statement, cells, each.output(), each.order(), charge, PacSqlAnswer.Way.EACH_WORLD);
                }
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
    private double[][][] onePass(Statement statement, WorldQuery.OnePass query) throws PacRefusedException, SQLException {
        statement.execute("CREATE OR REPLACE TEMP TABLE __partials AS " + query.partials());
        int groups = keys(statement, "SELECT " + list("k", query.keys(), true) + "count(*) AS units FROM __partials"
                + (query.keys() == 0 ? "" : " GROUP BY ALL"), query.keys());
        WorldCounts counts = counted(statement, query, groups);
        int folds = query.folds().size();
        String columns = IntStream.range(0, folds).mapToObj(a -> ", a" + a + " DOUBLE").collect(Collectors.joining());
        statement.execute("CREATE OR REPLACE TEMP TABLE __worlds (g INTEGER, w INTEGER" + columns + ")");
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
        String cells = query.output().stream()
                .filter(c -> c.key() < 0)
                .map(c -> ", CAST(" + c.cell() + " AS DOUBLE)")
                .collect(Collectors.joining());
        String sql = "SELECT g, w" + cells + " FROM __worlds JOIN __keys USING (g)";
        return collected(statement, sql, groups, cells(query.output()));
    }

    private static WorldCounts counted(Statement statement, WorldQuery.OnePass query, int groups) throws SQLException {
        WorldCounts counts = new WorldCounts(groups, query.folds());
        int folds = query.folds().size();
        String sql = "SELECT g, __m" + IntStream.range(0, folds).mapToObj(a -> ", a" + a).collect(Collectors.joining())
                + " FROM __partials p JOIN __keys k ON " + matches("p", query.keys());
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                int group = rows.getInt(1);
                long mask = rows.getLong(2);
                for (int a = 0; a < folds; a++) {
                    double value = rows.getDouble(3 + a);
                    if (!rows.wasNull()) {
                        counts.add(group, a, mask, value);
                    }
                }
            }
        }
        return counts;
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
                throw new PacRefusedException("every group holds fewer than " + schema.unitsMin() + " "
                        + schema.unit() + " rows: ask about larger groups");
            }
            return groups;
        }
    }

    private double[][][] eachWorld(Statement statement, WorldQuery.EachWorld query)
            throws PacRefusedException, SQLException {
        int groups = keys(statement, query.units(), query.keys());
        int cells = cells(query.output());
        double[][][] values = empty(groups, cells);
        String sql = "SELECT g" + IntStream.range(0, cells).mapToObj(c -> ", c" + c).collect(Collectors.joining())
                + " FROM (" + query.sql() + ") q JOIN __keys k ON " + matches("q", query.keys());
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
    private PacSqlAnswer release(
            Statement statement,
            double[][][] values,
            List<Column> output,
            String order,
            Nats charge,
            PacSqlAnswer.Way way)
            throws PacRefusedException, SQLException {
        List<double[]> full = new ArrayList<>();
        for (double[][] group : values) {
            for (double[] cell : group) {
                if (Arrays.stream(cell).allMatch(Double::isFinite)) {
                    full.add(cell);
                }
            }
        }
        if (full.isEmpty()) {
            throw new PacRefusedException("no cell has a value in every world: ask about larger groups");
        }
        WorldOutputs outputs = WorldOutputs.of(WORLDS, full.size(), w -> full.stream()
                .mapToDouble(cell -> cell[w])
                .toArray());
        PacRelease released = universe.release(outputs, charge, NoiseRule.TIGHT, NoiseBasis.STANDARDISED);
        out(statement, values, released.values());
        StringBuilder list = new StringBuilder();
        int cell = 0;
        for (Column column : output) {
            list.append(list.isEmpty() ? "" : ", ")
                    .append(column.key() >= 0 ? "k" + column.key() : "r" + cell++)
                    .append(" AS ")
                    .append(PacDatabase.quoted(column.name()));
        }
        return read(statement, "SELECT " + list + " FROM __keys JOIN __out USING (g)" + order, charge, way);
    }

    private void out(Statement statement, double[][][] values, double[] released) throws SQLException {
        int cells = values[0].length;
        statement.execute("CREATE OR REPLACE TEMP TABLE __out (g INTEGER"
                + IntStream.range(0, cells).mapToObj(c -> ", r" + c + " DOUBLE").collect(Collectors.joining()) + ")");
        int next = 0;
        try (DuckDBAppender appender = appender("__out")) {
            for (int g = 0; g < values.length; g++) {
                appender.beginRow();
                appender.append(g);
                for (double[] cell : values[g]) {
                    if (Arrays.stream(cell).allMatch(Double::isFinite)) {
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
