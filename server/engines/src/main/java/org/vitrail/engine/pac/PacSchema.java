package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the owner declares about tables: whom to protect, how tables hang together, what is public.
///
/// @param unit table with one row for each unit
/// @param unitKey its key
/// @param tables every protected table, the unit's among them; parents before children
/// @param unitsMin groups of fewer units are not shown, >= 2
public record PacSchema(String unit, String unitKey, List<Table> tables, int unitsMin) {
    public PacSchema {
        tables = List.copyOf(tables);
        if (unitsMin < 2) {
            throw new IllegalArgumentException("expected groups of >= 2 units, got " + unitsMin);
        }
    }

    /// A protected table.
    ///
    /// @param link how its rows belong to a row of a parent; empty for the unit's table
    /// @param rowsMax most rows of one unit; more are dropped when the database is opened
    /// @param bounds public bounds of columns that may be added up; values outside are cut
    /// @param groupable columns whose values may be shown as keys of groups that are large enough
    public record Table(
            String name, Optional<Link> link, int rowsMax, Map<String, Bounds> bounds, Set<String> groupable) {
        public Table {
            bounds = Map.copyOf(bounds);
            groupable = Set.copyOf(groupable);
            if (rowsMax < 1) {
                throw new IllegalArgumentException("expected >= 1 rows of a unit in " + name + ", got " + rowsMax);
            }
        }
    }

    /// `column` holds the parent row's `key`.
    public record Link(String column, String parent, String key) {}

    /// Public bounds.
    public record Bounds(double low, double high) {
        public Bounds {
            if (!(low <= high)) {
                throw new IllegalArgumentException("expected LOW <= HIGH, got " + low + " and " + high);
            }
        }
    }

    /// Whom a number of units counts, in words.
    String units() {
        return "units of " + unit + (unitKey.startsWith("__") ? " (rows)" : " (by " + unitKey + ")");
    }

    /// A protected table of that name.
    Optional<Table> table(String name) {
        for (Table table : tables) {
            if (table.name().equalsIgnoreCase(name)) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    /// Whether it is a protected table in a query's tree.
    boolean isProtected(JsonNode node) {
        return SqlTree.type(node).equals("BASE_TABLE")
                && table(node.path("table_name").asText()).isPresent();
    }

    /// Whether a protected table is read anywhere in a query's tree.
    boolean protects(JsonNode tree) {
        return SqlTree.any(tree, this::isProtected);
    }

    /// Whether two columns are the two ends of a declared link, or the same end twice: then equal values mean one
    /// unit.
    boolean linked(String table, String column, String otherTable, String otherColumn) {
        return end(table, column)
                .flatMap(e -> end(otherTable, otherColumn).filter(e::equals))
                .isPresent();
    }

    /// Whether a column's value determines the unit.
    boolean determinesUnit(String table, String column) {
        return end(table, column).isPresent();
    }

    /// Whether a column is the units' own key.
    boolean isUnit(String table, String column) {
        return end(table, column).filter((unit + "." + unitKey)::equals).isPresent();
    }

    /// The parent's side of a link that a column is an end of.
    private Optional<String> end(String table, String column) {
        for (Table t : tables) {
            if (t.link().isPresent()) {
                Link link = t.link().get();
                boolean child =
                        t.name().equalsIgnoreCase(table) && link.column().equalsIgnoreCase(column);
                boolean parent =
                        link.parent().equalsIgnoreCase(table) && link.key().equalsIgnoreCase(column);
                if (child || parent) {
                    return Optional.of(link.parent() + "." + link.key());
                }
            }
        }
        return unit.equalsIgnoreCase(table) && unitKey.equalsIgnoreCase(column)
                ? Optional.of(unit + "." + unitKey)
                : Optional.empty();
    }
}
