package org.vitrail.engine.pac;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.vitrail.contract.dataset.TableLink;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.engine.table.KeyedTable;
import org.vitrail.mechanism.port.Table;

/// One registered table, declared by its schema, as a table of PAC privacy: bounds are those of its number
/// columns, groups may be made by its categories, and its unit is whom it protects, or the row that it links to.
final class RegisteredTable {
    private static final String KEY = "BIGINT"; // codes of keys
    private static final String ROW = "__row"; // a name that no query may use

    private final String name;
    private final TableSchema schema;
    private final String unitKey;
    private final Optional<TableLink> link;
    private final Optional<String> key;
    private final long rowsMax;

    /// @param name as the query has it in FROM
    /// @param link how its rows belong to those of another; its unit is one value of that column
    /// @param key the column that other tables link to, if it is not the unit's
    /// @param parents most rows of the parent that one unit has
    RegisteredTable(String name, TableSchema schema, Optional<TableLink> link, Optional<String> key, long parents)
            throws PacRefusedException {
        this.name = name.toLowerCase(Locale.ROOT);
        this.schema = schema;
        this.link = link;
        this.key = key;
        rowsMax = switch (schema.unit()) {
            case PrivacyUnit.Row() -> 1;
            case PrivacyUnit.Person(String _, int most) -> Math.multiplyExact(parents, most);
        };
        unitKey = switch (schema.unit()) {
            case PrivacyUnit.Row() -> ROW;
            case PrivacyUnit.Person(String column, int _) -> column;
        };
        List<String> names = new ArrayList<>(key.stream().toList());
        schema.columns().forEach(column -> names.add(column.name()));
        Set<String> seen = new HashSet<>(Set.of(unitKey.toLowerCase(Locale.ROOT)));
        for (String column : names) {
            String lower = column.toLowerCase(Locale.ROOT);
            if (lower.startsWith("__") || !seen.add(lower)) {
                throw new PacRefusedException("column '" + column + "' differs from another only in case, or"
                        + " begins with __: SQL cannot tell it; register the table with other names");
            }
        }
    }

    String name() {
        return name;
    }

    /// The column that names each row's unit, or the row that it links to.
    String unitKey() {
        return unitKey;
    }

    Optional<TableLink> link() {
        return link;
    }

    /// Most rows of one unit.
    long rowsMax() {
        return rowsMax;
    }

    PacSchema.Table declared() {
        Map<String, PacSchema.Bounds> bounds = new HashMap<>();
        Set<String> groupable = new HashSet<>();
        for (Column column : schema.columns()) {
            String lower = column.name().toLowerCase(Locale.ROOT);
            switch (column.domain()) {
                case Domain.Categorical _ -> groupable.add(lower);
                case Domain.IntegerRange range -> bounds.put(lower, new PacSchema.Bounds(range.min(), range.max()));
                case Domain.RealRange range -> bounds.put(lower, new PacSchema.Bounds(range.min(), range.max()));
            }
        }
        return new PacSchema.Table(
                name,
                link.map(to -> new PacSchema.Link(to.column(), to.parent(), to.key())),
                Math.toIntExact(rowsMax),
                bounds,
                groupable);
    }

    /// The columns that a query may use, names in lower case, and their DuckDB types.
    Map<String, String> types() {
        Map<String, String> types = new HashMap<>();
        schema.columns().forEach(column -> types.put(column.name().toLowerCase(Locale.ROOT), type(column.domain())));
        types.put(unitKey.toLowerCase(Locale.ROOT), KEY);
        key.ifPresent(column -> types.put(column.toLowerCase(Locale.ROOT), KEY));
        return types;
    }

    /// The columns whose numbers are codes of keys, in lower case.
    Set<String> keys() {
        Set<String> keys = new HashSet<>(Set.of(unitKey.toLowerCase(Locale.ROOT)));
        key.ifPresent(column -> keys.add(column.toLowerCase(Locale.ROOT)));
        return keys;
    }

    /// The declared column of that name.
    Optional<Column> column(String lower) {
        return schema.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(lower))
                .findFirst();
    }

    private static String type(Domain domain) {
        return switch (domain) {
            case Domain.Categorical _ -> "VARCHAR";
            case Domain.IntegerRange _, Domain.RealRange _ -> "DOUBLE";
        };
    }

    /// The table without rows.
    void create(Connection connection) throws SQLException {
        StringJoiner list = new StringJoiner(", ", "CREATE TABLE " + PacDatabase.quoted(name) + " (", ")");
        list.add(PacDatabase.quoted(unitKey) + " " + KEY);
        key.ifPresent(column -> list.add(PacDatabase.quoted(column) + " " + KEY));
        for (Column column : schema.columns()) {
            list.add(PacDatabase.quoted(column.name()) + " " + type(column.domain()));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(list.toString());
        }
    }

    /// Puts encoded rows, in their order, into an empty database.
    void load(Connection connection, KeyedTable keyed) throws SQLException {
        create(connection);
        Table rows = keyed.rows();
        try (DuckDBAppender appender =
                connection.unwrap(DuckDBConnection.class).createAppender(DuckDBConnection.DEFAULT_SCHEMA, name)) {
            for (int i = 0; i < rows.rowCount(); i++) {
                appender.beginRow();
                appender.append((long) keyed.unit(i));
                if (key.isPresent()) {
                    code(appender, keyed.key(i));
                }
                for (int j = 0; j < schema.columns().size(); j++) {
                    cell(appender, rows, i, j);
                }
                appender.endRow();
            }
        }
    }

    private static void code(DuckDBAppender appender, int code) throws SQLException {
        if (code < 0) {
            appender.appendNull();
        } else {
            appender.append((long) code);
        }
    }

    private void cell(DuckDBAppender appender, Table rows, int row, int column) throws SQLException {
        switch (schema.columns().get(column).domain()) {
            case Domain.Categorical(List<String> values, Optional<String> _) -> {
                int code = rows.codes(column)[row];
                if (code < values.size()) {
                    appender.append(values.get(code));
                } else {
                    appender.appendNull();
                }
            }
            case Domain.IntegerRange _, Domain.RealRange _ -> {
                double number = rows.numbers(column)[row];
                if (Double.isNaN(number)) {
                    appender.appendNull();
                } else {
                    appender.append(number);
                }
            }
        }
    }
}
