package org.vitrail.engine.pac;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
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
    private static final int EACH_MAX = 1000;
    /// One unit that comes or goes changes noise by 15 % at most, which tells of it about .006 nat, one whose
    /// value changes by 30 %, .02 nat: of all numbers together. Less would cost means of fewer than hundreds of
    /// units most of what they tell.
    private static final double SLOPE = .15;

    private final Connection connection;
    private final PacSchema schema;
    private final Universe universe;
    private final QueryPlanner planner;

    WorldRunner(Connection connection, PacSchema schema, Universe universe, QueryPlanner planner) {
        this.connection = connection;
        this.schema = schema;
        this.planner = planner;
        this.universe = universe;
    }

    PacSqlAnswer run(WorldQuery query, Nats charge) throws PacRefusedException, SQLException {
        try (Statement statement = connection.createStatement()) {
            return switch (query) {
                case WorldQuery.Plain plain -> read(statement, plain.sql(), Nats.NONE, PacSqlAnswer.Way.PLAIN);
                case WorldQuery.Private _, WorldQuery.Staged _ ->
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
                case WorldQuery.Private asked -> question(statement, asked, charge, 1, product);
                case WorldQuery.Staged staged -> {
                    universe.require(charge);
                    List<Double> numbers = numbers(statement, staged, staged.each(charge));
                    WorldQuery.Private rest = planner.after(staged.said(), numbers);
                    yield question(
                            statement,
                            rest,
                            staged.rest(charge),
                            staged.steps(),
                            answer -> product.apply(answer.inSteps(charge)));
                }
            };
        }
    }

    /// The numbers that a query's conditions compare with, each answered with noise of its own.
    private List<Double> numbers(Statement statement, WorldQuery.Staged staged, Nats each)
            throws PacRefusedException, SQLException {
        List<Double> numbers = new ArrayList<>();
        for (WorldQuery.Private asked : staged.numbers()) {
            PacSqlAnswer answer = question(statement, asked, each, staged.steps(), Function.<PacSqlAnswer>identity())
                    .answer(universe);
            numbers.add(answer.rows().getFirst().getFirst() instanceof Double number ? number : 0.0);
        }
        return numbers;
    }

    /// What a query gives before noise: the keys of each group, and `[groups][cells][worlds]` with
    /// how far one unit moves each cell at most; NaN where it is divided by a constant 0.
    private static final class Worlds {
        private final List<List<@Nullable Object>> keys;
        private final double[][][] values;
        private final double[][] by;

        Worlds(List<List<@Nullable Object>> keys, double[][][] values, double[][] by) {
            this.keys = keys;
            this.values = values;
            this.by = by;
        }
    }

    /// `[groups][cells][worlds]`.
    double[][][] worlds(WorldQuery query) throws PacRefusedException, SQLException {
        return found(query).values;
    }

    /// `[groups][cells]`.
    double[][] contributions(WorldQuery query) throws PacRefusedException, SQLException {
        return found(query).by;
    }

    private Worlds found(WorldQuery query) throws PacRefusedException, SQLException {
        try (Statement statement = connection.createStatement()) {
            return switch (query) {
                case WorldQuery.Plain _ -> new Worlds(List.of(), new double[0][0][0], new double[0][0]);
                case WorldQuery.Private asked -> all(statement, asked);
                case WorldQuery.Staged staged -> all(statement, staged.shape());
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

    /// What it asks of groups that are large enough by a size with noise. From that decision on the charge is spent,
    /// whatever comes: it is an answer by itself.
    ///
    /// @throws PacRefusedException if there are none, or nothing can be said of them
    private <T> PacRelease.Question<T> question(
            Statement statement, WorldQuery.Private query, Nats charge, int steps, Function<PacSqlAnswer, T> product)
            throws PacRefusedException, SQLException {
        universe.require(charge);
        UnitParts.Sizes sizes = sizes(schema.unitsMin(), charge);
        UnitParts parts = UnitParts.of(statement, query, sizes);
        int moved = sizes.moved(query);
        boolean[] large = universe.largeEnough(parts.units(), sizes.unitsMin(), moved, charge);
        int[] groups = IntStream.range(0, large.length).filter(g -> large[g]).toArray();
        if (groups.length == 0) {
            throw new PacRefusedException("expected " + (query.keys() == 0 ? "" : "a group of ") + "about "
                    + Universe.sureSize(sizes.unitsMin(), moved, charge) + " " + schema.units()
                    + " or more for an answer at this price (the least is " + sizes.unitsMin()
                    + "; chance decides between, so that no single one does), got fewer: ask about more, or at a"
                    + " higher price");
        }
        boolean asked = false;
        try {
            PacRelease.Question<T> question = question(
                    worlds(statement, query, sizes, parts, groups, slope(query, groups.length, charge, steps)),
                    query,
                    charge,
                    product);
            asked = true;
            return question;
        } finally {
            if (!asked) {
                universe.spend(charge);
            }
        }
    }

    /// By how much one unit may change each number's noise: less, the more numbers there are whose noise it changes.
    ///
    /// @param groups of the answer, >= 1
    /// @param steps that it is answered in, which share it
    static double slope(WorldQuery.Private query, double groups, Nats charge, int steps) {
        double changing = query.cells().stream().filter(cell -> !cell.steady()).count()
                * Math.min(groups, Math.max(1, query.rows()));
        double numbers = groups * query.cells().size();
        return Math.max(SLOPE / Math.sqrt(Math.max(1, changing) * steps), Math.sqrt(charge.roundedDown() / numbers));
    }

    /// A unit counts in as many groups as noise of two units at this price allows, one at least.
    static UnitParts.Sizes sizes(long unitsMin, Nats charge) {
        return new UnitParts.Sizes(unitsMin, (int) Math.clamp(16 * charge.roundedUp(), 1, EACH_MAX));
    }

    /// Of all groups, at a slope that is as good as any.
    private Worlds all(Statement statement, WorldQuery.Private query) throws SQLException {
        UnitParts.Sizes sizes = new UnitParts.Sizes(schema.unitsMin(), EACH_MAX);
        UnitParts parts = UnitParts.of(statement, query, sizes);
        int[] groups = IntStream.range(0, parts.keys().size()).toArray();
        return worlds(statement, query, sizes, parts, groups, SLOPE);
    }

    /// @param groups the numbers of those that are wanted
    private static Worlds worlds(
            Statement statement,
            WorldQuery.Private query,
            UnitParts.Sizes sizes,
            UnitParts parts,
            int[] groups,
            double slope)
            throws SQLException {
        double[][][] aggregates = counted(parts.counts(), parts.keys().size(), query); // [groups][worlds][aggregates]
        boolean again = query.wholes().isPresent() || !query.ordered().isEmpty();
        if (again && groups.length > 0) {
            keys(statement, query, sizes);
            Quantiles.fill(statement, query, slopes(query, slope), aggregates);
        }
        if (query.wholes().isPresent() && groups.length > 0) {
            for (int w = 0; w < WORLDS; w++) {
                statement.execute(PacDatabase.world(w));
                inWorld(statement, query, query.wholes().get(), aggregates, w);
            }
        }
        double[][][] values = new double[groups.length][query.cells().size()][WORLDS];
        double[][] by = new double[groups.length][query.cells().size()];
        for (int g = 0; g < groups.length; g++) {
            for (int c = 0; c < by[g].length; c++) {
                for (int w = 0; w < WORLDS; w++) {
                    Formula.Moved moved = query.cells().get(c).of(aggregates[groups[g]][w], slope);
                    values[g][c][w] = moved.value();
                    by[g][c] = Math.max(by[g][c], moved.by());
                }
            }
        }
        List<List<@Nullable Object>> keys =
                Arrays.stream(groups).mapToObj(parts.keys()::get).toList();
        return new Worlds(keys, values, by);
    }

    private static double[] slopes(WorldQuery.Private query, double slope) {
        double[] least = new double[query.aggregates()];
        Arrays.fill(least, slope);
        query.cells().forEach(cell -> cell.slopes(slope, least));
        return least;
    }

    private static double[][][] counted(WorldCounts counts, int groups, WorldQuery.Private query) {
        int parts = query.parts().size();
        double[][][] values = new double[groups][WORLDS][query.aggregates()];
        for (int g = 0; g < groups; g++) {
            for (int w = 0; w < WORLDS; w++) {
                for (int a = 0; a < values[g][w].length; a++) {
                    values[g][w][a] = a < parts ? counts.at(g, a, w) : Double.NaN;
                }
            }
        }
        return values;
    }

    /// What the world that is set gives.
    private static void inWorld(
            Statement statement, WorldQuery.Private query, String wholes, double[][][] values, int world)
            throws SQLException {
        int parts = query.parts().size();
        try (ResultSet rows = statement.executeQuery(joined(wholes, query.others(), query.keys()))) {
            while (rows.next()) {
                for (int b = 0; b < query.others(); b++) {
                    double value = rows.getDouble(2 + b);
                    values[rows.getInt(1)][world][parts + b] = rows.wasNull() ? Double.NaN : value;
                }
            }
        }
    }

    private static String joined(String wholes, int aggregates, int keys) {
        return "SELECT g" + UnitParts.names(", CAST(b%d AS DOUBLE)", aggregates, "") + " FROM (" + wholes
                + ") q JOIN __keys k ON " + sameKeys(keys);
    }

    /// Whether a row `q` is of the group `k`.
    static String sameKeys(int keys) {
        return keys == 0 ? "true" : UnitParts.names("q.k%d IS NOT DISTINCT FROM k.k%d", keys, " AND ");
    }

    /// The first columns of a row.
    private static List<@Nullable Object> objects(ResultSet rows, int count) throws SQLException {
        List<@Nullable Object> objects = new ArrayList<>();
        for (int c = 1; c <= count; c++) {
            objects.add(rows.getObject(c));
        }
        return objects;
    }

    /// `__keys`: the groups that are large enough, numbered as in one pass.
    private static void keys(Statement statement, WorldQuery.Private query, UnitParts.Sizes sizes) throws SQLException {
        String groups = query.keys() == 0
                ? "SELECT 0 AS g"
                : UnitParts.groups("(" + UnitParts.partials(query) + ")", query.keys(), sizes);
        statement.execute("CREATE OR REPLACE TEMP TABLE __keys AS SELECT * REPLACE (CAST(g AS INTEGER) AS g) FROM ("
                + groups + ")");
    }

    /// All cells that have a value in every world are one vector for one charge; the others stay empty.
    private <T> PacRelease.Question<T> question(
            Worlds worlds, WorldQuery.Private query, Nats charge, Function<PacSqlAnswer, T> product)
            throws PacRefusedException {
        List<double[]> full = new ArrayList<>();
        List<Double> by = new ArrayList<>();
        for (int g = 0; g < worlds.values.length; g++) {
            for (int c = 0; c < worlds.values[g].length; c++) {
                if (isFull(worlds.values[g][c])) {
                    full.add(worlds.values[g][c]);
                    by.add(worlds.by[g][c]);
                }
            }
        }
        if (full.isEmpty()) {
            throw new PacRefusedException("one unit of " + schema.unit()
                    + " could make every number anything, by what it is divided by: ask about larger groups");
        }
        WorldOutputs outputs = outputs(full, by);
        return new PacRelease.Question<>(
                outputs, charge, NoiseBasis.SEPARATE, released -> product.apply(answer(worlds, query, released)));
    }

    private static WorldOutputs outputs(List<double[]> full, List<Double> by) throws PacRefusedException {
        try {
            return WorldOutputs.of(
                            WORLDS,
                            full.size(),
                            w -> full.stream().mapToDouble(cell -> cell[w]).toArray())
                    .withContributions(
                            by.stream().mapToDouble(Double::doubleValue).toArray());
        } catch (IllegalArgumentException e) { // what it says of functions is not the query's
            throw new PacRefusedException("expected numbers of at most 1e100 and not too many of them: ask for sums of"
                    + " smaller numbers, or for fewer groups");
        }
    }

    private static boolean isFull(double[] cell) {
        return Arrays.stream(cell).allMatch(Double::isFinite);
    }

    private PacSqlAnswer answer(Worlds worlds, WorldQuery.Private query, PacRelease released) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        int next = 0;
        for (int g = 0; g < worlds.values.length; g++) {
            List<@Nullable Object> row = new ArrayList<>();
            int cell = 0;
            for (Column column : query.output()) {
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
                query.output().stream().map(Column::name).toList(),
                query.order().of(rows),
                released.charged(),
                universe.spent(),
                query.once() ? PacSqlAnswer.Way.ONE_PASS : PacSqlAnswer.Way.EACH_WORLD);
    }
}
