package org.vitrail.app.dataset;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.dataset.Inference;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.dataset.TableLink;
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
                    unit(request),
                    request.schema(),
                    request.link().isPresent());
        }

        static Declared of(DatasetRow row) {
            return new Declared(
                    row.name(),
                    row.schema().map(TableSchema::unit).or(() -> unit(row.declaration())),
                    row.schema(),
                    row.declaration().link().isPresent());
        }

        private static Optional<PrivacyUnit> unit(RegisterDataset request) {
            return request.schema()
                    .map(TableSchema::unit)
                    .or(() -> request.inference().map(Inference::unit));
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
        Optional<TableLink> link = request.link();
        if (link.isPresent()) {
            List<DatasetRow> path = path(connection, project, request.name(), link.get());
            requireEnd(Declared.of(path.getFirst()), link.get());
            requireRoot(path.getLast());
            requireRoom(connection, request, path.getLast());
            requireSameKey(connection, project, request.name(), link.get(), path.getFirst());
            requireRows(request, path);
        }
        for (DatasetRow child : children(connection, project, request.name())) {
            requireEnd(Declared.of(request), child.declaration().link().orElseThrow());
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

    private void requireRoom(Connection connection, RegisterDataset request, DatasetRow root) throws SQLException {
        List<DatasetRow> others = new ArrayList<>(List.of(root));
        others.addAll(below(connection, root, child -> true));
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

    private void requireSameKey(Connection connection, String project, String name, TableLink link, DatasetRow parent)
            throws SQLException {
        for (DatasetRow sibling : children(connection, project, parent.name())) {
            TableLink other = sibling.declaration().link().orElseThrow();
            if (!sibling.name().equals(name) && !other.key().equals(link.key())) {
                throw refused("all links to dataset '" + parent.name() + "' must be to one key, '" + other.key()
                        + "' as that of '" + sibling.name() + "', got '" + link.key() + "'");
            }
        }
    }

    private static void requireRows(RegisterDataset request, List<DatasetRow> path) {
        long product = most(Declared.of(request));
        for (DatasetRow row : path.subList(0, path.size() - 1)) { // the root's key is the unit itself
            product = Math.min(Long.MAX_VALUE / Integer.MAX_VALUE, product) * most(Declared.of(row));
        }
        if (product > ROWS_MAX) {
            throw refused("the rows of dataset '" + request.name() + "' that one unit of '"
                    + path.getLast().name() + "' has must be at most " + ROWS_MAX
                    + ", by multiplying the --rows-max on the way, got more; declare smaller ones");
        }
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
        Set<String> allowed = new HashSet<>();
        rows.usableBy(connection, project).forEach(row -> allowed.add(row.id()));
        return below(connection, root, child -> child.schema().isPresent() && allowed.contains(child.id()));
    }

    private List<DatasetRow> below(Connection connection, DatasetRow root, Predicate<DatasetRow> which)
            throws SQLException {
        List<DatasetRow> linked = rows.linked(connection, root.project());
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

    /// The datasets of a project that link to that one directly.
    List<DatasetRow> children(Connection connection, String project, String name) throws SQLException {
        return rows.linked(connection, project).stream()
                .filter(row -> isChild(row, name))
                .toList();
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
