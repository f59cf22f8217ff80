package org.vitrail.engine.pac;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is read of public tables to plan a query: their rows are nobody's.
final class PublicTables {
    private final Connection connection;
    private final Map<String, Double> known = new HashMap<>();

    PublicTables(Connection connection) {
        this.connection = connection;
    }

    /// Most rows that agree in columns; all rows if there are none.
    double most(String table, Collection<String> columns) throws SQLException {
        List<String> sorted =
                columns.stream().sorted().distinct().map(PacDatabase::quoted).toList();
        String by = sorted.isEmpty() ? "" : " GROUP BY " + String.join(", ", sorted);
        return number("SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM main." + PacDatabase.quoted(table)
                + by + ")");
    }

    /// Its numbers; anything if it has others than numbers.
    Range range(String table, String column) throws SQLException {
        String numbers =
                "(TRY_CAST(" + PacDatabase.quoted(column) + " AS DOUBLE)) FROM main." + PacDatabase.quoted(table);
        double least = number("SELECT min" + numbers);
        double largest = number("SELECT max" + numbers);
        return least <= largest ? new Range(least, largest) : Range.ANY;
    }

    /// NaN for none.
    private double number(String sql) throws SQLException {
        Double before = known.get(sql);
        if (before != null) {
            return before;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            double number = rows.getDouble(1);
            double found = rows.wasNull() ? Double.NaN : number;
            known.put(sql, found);
            return found;
        }
    }
}
