package org.vitrail.app.dataset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrail.app.store.Query;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.contract.wire.Json;

/// The rows of the table `dataset`.
final class DatasetStore {
    private static final String SELECT = "select id, project, name, owner, snapshot, declaration, table_schema,"
            + " registered_at, account_id from dataset where ";

    /// A schema with its notes; reads what was written before there were notes.
    private record StoredSchema(List<Column> columns, PrivacyUnit unit, List<String> notes) {
        StoredSchema {
            notes = notes == null ? List.of() : List.copyOf(notes);
        }
    }

    private static @Nullable String stored(DatasetRow row) {
        return row.schema()
                .map(schema -> Json.text(new StoredSchema(schema.columns(), schema.unit(), row.schemaNotes())))
                .orElse(null);
    }

    /// Makes changes of one dataset wait for each other until the transaction ends.
    void lock(Connection connection, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select id from dataset where id = ? for update")) {
            select.setString(1, id);
            select.executeQuery().close();
        }
    }

    Optional<DatasetRow> byName(Connection connection, String project, String name) throws SQLException {
        return select(connection, "project = ? and name = ?", project, name).stream()
                .findFirst();
    }

    Optional<DatasetRow> bySnapshot(Connection connection, String project, String snapshot) throws SQLException {
        return select(connection, "project = ? and snapshot = ?", project, snapshot).stream()
                .findFirst();
    }

    Optional<DatasetRow> byId(Connection connection, String id) throws SQLException {
        return select(connection, "id = ?", id).stream().findFirst();
    }

    /// Of every project, by project and name.
    List<DatasetRow> all(Connection connection) throws SQLException {
        return select(connection, "1 = 1 order by project, name");
    }

    /// Of a project, those that link to another, by name.
    List<DatasetRow> linked(Connection connection, String project) throws SQLException {
        String candidates = "project = ? and declaration like '%\"parent\":%' order by name"; // as JSON writes it
        return select(connection, candidates, project).stream()
                .filter(row -> row.declaration().link().isPresent())
                .toList();
    }

    /// The project's own datasets by name, then those of which it has an account.
    List<DatasetRow> usableBy(Connection connection, String project) throws SQLException {
        return usable(connection, project, "1 = 1");
    }

    /// The first of them that is called so.
    Optional<DatasetRow> usableByName(Connection connection, String project, String name) throws SQLException {
        return usable(connection, project, "name = ?", name).stream().findFirst();
    }

    /// That one of them.
    Optional<DatasetRow> usableById(Connection connection, String project, String id) throws SQLException {
        return usable(connection, project, "id = ?", id).stream().findFirst();
    }

    private static List<DatasetRow> usable(Connection connection, String project, String which, String... value)
            throws SQLException {
        List<String> values = new ArrayList<>(List.of(value));
        values.addAll(List.of(project, project, project));
        return select(
                connection,
                which + " and (project = ? or exists (select 1 from account a where a.parent_id = dataset.account_id"
                        + " and a.tier = 'project' and a.name = ? and not a.closed))"
                        + " order by case when project = ? then 0 else 1 end, name, registered_at",
                values.toArray(String[]::new));
    }

    /// Remembers what a dataset was until now.
    void past(Connection connection, DatasetRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into dataset_past (dataset_id, account_id, owner, snapshot, declaration, table_schema,"
                        + " registered_at, ended_at) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, row.id());
            insert.setString(2, row.accountId());
            insert.setString(3, row.owner());
            insert.setString(4, row.snapshot());
            insert.setString(5, Json.text(row.declaration()));
            insert.setString(6, stored(row));
            insert.setString(7, row.registeredAt());
            insert.setString(8, Instant.now().toString());
            insert.executeUpdate();
        }
    }

    /// The dataset of that project that had those bytes before a renewal.
    Optional<String> hadBefore(Connection connection, String project, String snapshot) throws SQLException {
        return Query.texts(
                        connection,
                        "select d.name from dataset_past p join dataset d on d.id = p.dataset_id"
                                + " where d.project = ? and p.snapshot = ?",
                        project,
                        snapshot)
                .stream()
                .findFirst();
    }

    /// The other projects that have those bytes, or had them before a renewal.
    List<String> projectsWith(Connection connection, String snapshot, String otherThan) throws SQLException {
        return Query.texts(
                connection,
                "select distinct d.project from dataset d left join dataset_past p on p.dataset_id = d.id"
                        + " where (d.snapshot = ? or p.snapshot = ?) and d.project <> ? order by d.project",
                snapshot,
                snapshot,
                otherThan);
    }

    /// The accounts of the rows before each renewal, oldest first.
    List<String> pastAccounts(Connection connection, String datasetId) throws SQLException {
        return Query.texts(
                connection, "select account_id from dataset_past where dataset_id = ? order by ended_at", datasetId);
    }

    /// What a dataset was while that account was its own, before a renewal.
    Optional<DatasetRow> byPastAccount(Connection connection, String datasetId, String accountId) throws SQLException {
        return Query.first(
                connection,
                "select d.id, d.project, d.name, p.owner, p.snapshot, p.declaration, p.table_schema, p.registered_at,"
                        + " p.account_id from dataset_past p join dataset d on d.id = p.dataset_id"
                        + " where p.dataset_id = ? and p.account_id = ?",
                DatasetStore::read,
                datasetId,
                accountId);
    }

    void insert(Connection connection, DatasetRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into dataset (id, project, name, owner, snapshot, declaration, table_schema, registered_at,"
                        + " account_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, row.id());
            insert.setString(2, row.project());
            insert.setString(3, row.name());
            insert.setString(4, row.owner());
            insert.setString(5, row.snapshot());
            insert.setString(6, Json.text(row.declaration()));
            insert.setString(7, stored(row));
            insert.setString(8, row.registeredAt());
            insert.setString(9, row.accountId());
            insert.executeUpdate();
        }
    }

    void update(Connection connection, DatasetRow row) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update dataset set owner = ?, snapshot = ?, declaration = ?, table_schema = ?, registered_at = ?,"
                        + " account_id = ? where id = ?")) {
            update.setString(1, row.owner());
            update.setString(2, row.snapshot());
            update.setString(3, Json.text(row.declaration()));
            update.setString(4, stored(row));
            update.setString(5, row.registeredAt());
            update.setString(6, row.accountId());
            update.setString(7, row.id());
            update.executeUpdate();
        }
    }

    private static List<DatasetRow> select(Connection connection, String where, String... values) throws SQLException {
        return Query.list(connection, SELECT + where, DatasetStore::read, values);
    }

    private static DatasetRow read(ResultSet row) throws SQLException {
        Optional<StoredSchema> stored =
                Optional.ofNullable(row.getString(7)).map(text -> Json.read(text, StoredSchema.class));
        return new DatasetRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Json.read(row.getString(6), RegisterDataset.class),
                stored.map(s -> new TableSchema(s.columns(), s.unit())),
                stored.map(StoredSchema::notes).orElse(List.of()),
                row.getString(8),
                row.getString(9));
    }
}
