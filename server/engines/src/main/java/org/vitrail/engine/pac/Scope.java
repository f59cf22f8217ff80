package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tables of one SELECT, by alias, and of the SELECTs around it.
final class Scope {
    private final Optional<Scope> outer;
    final List<Source> sources = new ArrayList<>();
    /// Conditions of joins, and of the rows.
    private final List<On> conditions = new ArrayList<>();

    private Scope(Optional<Scope> outer) {
        this.outer = outer;
    }

    /// A condition of a join.
    ///
    /// @param optional of a left join, what is joined: rows of the other side stay whether or not it holds
    private record On(JsonNode condition, List<Source> optional) {
        On {
            optional = List.copyOf(optional);
        }
    }

    /// A table or a derived table.
    ///
    /// @param node where it stands in the tree
    /// @param table its name; empty if derived
    /// @param derived its SELECT; empty if a table
    /// @param nullable whether an outer join may leave it out
    record Source(
            String alias, ObjectNode node, Optional<String> table, Optional<ObjectNode> derived, boolean nullable) {}

    /// A column, found.
    ///
    /// @param expression what a derived table's column stands for
    record Found(Source source, String column, Optional<JsonNode> expression) {
        /// Whether both are columns of tables that a declared link makes equal.
        boolean isLinked(Found other, PacSchema schema) {
            Optional<String> one = source.table();
            Optional<String> two = other.source.table();
            return one.isPresent() && two.isPresent() && schema.linked(one.get(), column, two.get(), other.column);
        }
    }

    /// @throws PacRefusedException if something stands in FROM that is not a table, a join or a SELECT
    static Scope of(ObjectNode select, Optional<Scope> outer) throws PacRefusedException {
        Scope scope = new Scope(outer);
        scope.collect(select.path("from_table"), false);
        scope.conditions.add(new On(select.path("where_clause"), List.of()));
        return scope;
    }

    private void collect(JsonNode from, boolean nullable) throws PacRefusedException {
        switch (SqlTree.type(from)) {
            case "", "EMPTY" -> {}
            case "BASE_TABLE" -> {
                String name = from.path("table_name").asText().toLowerCase(Locale.ROOT);
                String alias = from.path("alias").asText();
                sources.add(new Source(
                        (alias.isEmpty() ? name : alias).toLowerCase(Locale.ROOT),
                        (ObjectNode) from,
                        Optional.of(name),
                        Optional.empty(),
                        nullable));
            }
            case "SUBQUERY" ->
                sources.add(new Source(
                        from.path("alias").asText().toLowerCase(Locale.ROOT),
                        (ObjectNode) from,
                        Optional.empty(),
                        Optional.of((ObjectNode) from.path("subquery").path("node")),
                        nullable));
            case "JOIN" -> {
                String kind = from.path("join_type").asText();
                if (!Set.of("INNER", "LEFT").contains(kind)) {
                    throw new PacRefusedException("expected inner or left joins, got " + kind + ": write it as one");
                }
                collect(from.path("left"), nullable);
                int left = sources.size();
                collect(from.path("right"), nullable || kind.equals("LEFT"));
                if (!from.path("condition").isNull()) {
                    conditions.add(new On(
                            from.path("condition"),
                            kind.equals("LEFT") ? sources.subList(left, sources.size()) : List.of()));
                }
            }
            default ->
                throw new PacRefusedException("expected tables, joins and SELECTs in FROM, got " + SqlTree.type(from)
                        + ": functions that read are not answered");
        }
    }

    /// Where an expression comes from that is a column; empty of any other.
    Optional<Found> column(JsonNode expression, Map<String, Set<String>> columns) {
        return SqlTree.type(expression).equals("COLUMN_REF") ? find(expression, columns) : Optional.empty();
    }

    /// Where a column comes from; empty if from nowhere that is known here.
    Optional<Found> find(JsonNode reference, Map<String, Set<String>> columns) {
        JsonNode names = reference.path("column_names");
        String column = SqlTree.column(reference).toLowerCase(Locale.ROOT);
        Optional<String> alias = names.size() > 1
                ? Optional.of(names.get(names.size() - 2).asText().toLowerCase(Locale.ROOT))
                : Optional.empty();
        for (Source source : sources) {
            if (alias.isPresent() && !alias.get().equals(source.alias)) {
                continue;
            }
            if (source.table.isPresent()
                    && columns.getOrDefault(source.table.get(), Set.of()).contains(column)) {
                return Optional.of(new Found(source, column, Optional.empty()));
            }
            if (source.derived.isPresent()) {
                Optional<JsonNode> item = item(source.derived.get(), column);
                if (item.isPresent()) {
                    return Optional.of(new Found(source, column, item));
                }
            }
        }
        return outer.flatMap(scope -> scope.find(reference, columns));
    }

    /// The expression behind a derived table's column, by the alias that each has.
    private static Optional<JsonNode> item(ObjectNode select, String column) {
        for (JsonNode item : select.path("select_list")) {
            if (item.path("alias").asText().equalsIgnoreCase(column)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    /// Two columns that are equal in each row, or of a left join, in rows in which the joined table is there.
    ///
    /// @param optional the joined tables of a left join
    record Bound(Found left, Found right, List<Source> optional) {
        public Bound {
            optional = List.copyOf(optional);
        }

        /// The column of a source that this binds to another that was reached.
        Optional<String> columnOf(Source source, List<Source> reached) {
            boolean holds = optional.isEmpty() || optional.contains(source);
            if (holds && left.source().equals(source) && reached.contains(right.source())) {
                return Optional.of(left.column());
            }
            return holds && right.source().equals(source) && reached.contains(left.source())
                    ? Optional.of(right.column())
                    : Optional.empty();
        }
    }

    /// Equalities of two columns in conditions that rows have to fulfil.
    List<Bound> equalities(Map<String, Set<String>> columns) {
        List<Bound> found = new ArrayList<>();
        for (On on : conditions) {
            for (JsonNode equality : equalities(on.condition())) {
                Optional<Found> left = find(equality.path("left"), columns);
                Optional<Found> right = find(equality.path("right"), columns);
                if (left.isPresent() && right.isPresent()) {
                    found.add(new Bound(left.get(), right.get(), on.optional()));
                }
            }
        }
        return found;
    }

    /// Equalities of two columns without which a condition does not hold.
    static List<JsonNode> equalities(JsonNode condition) {
        List<JsonNode> found = new ArrayList<>();
        switch (SqlTree.type(condition)) {
            case "CONJUNCTION_AND" -> condition.path("children").forEach(child -> found.addAll(equalities(child)));
            case "CONJUNCTION_OR" -> {
                JsonNode children = condition.path("children");
                found.addAll(equalities(children.path(0)));
                for (JsonNode child : children) {
                    List<JsonNode> others = equalities(child);
                    found.removeIf(one -> others.stream().noneMatch(other -> SqlTree.same(one, other)));
                }
            }
            case "COMPARE_EQUAL" -> {
                if (SqlTree.type(condition.path("left")).equals("COLUMN_REF")
                        && SqlTree.type(condition.path("right")).equals("COLUMN_REF")) {
                    found.add(condition);
                }
            }
            default -> {}
        }
        return found;
    }
}
