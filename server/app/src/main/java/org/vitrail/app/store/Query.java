package org.vitrail.app.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A select whose placeholders are all texts.
public final class Query {
    private Query() {}

    /// Reads one row.
    ///
    /// @param <T> what it holds
    @FunctionalInterface
    public interface Read<T> {
        /// What the row holds; it stands on the row and is not moved.
        T of(ResultSet row) throws SQLException;
    }

    /// Every row, in the order of the statement.
    public static <T> List<T> list(Connection connection, String sql, Read<T> read, String... values)
            throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(read.of(row));
                }
            }
        }
        return found;
    }

    /// The first row, if there is one. The statement's order or its key says which that is.
    public static <T> Optional<T> first(Connection connection, String sql, Read<T> read, String... values)
            throws SQLException {
        return list(connection, sql, read, values).stream().findFirst();
    }

    /// The first column of every row.
    public static List<String> texts(Connection connection, String sql, String... values) throws SQLException {
        return list(connection, sql, row -> row.getString(1), values);
    }
}
