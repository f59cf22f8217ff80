package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vitrail.contract.dataset.LinkedTable;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.pac.PacPlan;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.privacy.pac.Nats;

/// Plans queries with DuckDB's parser, over an empty database.
final class SqlPlanner {
    static final String VERSION = "pac-sql-4";
    private static final double LARGEST = 1e150; // beyond what a noisy number can be
    private static final int MEGABYTES = 64;

    PacPlan plan(PacSpec spec, PublicFacts facts, PacTerms terms) {
        try (Connection connection = PacDatabase.memory(MEGABYTES, 1)) {
            PacDatabase.lock(connection);
            SqlTree tree = new SqlTree(connection);
            ObjectNode root = tree.parse(spec.sql());
            List<LinkedTable> read = RegisteredTables.readBy(root, facts.linked());
            RegisteredTables tables = RegisteredTables.of(spec.dataset(), facts.schema(), read);
            PacSchema schema = tables.declared(terms.unitsMin());
            WorldQuery query = new QueryPlanner(
                            schema,
                            new Catalog(tables.types(), Map.of(), Map.of()),
                            tables.keys(),
                            tree,
                            new PublicTables(connection))
                    .plan(spec.sql(), root);
            Categories.check(root, tables);
            bind(connection, tables, spec.sql());
            return plan(spec, tables, read, query, facts, terms, isLeftJoined(root));
        } catch (PacRefusedException e) {
            throw new IllegalArgumentException(e.getMessage());
        } catch (SQLException e) {
            throw new IllegalArgumentException(
                    "DuckDB cannot read this query over these columns: check names and" + " expressions");
        }
    }

    /// Names and types, over the tables without rows: what a query gets wrong there is told for nothing.
    private static void bind(Connection connection, RegisteredTables tables, String sql)
            throws SQLException, PacRefusedException {
        tables.create(connection);
        try {
            connection.prepareStatement(sql).close();
        } catch (SQLException e) {
            throw new PacRefusedException(
                    "DuckDB cannot read this query over these columns: " + said(String.valueOf(e.getMessage())));
        }
    }

    /// What DuckDB says of tables without rows: names and types, up to where it repeats the query.
    private static String said(String message) {
        return message.lines()
                .takeWhile(line -> !line.startsWith("LINE "))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.replaceAll("\"__\\w+\"(, )?", "")) // columns of our own
                .collect(Collectors.joining(" "));
    }

    private static PacPlan plan(
            PacSpec spec,
            RegisteredTables tables,
            List<LinkedTable> read,
            WorldQuery query,
            PublicFacts facts,
            PacTerms terms,
            boolean leftJoined)
            throws PacRefusedException {
        WorldQuery.Private asked = switch (query) {
            case WorldQuery.Plain _ ->
                throw new PacRefusedException("the query reads no registered table: write FROM " + spec.dataset());
            case WorldQuery.Private one -> one;
            case WorldQuery.Staged staged -> staged.shape();
        };
        requireNumbers(asked);
        if (query instanceof WorldQuery.Staged staged) {
            for (WorldQuery.Private number : staged.numbers()) {
                requireNumbers(number);
            }
        }
        List<WorldQuery.Column> output = asked.output();
        boolean once = asked.once();
        int numbers = asked.cells().size();
        List<String> assumed = new ArrayList<>();
        assumed.add("the schema: names, domains and bounds of "
                + facts.schema().columns().size() + " columns");
        assumed.add("the unit: " + facts.schema().unit().describe());
        assumed.addAll(tables.assumed());
        assumed.add("the query, and what it may tell");
        Nats charge = PacPlan.charge(spec);
        TableSchema product = product(tables, output, facts.schema(), leftJoined);
        Expectation expected = new Expectation(
                asked,
                query instanceof WorldQuery.Staged staged ? staged.rest(charge) : charge,
                query instanceof WorldQuery.Staged staged ? staged.steps() : 1,
                terms,
                product);
        assumed.add(expected.groups());
        return new PacPlan(
                spec,
                charge,
                numbers,
                read.stream().map(LinkedTable::name).toList(),
                WorldCounts.WORLDS,
                product,
                bounds(asked),
                List.of("Gaussian noise on " + numbers + (numbers == 1 ? " number" : " numbers")
                        + " of each row, all rows one vector for one charge; its size follows from how much each number"
                        + " changes between halves, is no less than bounds and rows of a unit ask for, and is shown to"
                        + " nobody"),
                "PAC-private SQL (Xiao, Devadas 2023; Zhu, Sridhar, Devadas 2026): one secret world of "
                        + WorldCounts.WORLDS + (once ? ", all counted in one pass" : ", the query run in each")
                        + steps(query),
                expected.error(),
                once ? 3 : 6,
                assumed);
    }

    private static Map<String, Domain.RealRange> bounds(WorldQuery.Private asked) {
        Map<String, Domain.RealRange> bounds = new HashMap<>();
        List<String> names = asked.names();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Typical.bounds(asked.cells().get(i)).ifPresent(range -> {
                double high = Math.min(range.high(), LARGEST);
                bounds.put(name, Domain.RealRange.of(Math.max(range.low(), -LARGEST), high));
            });
        }
        return bounds;
    }

    /// The text alone shows it: it need not be paid for.
    private static void requireNumbers(WorldQuery.Private asked) throws PacRefusedException {
        for (String name : asked.dividedByZero()) {
            throw new PacRefusedException("expected numbers, got '" + name + "', which is divided by what is always 0");
        }
    }

    private static String steps(WorldQuery query) {
        return query instanceof WorldQuery.Staged staged
                ? "; first the " + staged.numbers().size()
                        + " numbers that conditions compare with, each for an equal part of the price, with noise"
                : "";
    }

    /// Then keys may be missing that are not in their table.
    private static boolean isLeftJoined(ObjectNode root) {
        return SqlTree.any(root, node -> node.path("join_type").asText().equals("LEFT"));
    }

    private static TableSchema product(
            RegisteredTables tables, List<WorldQuery.Column> output, TableSchema schema, boolean leftJoined)
            throws PacRefusedException {
        List<Column> columns = new ArrayList<>();
        for (WorldQuery.Column column : output) {
            if (column.key() < 0) {
                columns.add(Column.of(column.name(), Domain.RealRange.of(-LARGEST, LARGEST))
                        .orMissing());
                continue;
            }
            Optional<Column> source = tables.column(column.table(), column.source());
            if (source.isEmpty()) {
                throw new PacRefusedException("expected groups by declared columns alone, got an expression for '"
                        + column.name() + "': its values would not be declared; use it in CASE within an aggregate");
            }
            columns.add(new Column(
                    column.name(),
                    source.get().domain(),
                    source.get().nullable() || leftJoined,
                    source.get().onInvalid()));
        }
        return checked(columns, schema);
    }

    private static TableSchema checked(List<Column> columns, TableSchema schema) throws PacRefusedException {
        try {
            return new TableSchema(columns, schema.unit());
        } catch (IllegalArgumentException e) {
            throw new PacRefusedException(
                    "expected a name of its own for each column of the answer: " + e.getMessage() + "; add AS NAME");
        }
    }
}
