package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrail.contract.dataset.LinkedTable;
import org.vitrail.contract.dataset.TableLink;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.engine.table.KeyedTable;

/// A registered table and those that link to it, as a database of PAC privacy: its units are those of the
/// table at the root, and rows of the others are theirs through the declared links.
final class RegisteredTables {
    private final RegisteredTable root;
    private final List<RegisteredTable> tables; // the root, then parents before children

    private RegisteredTables(RegisteredTable root, List<RegisteredTable> tables) {
        this.root = root;
        this.tables = tables;
    }

    /// @param name of the dataset, as the query has it in FROM
    /// @param linked parents before children
    static RegisteredTables of(String name, TableSchema schema, List<LinkedTable> linked) throws PacRefusedException {
        RegisteredTable root = new RegisteredTable(name, schema, Optional.empty(), Optional.empty(), 1);
        List<RegisteredTable> tables = new ArrayList<>(List.of(root));
        Map<String, Long> rows = new HashMap<>(); // most of one unit
        rows.put(root.name(), 1L); // its key is the unit itself
        for (LinkedTable table : linked) {
            Long most = rows.get(lower(table.link().parent()));
            if (most == null || rows.containsKey(lower(table.name()))) {
                throw new PacRefusedException("expected tables by names of their own, each behind the one that it links"
                        + " to, got '" + table.name() + "' out of place");
            }
            RegisteredTable next = new RegisteredTable(
                    table.name(),
                    table.schema(),
                    Optional.of(table.link()),
                    LinkedTable.keyOf(table.name(), linked),
                    most);
            rows.put(lower(table.name()), next.rowsMax());
            tables.add(next);
        }
        return new RegisteredTables(root, tables);
    }

    /// The linked tables that stand in a query, and those between them and the root; parents before children. What
    /// is wrong with the others is of no concern to it.
    ///
    /// @param linked all that there are, in that order
    static List<LinkedTable> readBy(JsonNode query, List<LinkedTable> linked) {
        Set<String> read = new HashSet<>();
        SqlTree.each(query, node -> {
            if (SqlTree.type(node).equals("BASE_TABLE")) {
                read.add(lower(node.path("table_name").asText()));
            }
        });
        for (LinkedTable table : linked.reversed()) {
            if (read.contains(lower(table.name()))) {
                read.add(lower(table.link().parent()));
            }
        }
        return linked.stream()
                .filter(table -> read.contains(lower(table.name())))
                .toList();
    }

    PacSchema declared(int unitsMin) {
        return new PacSchema(
                root.name(),
                root.unitKey(),
                tables.stream().map(RegisteredTable::declared).toList(),
                unitsMin);
    }

    /// The columns that a query may use, names in lower case, and their DuckDB types, by table.
    Map<String, Map<String, String>> types() {
        Map<String, Map<String, String>> types = new HashMap<>();
        tables.forEach(table -> types.put(table.name(), table.types()));
        return types;
    }

    /// The columns that hold codes of keys, by table, in lower case.
    Map<String, Set<String>> keys() {
        Map<String, Set<String>> keys = new HashMap<>();
        tables.forEach(table -> keys.put(table.name(), table.keys()));
        return keys;
    }

    /// The declared column of that name of that table, both in lower case.
    Optional<Column> column(String table, String column) {
        return tables.stream()
                .filter(other -> other.name().equals(table))
                .findFirst()
                .flatMap(found -> found.column(column));
    }

    /// The declared columns of that name, whatever its case, of all tables.
    List<Column> columns(String name) {
        return tables.stream()
                .flatMap(table -> table.column(lower(name)).stream())
                .toList();
    }

    /// What the owners declared of the links, one line each.
    List<String> assumed() {
        List<String> lines = new ArrayList<>();
        for (RegisteredTable table : tables.subList(1, tables.size())) {
            lines.add("the linked table '" + table.name() + "': "
                    + table.link().map(TableLink::describe).orElse("") + ", the schema of its "
                    + table.declared().bounds().size() + " number and "
                    + table.declared().groupable().size() + " category columns, and that at most " + table.rowsMax()
                    + " rows of it belong to one unit");
        }
        if (!lines.isEmpty()) {
            lines.add("decided on all rows: rows without a row that they link to, and rows whose key is missing or"
                    + " belongs to two units, are left out, with all that link to them; of one unit's rows with the same"
                    + " key, where others link to it, the first is used");
        }
        return lines;
    }

    /// Puts encoded rows, in their order, into an empty database.
    ///
    /// @param rows of the root, then of the linked tables
    void load(Connection connection, List<KeyedTable> rows) throws SQLException {
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).load(connection, rows.get(i));
        }
    }

    /// The tables without rows.
    void create(Connection connection) throws SQLException {
        for (RegisteredTable table : tables) {
            table.create(connection);
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
