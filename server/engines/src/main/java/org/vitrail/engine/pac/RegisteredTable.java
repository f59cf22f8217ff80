package org.vitrail.engine.pac;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Table;

/// One registered table, declared by its schema, as a database of PAC privacy: bounds are those of its
/// number columns, groups may be made by its categories, and its unit is whom it protects.
final class RegisteredTable {
    private static final String ROW = "__row"; // a name that no query may use

    private final String name;
    private final TableSchema schema;
    private final String unitKey;

    /// @param name as the query has it in FROM
    RegisteredTable(String name, TableSchema schema) throws PacRefusedException {
        this.name = name.toLowerCase(Locale.ROOT);
        this.schema = schema;
        unitKey = switch (schema.unit()) {
            case PrivacyUnit.Row() -> ROW;
            case PrivacyUnit.Person(String column, int _) -> column;
        };
        Set<String> seen = new HashSet<>(Set.of(unitKey.toLowerCase(Locale.ROOT)));
        for (Column column : schema.columns()) {
            String lower = column.name().toLowerCase(Locale.ROOT);
            if (lower.startsWith("__") || !seen.add(lower)) {
                throw new PacRefusedException("column '" + column.name() + "' differs from another only in case, or"
                        + " begins with __: SQL cannot tell it; register the table with other names");
            }
        }
    }

    PacSchema declared(int unitsMin) {
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
        int rowsMax = switch (schema.unit()) {
            case PrivacyUnit.Row() -> 1;
            case PrivacyUnit.Person(String _, int most) -> most;
        };
        return new PacSchema(
                name,
                unitKey,
                List.of(new PacSchema.Table(name, Optional.empty(), rowsMax, bounds, groupable)),
                unitsMin);
    }

    /// The names that a query may use, in lower case.
    Map<String, Set<String>> columns() {
        Set<String> names = new HashSet<>();
        schema.columns().forEach(column -> names.add(column.name().toLowerCase(Locale.ROOT)));
        names.add(unitKey.toLowerCase(Locale.ROOT));
        return Map.of(name, names);
    }

    /// The declared column of that name.
    Optional<Column> column(String lower) {
        return schema.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(lower))
                .findFirst();
    }

    /// Puts encoded rows, in their order, into an empty database.
    void load(Connection connection, Table rows) throws SQLException {
        StringJoiner list = new StringJoiner(", ", "CREATE TABLE " + PacDatabase.quoted(name) + " (", ")");
        list.add(PacDatabase.quoted(unitKey) + " BIGINT");
        for (Column column : schema.columns()) {
            list.add(PacDatabase.quoted(column.name())
                    + switch (column.domain()) {
                        case Domain.Categorical _ -> " VARCHAR";
                        case Domain.IntegerRange _, Domain.RealRange _ -> " DOUBLE";
                    });
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(list.toString());
        }
        Optional<int[]> persons = rows.persons();
        try (DuckDBAppender appender =
                connection.unwrap(DuckDBConnection.class).createAppender(DuckDBConnection.DEFAULT_SCHEMA, name)) {
            for (int i = 0; i < rows.rowCount(); i++) {
                appender.beginRow();
                appender.append(persons.isPresent() ? (long) persons.get()[i] : (long) i);
                for (int j = 0; j < schema.columns().size(); j++) {
                    cell(appender, rows, i, j);
                }
                appender.endRow();
            }
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
