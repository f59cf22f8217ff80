package org.vitrail.app.job;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrail.app.ledger.Charge;
import org.vitrail.contract.session.ReleaseLine;
import org.vitrail.privacy.accounting.MuSquared;

/// The rows of the table `job`.
final class JobStore {
    private static final int LINES_MAX = 200;
    private static final int DETAIL_LENGTH_MAX = 1000;
    private static final String SELECT = "select j.id, j.user_name, j.idempotency_key, j.request, j.session_id,"
            + " j.fingerprint, j.mechanism, j.epsilon, j.delta, j.charge, j.status, j.detail, j.source_job,"
            + " j.created_at, d.account_id, s.account_id from job j join notebook_session s on s.id = j.session_id"
            + " join dataset d on d.id = s.dataset_id where ";

    void insert(Connection connection, JobRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into job (id, user_name, idempotency_key, request, session_id, fingerprint, mechanism, epsilon,"
                        + " delta, charge, status, source_job, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, row.id());
            insert.setString(2, row.user());
            insert.setString(3, row.idempotencyKey());
            insert.setString(4, row.request());
            insert.setString(5, row.sessionId());
            insert.setString(6, row.fingerprint());
            insert.setString(7, row.mechanism());
            insert.setDouble(8, row.epsilon());
            insert.setDouble(9, row.delta());
            insert.setLong(10, row.charge().amount().pico());
            insert.setString(11, row.status().name());
            insert.setString(12, row.sourceJob().orElse(null));
            insert.setString(13, row.createdAt());
            insert.executeUpdate();
        }
    }

    /// Whether the session's dataset still has the account that the job is to be charged to. Until the transaction
    /// ends, a registration of that dataset waits.
    boolean isAccountCurrent(Connection connection, JobRow row) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select account_id from dataset where id ="
                + " (select dataset_id from notebook_session where id = ?) for update")) {
            select.setString(1, row.sessionId());
            try (ResultSet found = select.executeQuery()) {
                return found.next() && found.getString(1).equals(row.charge().datasetAccount());
            }
        }
    }

    /// Moves a job on, if it is where it is expected to be: a job is resolved once.
    ///
    /// @return whether it was
    boolean move(Connection connection, String id, JobStatus from, JobStatus to, String detail) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update job set status = ?, detail = ? where id = ? and status = ?")) {
            update.setString(1, to.name());
            update.setString(2, detail.substring(0, Math.min(detail.length(), DETAIL_LENGTH_MAX)));
            update.setString(3, id);
            update.setString(4, from.name());
            return update.executeUpdate() == 1;
        }
    }

    Optional<JobRow> byId(Connection connection, String id) throws SQLException {
        return select(connection, "j.id = ?", id).stream().findFirst();
    }

    Optional<JobRow> byKey(Connection connection, String user, String key) throws SQLException {
        return select(connection, "j.user_name = ? and j.idempotency_key = ?", user, key).stream()
                .findFirst();
    }

    List<JobRow> byStatus(Connection connection, JobStatus status) throws SQLException {
        return select(connection, "j.status = ?", status.name());
    }

    /// What was charged to a dataset, and every exact look of its owner at a charge of zero; newest first, at most 200
    /// lines.
    List<ReleaseLine> lines(Connection connection, String datasetId) throws SQLException {
        List<ReleaseLine> lines = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select j.id, j.mechanism, j.user_name, s.notebook, j.created_at as at, j.epsilon, j.delta, j.charge,"
                        + " j.status, 1 as kind, j.seq as place"
                        + " from job j join notebook_session s on s.id = j.session_id"
                        + " where s.dataset_id = ? and j.status <> 'REPLAY' union all"
                        + " select l.job_id, 'owner''s report: exact figures of the private rows', l.user_name, s.notebook,"
                        + " l.looked_at, 0.0, 0.0, 0, 'NOT_PRIVATE', 2, l.seq from owner_look l join job j on j.id ="
                        + " l.job_id join notebook_session s on s.id = j.session_id where s.dataset_id = ?"
                        + " order by at desc, kind desc, place desc")) {
            select.setString(1, datasetId);
            select.setString(2, datasetId);
            select.setMaxRows(LINES_MAX);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lines.add(new ReleaseLine(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getDouble(6),
                            row.getDouble(7),
                            row.getLong(8),
                            row.getString(9).equals("NOT_PRIVATE")
                                    ? "not private (no charge)"
                                    : JobStatus.valueOf(row.getString(9)).words()));
                }
            }
        }
        return lines;
    }

    private static List<JobRow> select(Connection connection, String where, String... values) throws SQLException {
        List<JobRow> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT + where + " order by j.seq")) {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(read(row));
                }
            }
        }
        return rows;
    }

    private static JobRow read(ResultSet row) throws SQLException {
        String id = row.getString(1);
        return new JobRow(
                id,
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getDouble(8),
                row.getDouble(9),
                new Charge(id, row.getString(15), row.getString(16), new MuSquared(row.getLong(10))),
                JobStatus.valueOf(row.getString(11)),
                Optional.ofNullable(row.getString(12)),
                Optional.ofNullable(row.getString(13)),
                row.getString(14));
    }
}
