package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.vitrail.engine.pac.Scope.Source;

/// What is publicly known of a resolved query's expressions: in what range numbers lie, whether computing them can
/// fail, and how many rows of one unit a SELECT has at most.
final class Known {
    private static final double ROWS_MAX = 1e9;

    private final PacSchema schema;
    private final Catalog catalog;
    private final Map<String, Set<String>> columns;
    private final PublicTables open;

    Known(PacSchema schema, Catalog catalog, PublicTables open) {
        this.schema = schema;
        this.catalog = catalog;
        this.open = open;
        columns = catalog.columns();
    }

    /// In what range an expression's numbers lie, aggregates of a unit's rows included.
    Range range(JsonNode expression, Scope scope) {
        if (!Aggregates.in(expression)) {
            return Ranges.of(expression, reference -> ofColumn(reference, scope));
        }
        Aggregates aggregates = new Aggregates();
        JsonNode around = aggregates.without(expression);
        return Ranges.of(around, reference -> {
            OptionalInt alone = Aggregates.alone(reference);
            return alone.isPresent()
                    ? ofAggregate(aggregates.all().get(alone.getAsInt()), scope)
                    : ofColumn(reference, scope);
        });
    }

    private Range ofColumn(JsonNode reference, Scope scope) {
        Optional<Scope.Found> found = scope.find(reference, columns);
        if (found.isEmpty()) {
            return Range.ANY;
        }
        Source source = found.get().source();
        if (source.derived().isPresent()) {
            return found.get()
                    .expression()
                    .map(expression -> range(expression, inside(source)))
                    .orElse(Range.ANY);
        }
        String name = source.table().orElseThrow();
        Optional<PacSchema.Table> table = schema.table(name);
        if (table.isPresent()) {
            PacSchema.Bounds bounds = table.get().bounds().get(found.get().column());
            return bounds == null ? Range.ANY : new Range(bounds.low(), bounds.high());
        }
        try {
            return open.range(name, found.get().column());
        } catch (SQLException e) {
            return Range.ANY;
        }
    }

    /// Of a group of one unit's rows in a SELECT in FROM.
    private Range ofAggregate(ObjectNode aggregate, Scope scope) {
        double rows = rows(scope);
        Optional<JsonNode> argument = Aggregates.measured(aggregate);
        if (argument.isEmpty()) {
            return new Range(0, rows);
        }
        Range one = range(argument.get(), scope);
        return switch (aggregate.path("function_name").asText()) {
            case "sum" -> one.isBounded() ? one.total(rows) : Range.ANY;
            case "avg", "min", "max", "median", "quantile_cont" -> one;
            default -> Range.ANY;
        };
    }

    /// What an expression gives, and whether computing it can fail.
    Kind kind(JsonNode expression, Scope scope) {
        return Kind.of(expression, reference -> kindOf(reference, scope), part -> range(part, scope));
    }

    private Kind kindOf(JsonNode reference, Scope scope) {
        if (SqlTree.column(reference).equals(Masks.MASK)) {
            return Kind.WHOLE;
        }
        Optional<Scope.Found> found = scope.find(reference, columns);
        if (found.isEmpty()) {
            return Kind.FAILING;
        }
        Source source = found.get().source();
        if (source.derived().isPresent()) { // computed, and guarded, there: it does not fail here
            JsonNode expression = found.get().expression().orElseThrow();
            return kind(bare(expression), inside(source));
        }
        return Kind.of(catalog.type(source.table().orElseThrow(), found.get().column()));
    }

    /// Without a TRY around it.
    private static JsonNode bare(JsonNode expression) {
        return SqlTree.type(expression).equals("OPERATOR_TRY")
                ? expression.path("children").path(0)
                : expression;
    }

    private static Scope inside(Source source) {
        try {
            return Scope.of(source.derived().orElseThrow(), Optional.empty());
        } catch (PacRefusedException e) {
            throw new IllegalStateException(e); // it was read before
        }
    }

    /// Most rows of one unit that a SELECT's FROM and conditions give, >= 1.
    double rows(Scope scope) {
        try {
            double product = 1;
            for (Source source : scope.sources) {
                product *= Math.max(1, rows(source, scope));
            }
            return Math.min(product, ROWS_MAX);
        } catch (SQLException e) {
            return ROWS_MAX;
        }
    }

    private double rows(Source source, Scope scope) throws SQLException {
        if (source.derived().isPresent()) {
            ObjectNode inner = source.derived().get();
            boolean guarded = Masks.protects(inner, schema);
            return guarded ? (isOnePerUnit(inner, inside(source)) ? 1 : rows(inside(source))) : open.rows(inner);
        }
        String name = source.table().orElseThrow();
        Optional<PacSchema.Table> table = schema.table(name);
        List<Scope.Found[]> equal = scope.equalities(columns);
        if (table.isPresent()) {
            return isParent(source, equal) ? 1 : table.get().rowsMax();
        }
        Set<String> bound = new HashSet<>();
        for (Scope.Found[] sides : equal) {
            for (int i = 0; i < 2; i++) {
                if (sides[i].source().equals(source) && !sides[1 - i].source().equals(source)) {
                    bound.add(sides[i].column());
                }
            }
        }
        return open.most(name, bound);
    }

    /// Whether each row of another table meets at most one row of this one: the one that it links to.
    private boolean isParent(Source source, List<Scope.Found[]> equal) {
        String name = source.table().orElseThrow();
        for (Scope.Found[] sides : equal) {
            for (int i = 0; i < 2; i++) {
                Scope.Found parent = sides[i];
                Optional<PacSchema.Link> link =
                        sides[1 - i].source().table().flatMap(schema::table).flatMap(PacSchema.Table::link);
                if (parent.source().equals(source)
                        && link.isPresent()
                        && link.get().parent().equalsIgnoreCase(name)
                        && link.get().key().equalsIgnoreCase(parent.column())
                        && link.get().column().equalsIgnoreCase(sides[1 - i].column())) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether it is grouped by the unit's own key and nothing else.
    private boolean isOnePerUnit(ObjectNode select, Scope scope) {
        List<JsonNode> keys = new ArrayList<>();
        select.path("group_expressions").forEach(keys::add);
        keys.removeIf(key ->
                SqlTree.type(key).equals("COLUMN_REF") && SqlTree.column(key).equals(Masks.MASK));
        if (keys.size() != 1 || !SqlTree.type(keys.getFirst()).equals("COLUMN_REF")) {
            return false;
        }
        Optional<Scope.Found> found = scope.find(keys.getFirst(), columns);
        return found.flatMap(column -> column.source().table())
                .map(table -> schema.isUnit(table, found.get().column()))
                .orElse(false);
    }
}
