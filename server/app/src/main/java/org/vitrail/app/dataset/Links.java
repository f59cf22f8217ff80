package org.vitrail.app.dataset;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.dataset.TableLink;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

/// How the datasets of a project hang together by their declared links: a tree below each dataset that links to no
/// other, whose PAC account pays for what is told of all of them.
final class Links {
    private static final long ROWS_MAX = 1_000_000_000L; // of one unit; contributions are added up as doubles

    private final DatasetStore rows;

    Links(DatasetStore rows) {
        this.rows = rows;
    }

    /// What a registration declares, as far as links go.
    private record Declared(String name, Optional<PrivacyUnit> unit, Optional<TableSchema> schema, boolean linked) {
        static Declared of(RegisterDataset request) {
            return new Declared(
                    request.name(),
                    request.unit(),
                    request.schema(),
                    request.link().isPresent());
        }

        static Declared of(DatasetRow row) {
            return new Declared(
                    row.name(),
                    row.unit(),
                    row.schema(),
                    row.declaration().link().isPresent());
        }

        boolean has(String column) {
            return schema.stream()
                    .flatMap(known -> known.columns().stream())
                    .anyMatch(known -> known.name().equalsIgnoreCase(column));
        }
    }

    /// Refuses a registration whose link, or whose datasets' links to it, would not hold. Follows from declarations
    /// alone.
    ///
    /// @throws RefusedException one line: what is expected, what it got, what to do
    void require(Connection connection, String project, RegisterDataset request) throws SQLException {
        List<DatasetRow> linked = rows.linked(connection, project);
        Optional<TableLink> link = request.link();
        if (link.isPresent()) {
            List<DatasetRow> path = path(connection, project, request.name(), link.get());
            requireEnd(Declared.of(path.getFirst()), link.get());
            requireRoot(path.getLast());
            requireRoom(linked, request, path.getLast());
            requireSameKey(linked, request.name(), link.get(), path.getFirst());
            requireNames(request, link.get());
            requireRows(linked, Declared.of(request), most(path));
        }
        for (DatasetRow child : children(linked, request.name())) {
            requireEnd(Declared.of(request), child.declaration().link().orElseThrow());
        }
    }

    /// SQL has to tell the columns apart.
    private static void requireNames(RegisterDataset request, TableLink link) {
        Set<String> seen = new HashSet<>(Set.of(link.column().toLowerCase(Locale.ROOT)));
        List<Column> columns = request.schema().map(TableSchema::columns).orElse(List.of());
        for (Column column : columns) {
            String lower = column.name().toLowerCase(Locale.ROOT);
            if (lower.startsWith("__") || !seen.add(lower)) {
                throw refused("a dataset that links to another needs names that SQL can tell, got the column '"
                        + column.name() + "', which begins with __ or differs from another only in case; rename it");
            }
        }
    }

    /// From the parent up to the root.
    private List<DatasetRow> path(Connection connection, String project, String name, TableLink first)
            throws SQLException {
        List<DatasetRow> path = new ArrayList<>();
        Optional<TableLink> link = Optional.of(first);
        while (link.isPresent()) {
            String parent = link.get().parent();
            DatasetRow row = rows.byName(connection, project, parent)
                    .orElseThrow(() -> refused("dataset '" + name + "' links to '" + parent
                            + "', which is no dataset of your project; register that one first"));
            path.add(row);
            if (row.name().equals(name) || path.size() >= TableLink.TABLES_MAX) {
                throw refused("the links of dataset '" + name + "' must lead to one that links to no other, got "
                        + (row.name().equals(name) ? "a circle" : TableLink.TABLES_MAX + " and more on the way")
                        + "; leave one of the links out");
            }
            link = row.declaration().link();
        }
        return path;
    }

    private static void requireEnd(Declared parent, TableLink link) {
        if (parent.unit().isPresent() && parent.unit().get() instanceof PrivacyUnit.Row) {
            throw refused("dataset '" + parent.name() + "' protects one row, which no other dataset's rows can name;"
                    + " register it with --unit " + link.key() + " --rows-max 1, so that they link to its units");
        }
        Optional<String> unit =
                parent.unit().map(known -> known instanceof PrivacyUnit.Person person ? person.column() : "");
        if (!parent.linked()) {
            if (!unit.equals(Optional.of(link.key()))) {
                throw refused("a link to dataset '" + parent.name() + "' must be to its unit's column '"
                        + unit.orElse("none") + "', got '" + link.key() + "'");
            }
            return;
        }
        if (unit.filter(link.key()::equalsIgnoreCase).isPresent()) {
            throw refused("'" + link.key() + "' is what dataset '" + parent.name()
                    + "' itself links by; link to the dataset that it links to");
        }
        if (parent.has(link.key())) {
            throw refused("the key '" + link.key() + "' must be none of the released columns of dataset '"
                    + parent.name() + "', because nobody declares its values; leave it out of that schema");
        }
    }

    private static void requireRoot(DatasetRow root) {
        if (root.declaration().pac().isEmpty()) {
            throw refused("dataset '" + root.name() + "' has no PAC cap, so nothing can be told of what links to it;"
                    + " register it with --pac-cap 70% first");
        }
    }

    private static void requireRoom(List<DatasetRow> linked, RegisterDataset request, DatasetRow root) {
        List<DatasetRow> others = new ArrayList<>(List.of(root));
        others.addAll(below(linked, root, child -> true));
        others.removeIf(other -> other.name().equals(request.name()));
        if (others.size() >= TableLink.TABLES_MAX) {
            throw refused("at most " + TableLink.TABLES_MAX + " datasets can hang together, and '" + root.name()
                    + "' has as many; register this one without a link");
        }
        for (DatasetRow other : others) {
            if (other.name().equalsIgnoreCase(request.name())) {
                throw refused("dataset '" + request.name() + "' and '" + other.name()
                        + "', to which it is linked, differ in case only, which SQL cannot tell; choose another name");
            }
        }
    }

    private static void requireSameKey(List<DatasetRow> linked, String name, TableLink link, DatasetRow parent) {
        for (DatasetRow sibling : children(linked, parent.name())) {
            TableLink other = sibling.declaration().link().orElseThrow();
            if (!sibling.name().equals(name) && !other.key().equals(link.key())) {
                throw refused("all links to dataset '" + parent.name() + "' must be to one key, '" + other.key()
                        + "' as that of '" + sibling.name() + "', got '" + link.key() + "'");
            }
        }
    }

    /// Of the dataset and of all below it.
    ///
    /// @param above rows of its parent that one unit has at most
    private static void requireRows(List<DatasetRow> linked, Declared table, long above) {
        long product = above * most(table); // neither is above 2^31
        if (product > ROWS_MAX) {
            throw refused("the rows of dataset '" + table.name() + "' that one unit has must be at most " + ROWS_MAX
                    + ", by multiplying the --rows-max on the way, got more; declare smaller ones");
        }
        for (DatasetRow child : children(linked, table.name())) {
            requireRows(linked, Declared.of(child), product);
        }
    }

    /// Rows of the first that one unit has at most; the last is the root, whose key is the unit itself.
    private static long most(List<DatasetRow> path) {
        long product = 1;
        for (DatasetRow row : path.subList(0, path.size() - 1)) {
            product = Math.min(ROWS_MAX, product) * most(Declared.of(row));
        }
        return Math.min(ROWS_MAX + 1, product);
    }

    private static long most(Declared table) {
        return table.unit().isPresent() && table.unit().get() instanceof PrivacyUnit.Person person
                ? person.rowsMax()
                : 1;
    }

    /// The dataset at the end of a dataset's links; itself if it has none, nothing if one of them is gone.
    Optional<DatasetRow> root(Connection connection, DatasetRow row) throws SQLException {
        Optional<DatasetRow> at = Optional.of(row);
        for (int i = 0; i < TableLink.TABLES_MAX && at.isPresent(); i++) {
            Optional<TableLink> link = at.get().declaration().link();
            if (link.isEmpty()) {
                return at;
            }
            at = rows.byName(connection, row.project(), link.get().parent());
        }
        return Optional.empty();
    }

    /// The datasets that link to one, directly or through others, parents before children; those that a project may
    /// not use, or that have no schema yet, are left out with all below them.
    List<DatasetRow> usable(Connection connection, DatasetRow root, String project) throws SQLException {
        List<DatasetRow> linked = rows.linked(connection, root.project());
        if (linked.isEmpty()) { // as most are
            return List.of();
        }
        Set<String> allowed = new HashSet<>();
        rows.usableBy(connection, project).forEach(row -> allowed.add(row.id()));
        return below(linked, root, child -> child.schema().isPresent() && allowed.contains(child.id()));
    }

    /// @param linked of the root's project, all that link to another
    private static List<DatasetRow> below(List<DatasetRow> linked, DatasetRow root, Predicate<DatasetRow> which) {
        List<DatasetRow> found = new ArrayList<>();
        Deque<String> parents = new ArrayDeque<>(List.of(root.name()));
        while (!parents.isEmpty() && found.size() < TableLink.TABLES_MAX) {
            String parent = parents.remove();
            for (DatasetRow row : linked) {
                if (isChild(row, parent) && which.test(row)) {
                    found.add(row);
                    parents.add(row.name());
                }
            }
        }
        return found;
    }

    /// The columns of a project's dataset that others link to: one, as they all link to the same.
    Set<String> keys(Connection connection, String project, String name) throws SQLException {
        return children(rows.linked(connection, project), name).stream()
                .map(child -> child.declaration().link().orElseThrow().key())
                .collect(Collectors.toSet());
    }

    private static List<DatasetRow> children(List<DatasetRow> linked, String name) {
        return linked.stream().filter(row -> isChild(row, name)).toList();
    }

    private static boolean isChild(DatasetRow row, String parent) {
        return row.declaration()
                .link()
                .filter(link -> link.parent().equals(parent))
                .isPresent();
    }

    private static RefusedException refused(String line) {
        return new RefusedException(new Refusal.InvalidRequest(line));
    }
}
