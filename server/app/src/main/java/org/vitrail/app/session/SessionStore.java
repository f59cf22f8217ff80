package org.vitrail.app.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.vitrail.app.store.Query;

/// The rows of the table `notebook_session`.
final class SessionStore {
    private static final String SELECT = "select s.id, s.user_name, s.project, s.notebook, s.dataset_id, s.account_id,"
            + " s.expires_at from notebook_session s where ";

    Optional<SessionRow> byNotebook(
            Connection connection, String user, String project, String notebook, String datasetId) throws SQLException {
        return select(
                        connection,
                        "s.user_name = ? and s.project = ? and s.notebook = ? and s.dataset_id = ?",
                        user,
                        project,
                        notebook,
                        datasetId)
                .stream()
                .findFirst();
    }

    Optional<SessionRow> byId(Connection connection, String id, String user, String project) throws SQLException {
        return select(connection, "s.id = ? and s.user_name = ? and s.project = ?", id, user, project).stream()
                .findFirst();
    }

    /// Sessions whose time is over and whose account is still open. Times are ISO 8601 in UTC: their order is that of
    /// their text.
    List<SessionRow> overdue(Connection connection, String now) throws SQLException {
        return select(
                connection,
                "s.expires_at <= ? and exists (select 1 from account a where a.id = s.account_id and not a.closed)",
                now);
    }

    void insert(Connection connection, SessionRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into notebook_session"
                        + " (id, user_name, project, notebook, dataset_id, account_id, expires_at) values (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, row.id());
            insert.setString(2, row.user());
            insert.setString(3, row.project());
            insert.setString(4, row.notebook());
            insert.setString(5, row.datasetId());
            insert.setString(6, row.accountId());
            insert.setString(7, row.expiresAt().orElse(null));
            insert.executeUpdate();
        }
    }

    /// Gives a session another account, because its own is closed or belongs to data that were replaced.
    void renew(Connection connection, SessionRow row) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update notebook_session set account_id = ?, expires_at = ? where id = ?")) {
            update.setString(1, row.accountId());
            update.setString(2, row.expiresAt().orElse(null));
            update.setString(3, row.id());
            update.executeUpdate();
        }
    }

    private static List<SessionRow> select(Connection connection, String where, String... values) throws SQLException {
        return Query.list(connection, SELECT + where, SessionStore::read, values);
    }

    private static SessionRow read(ResultSet row) throws SQLException {
        return new SessionRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                Optional.ofNullable(row.getString(7)));
    }
}
