package org.vitrail.engine.pac;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What is publicly known of tables besides their declarations.
///
/// @param types each table's columns and their DuckDB types, names in lower case, types in capitals
/// @param filled columns of protected tables in which no value is missing, where that is known
/// @param codes the texts of protected tables' columns that have numbers beside them ([Codes])
record Catalog(
        Map<String, Map<String, String>> types,
        Map<String, Set<String>> filled,
        Map<String, Map<String, List<String>>> codes) {
    Catalog {
        codes = Map.copyOf(codes);
        types = Map.copyOf(types);
        filled = Map.copyOf(filled);
    }

    /// Names of every table's columns, in lower case.
    Map<String, Set<String>> columns() {
        Map<String, Set<String>> columns = new HashMap<>();
        types.forEach((table, of) -> columns.put(table, of.keySet()));
        return columns;
    }

    /// The texts of a column that has numbers beside it, in their order; none of any other.
    List<String> texts(Scope.Found found) {
        return found.source()
                .table()
                .map(table -> codes.getOrDefault(table, Map.of()).getOrDefault(found.column(), List.of()))
                .orElse(List.of());
    }

    /// The type of a table's column; empty of a SELECT's.
    String type(Scope.Found found) {
        return found.source()
                .table()
                .map(table -> types.getOrDefault(table, Map.of()).getOrDefault(found.column(), ""))
                .orElse("")
                .toUpperCase(Locale.ROOT);
    }
}
