package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.vitrail.engine.pac.Scope.Source;

/// What is publicly known of a resolved query's expressions: in what range numbers lie, whether computing them can
/// fail, and how many rows of one unit a SELECT has at most.
final class Known {
    private final PacSchema schema;
    private final Catalog catalog;
    private final Map<String, Set<String>> columns;
    private final PublicTables open;

    /// Of columns of SELECTs in FROM, which are guarded and final when others ask for them.
    private final IdentityHashMap<JsonNode, Kind> kinds = new IdentityHashMap<>();

    private final IdentityHashMap<JsonNode, Range> ranges = new IdentityHashMap<>();

    Known(PacSchema schema, Catalog catalog, PublicTables open) {
        this.schema = schema;
        this.catalog = catalog;
        this.open = open;
        columns = catalog.columns();
    }

    /// What was known of an earlier query.
    void forget() {
        kinds.clear();
        ranges.clear();
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
            JsonNode expression = found.get().expression().orElseThrow();
            return ranges.computeIfAbsent(expression, item -> range(item, inside(source)));
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
        return Kind.of(expression, new Kind.Facts() {
            @Override
            public Kind kind(JsonNode reference) {
                return kindOf(reference, scope);
            }

            @Override
            public int scale(JsonNode reference) {
                return scaleOf(reference, scope);
            }

            @Override
            public Range range(JsonNode part) {
                return Known.this.range(part, scope);
            }
        });
    }

    /// Whether it is a column of a table as it stands there: within its bounds.
    boolean isColumn(JsonNode expression, Scope scope) {
        return scope.column(expression, columns)
                .filter(found -> found.source()
                        .table()
                        .flatMap(schema::table)
                        .filter(table -> table.bounds().containsKey(found.column()))
                        .isPresent())
                .isPresent();
    }

    /// Whether it is a column of a table, passed on as it is.
    boolean isStored(JsonNode expression, Scope scope) {
        return stored(expression, scope).isPresent();
    }

    /// The column of a table that an expression is, passed on as it is.
    Optional<Scope.Found> stored(JsonNode expression, Scope scope) {
        Optional<Scope.Found> found = scope.column(expression, columns);
        return found.isEmpty() || found.get().source().table().isPresent()
                ? found
                : stored(
                        found.get().expression().orElseThrow(),
                        inside(found.get().source()));
    }

    /// The column of a protected table that an expression is, passed on as it is, if its value belongs to one unit.
    Optional<Scope.Found> determinesUnit(JsonNode expression, Scope scope) {
        return stored(expression, scope)
                .filter(found -> schema.determinesUnit(found.source().table().orElseThrow(), found.column()));
    }

    /// Whether a table's column is the units' own key.
    boolean isUnit(Scope.Found found) {
        return schema.isUnit(found.source().table().orElseThrow(), found.column());
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
            return kinds.computeIfAbsent(expression, item -> kind(item, inside(source)));
        }
        return Kind.of(catalog.type(found.get()));
    }

    /// Digits behind the point of a DECIMAL column; more than there are of any other.
    private int scaleOf(JsonNode reference, Scope scope) {
        String type = scope.find(reference, columns).map(catalog::type).orElse("");
        int comma = type.indexOf(',');
        return type.startsWith("DECIMAL(")
                ? Integer.parseInt(type.substring(comma + 1, type.length() - 1).strip())
                : 99;
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
            List<Source> reached = new ArrayList<>();
            List<Source> left = new ArrayList<>();
            List<Scope.Bound> bounds =
                    scope.equalities(columns).stream().filter(this::isExact).toList();
            for (Source source : scope.sources) {
                boolean ofUnit = source.table()
                        .map(name -> schema.table(name).isPresent())
                        .orElseGet(() -> schema.protects(source.derived().orElseThrow()));
                if (ofUnit) {
                    product *= ofUnit(source, bounds);
                    reached.add(source);
                } else {
                    left.add(source);
                }
            }
            while (!left.isEmpty()) { // public tables, the best bound first
                Source next = left.getFirst();
                double least = Double.POSITIVE_INFINITY;
                for (Source source : left) {
                    double most = most(source, reached, bounds);
                    if (most < least) {
                        least = most;
                        next = source;
                    }
                }
                product *= Math.max(1, least);
                reached.add(next);
                left.remove(next);
            }
            return product;
        } catch (SQLException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    /// Whether equal values are equal without being rounded to one type.
    private boolean isExact(Scope.Bound equal) {
        String one = catalog.type(equal.left());
        String other = catalog.type(equal.right());
        boolean same = !one.isEmpty() && one.equals(other);
        return same || (Kind.of(one) == Kind.WHOLE && Kind.of(other) == Kind.WHOLE);
    }

    /// Most rows of a public table or SELECT that one row of what was reached meets.
    private double most(Source source, List<Source> reached, List<Scope.Bound> bounds) throws SQLException {
        if (source.derived().isPresent()) { // no more than all rows of its tables put together
            double product = 1;
            for (Source inner : inside(source).sources) {
                product *= Math.max(1, most(inner, List.of(), List.of()));
            }
            return product;
        }
        Set<String> bound = new HashSet<>();
        for (Scope.Bound equal : bounds) {
            equal.columnOf(source, reached).ifPresent(bound::add);
        }
        return open.most(source.table().orElseThrow(), bound);
    }

    /// Most rows of a unit in a protected table or SELECT, but 1 if it is the one that rows of another link to: they
    /// are counted there.
    private double ofUnit(Source source, List<Scope.Bound> bounds) {
        if (source.derived().isPresent()) {
            ObjectNode inner = source.derived().get();
            return isOnePerUnit(inner, inside(source)) ? 1 : rows(inside(source));
        }
        String name = source.table().orElseThrow();
        double own = schema.table(name).orElseThrow().rowsMax();
        for (Scope.Bound equal : bounds) {
            boolean links = equal.optional().isEmpty() && isLink(equal, source);
            String key = equal.left().source().equals(source)
                    ? equal.left().column()
                    : equal.right().column();
            if (links && (own == 1 || !schema.isUnit(name, key))) { // it is there once: others with it were dropped
                return 1;
            }
        }
        return own;
    }

    private boolean isLink(Scope.Bound equal, Source parent) {
        for (int i = 0; i < 2; i++) {
            Scope.Found key = i == 0 ? equal.left() : equal.right();
            Scope.Found child = i == 0 ? equal.right() : equal.left();
            Optional<PacSchema.Link> link =
                    child.source().table().flatMap(schema::table).flatMap(PacSchema.Table::link);
            if (key.source().equals(parent)
                    && link.isPresent()
                    && parent.table()
                            .filter(link.get().parent()::equalsIgnoreCase)
                            .isPresent()
                    && link.get().key().equalsIgnoreCase(key.column())
                    && link.get().column().equalsIgnoreCase(child.column())) {
                return true;
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
        return found.filter(column -> column.source().table().isPresent())
                .map(this::isUnit)
                .orElse(false);
    }
}
