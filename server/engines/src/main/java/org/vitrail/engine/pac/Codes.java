package org.vitrail.engine.pac;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Numbers for the texts that groups are made by, in a column beside each: DuckDB groups by them in two thirds of the
/// time. In the texts' order, and missing where they are; which number is whose leaves nothing but this process.
final class Codes {
    private static final int TEXTS_MAX = 250; // that a byte holds

    /// Each table's columns and the texts in the order of their numbers, names in lower case.
    private final Map<String, Map<String, List<String>>> texts = new HashMap<>();

    private Codes() {}

    /// Those of all tables that are to be stored.
    ///
    /// @param types of columns, as in [Catalog]
    static Codes of(Statement statement, PacSchema schema, Map<String, Map<String, String>> types) throws SQLException {
        Codes codes = new Codes();
        for (PacSchema.Table table : schema.tables()) {
            String name = lower(table.name());
            for (String column : table.groupable()) {
                String type = types.getOrDefault(name, Map.of()).getOrDefault(lower(column), "");
                if (type.equals("VARCHAR")) {
                    codes.read(statement, table.name(), column);
                }
            }
        }
        return codes;
    }

    private void read(Statement statement, String table, String column) throws SQLException {
        String own = PacDatabase.quoted(column);
        statement.execute("CREATE OR REPLACE TEMP TABLE __texts AS SELECT DISTINCT " + own + " AS v FROM main."
                + PacDatabase.quoted(table) + " WHERE " + own + " IS NOT NULL ORDER BY v LIMIT " + (TEXTS_MAX + 1));
        List<String> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT v FROM __texts ORDER BY v")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        if (!found.isEmpty() && found.size() <= TEXTS_MAX) {
            statement.execute("CREATE TYPE " + type(table, column) + " AS ENUM (SELECT v FROM __texts ORDER BY v)");
            texts.computeIfAbsent(lower(table), _ -> new HashMap<>()).put(lower(column), found);
        }
        statement.execute("DROP TABLE __texts");
    }

    /// The columns to store with a table `t`, each behind a comma.
    String columns(String table) {
        StringBuilder list = new StringBuilder();
        texts.getOrDefault(lower(table), Map.of())
                .keySet()
                .forEach(column -> list.append(", enum_code(CAST(t." + PacDatabase.quoted(column) + " AS "
                        + type(table, column) + ")) AS " + PacDatabase.quoted(name(column))));
        return list.toString();
    }

    /// The column with a column's numbers.
    static String name(String column) {
        return "__k_" + column;
    }

    private static String type(String table, String column) {
        return PacDatabase.quoted("__codes " + lower(table) + " " + lower(column));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    Map<String, Map<String, List<String>>> texts() {
        return texts;
    }
}
