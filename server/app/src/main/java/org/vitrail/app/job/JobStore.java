package org.vitrail.app.job;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.app.store.Query;
import org.vitrail.contract.session.ReleaseLine;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.PacAmount;

/// The rows of the table `job`.
final class JobStore {
    private static final int LINES_MAX = 200;
    private static final int DETAIL_LENGTH_MAX = 1000;
    private static final String SELECT = "select j.id, j.user_name, j.idempotency_key, j.request, j.session_id,"
            + " j.fingerprint, j.mechanism, j.epsilon, j.delta, j.charge, j.status, j.detail, j.source_job,"
            + " j.created_at, j.account_id, a.chain_id, j.replica_id, j.amount, p.pico_nats from job j"
            + " join account a on a.id = j.account_id left join pac_job p on p.job_id = j.id where ";
    private static final String OPEN = "j.status in ('RESERVED', 'STARTED')";

    void insert(Connection connection, JobRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into job (id, user_name, idempotency_key, request, session_id, account_id, replica_id,"
                        + " fingerprint, mechanism, epsilon, delta, charge, status, source_job, created_at, detail,"
                        + " amount) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, row.id());
            insert.setString(2, row.user());
            insert.setString(3, row.idempotencyKey());
            insert.setString(4, row.request());
            insert.setString(5, row.sessionId());
            insert.setString(6, row.charge().account());
            insert.setString(7, row.replica());
            insert.setString(8, row.fingerprint());
            insert.setString(9, row.mechanism());
            insert.setDouble(10, row.epsilon());
            insert.setDouble(11, row.delta());
            insert.setLong(12, row.muSquaredPico());
            insert.setString(13, row.status().name());
            insert.setString(14, row.sourceJob().orElse(null));
            insert.setString(15, row.createdAt());
            insert.setString(16, row.detail().orElse(null));
            insert.setString(17, row.charge().text());
            insert.executeUpdate();
        }
        PacAccounts.remember(connection, row.id(), row.charge().amount());
    }

    /// Whether the session's dataset and the session still have the accounts that the job is to be charged to.
    boolean isAccountCurrent(Connection connection, JobRow row) throws SQLException {
        return Query.first(
                        connection,
                        "select s.account_id, a.chain_id, st.pac_account_id, da.chain_id, sa.closed"
                                + " from notebook_session s"
                                + " join dataset d on d.id = s.dataset_id join account a on a.id = d.account_id"
                                + " join account sa on sa.id = s.account_id"
                                + " left join pac_twin st on st.account_id = s.account_id"
                                + " left join pac_twin dt on dt.account_id = d.account_id"
                                + " left join account da on da.id = dt.pac_account_id where s.id = ?",
                        found -> isOn(row.charge(), found.getString(1), found.getString(2))
                                || (!found.getBoolean(5) && isOn(row.charge(), found.getString(3), found.getString(4))),
                        row.sessionId())
                .orElse(false);
    }

    private static boolean isOn(Charge<?> charge, @Nullable String account, @Nullable String chain) {
        return charge.account().equals(account) && charge.chain().equals(chain);
    }

    /// Whether the session's time is over, although nobody closed its account yet.
    ///
    /// @param over whether a time is
    boolean isSessionOver(Connection connection, JobRow row, Predicate<String> over) throws SQLException {
        return Query.first(
                        connection,
                        "select expires_at from notebook_session where id = ?",
                        found -> Optional.ofNullable(found.getString(1)),
                        row.sessionId())
                .flatMap(time -> time)
                .filter(over)
                .isPresent();
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

    /// The same, if a session of that project paid or asked for it.
    Optional<JobRow> byId(Connection connection, String id, String project) throws SQLException {
        String ofProject = "j.id = ? and exists (select 1 from notebook_session s where s.id = j.session_id"
                + " and s.project = ?)";
        return select(connection, ofProject, id, project).stream().findFirst();
    }

    Optional<JobRow> byKey(Connection connection, String user, String key) throws SQLException {
        return select(connection, "j.user_name = ? and j.idempotency_key = ?", user, key).stream()
                .findFirst();
    }

    /// The status of a job; nothing if there is no such job.
    Optional<JobStatus> status(Connection connection, String id) throws SQLException {
        return Query.first(
                connection, "select status from job where id = ?", row -> JobStatus.valueOf(row.getString(1)), id);
    }

    /// Jobs of that fingerprint that have not ended and nobody asked to end, newest first.
    List<String> running(Connection connection, String fingerprint) throws SQLException {
        return Query.texts(
                connection,
                "select j.id from job j where j.fingerprint = ? and " + OPEN
                        + " and not j.cancel_asked order by j.seq desc",
                fingerprint);
    }

    /// Jobs that have not ended and whose server is not alive.
    List<JobRow> abandoned(Connection connection, String alive) throws SQLException {
        return select(connection, OPEN + " and j.replica_id not in (" + alive + ")");
    }

    /// Jobs of that server that have not ended.
    List<JobRow> openOf(Connection connection, String replica) throws SQLException {
        return select(connection, OPEN + " and j.replica_id = ?", replica);
    }

    /// Remembers that a job is to end, for the server that runs it.
    void askToCancel(Connection connection, String id) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update job set cancel_asked = true where id = ?")) {
            update.setString(1, id);
            update.executeUpdate();
        }
    }

    /// Jobs of that server that somebody asked to end.
    List<String> askedToCancel(Connection connection, String replica) throws SQLException {
        return Query.texts(
                connection, "select j.id from job j where j.cancel_asked and j.replica_id = ? and " + OPEN, replica);
    }

    /// What a project was charged for a dataset, and every exact look of its owner at a charge of zero; newest
    /// first, at most 200 lines.
    List<ReleaseLine> lines(Connection connection, String datasetId, String project) throws SQLException {
        List<ReleaseLine> lines = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select j.id, j.mechanism, j.user_name, s.notebook, j.created_at as at, j.epsilon, j.delta, j.charge,"
                        + " j.status, 1 as kind, j.seq as place"
                        + " from job j join notebook_session s on s.id = j.session_id"
                        + " where s.dataset_id = ? and s.project = ? and j.status not in ('REPLAY', 'DENIED') and not exists"
                        + " (select 1 from pac_job p where p.job_id = j.id) union all"
                        + " select l.job_id, 'owner''s report: exact figures of the private rows', l.user_name, s.notebook,"
                        + " l.looked_at, 0.0, 0.0, 0, 'NOT_PRIVATE', 2, l.seq from owner_look l join job j on j.id ="
                        + " l.job_id join notebook_session s on s.id = j.session_id where s.dataset_id = ?"
                        + " and s.project = ? order by at desc, kind desc, place desc")) {
            select.setString(1, datasetId);
            select.setString(2, project);
            select.setString(3, datasetId);
            select.setString(4, project);
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
        return Query.list(connection, SELECT + where + " order by j.seq", JobStore::read, values);
    }

    private static Charge<?> charge(ResultSet row) throws SQLException {
        String id = row.getString(1);
        String chain = row.getString(16);
        String account = row.getString(15);
        String amount = row.getString(18);
        long picoNats = row.getLong(19);
        if (!row.wasNull()) {
            return new Charge<>(id, chain, account, new PacAmount(picoNats));
        }
        return amount == null // from before there were several measures
                ? new Charge<>(id, chain, account, DpAmount.of(new MuSquared(row.getLong(10))))
                : Charge.of(id, chain, account, amount);
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
                row.getLong(10),
                charge(row),
                JobStatus.valueOf(row.getString(11)),
                Optional.ofNullable(row.getString(12)),
                Optional.ofNullable(row.getString(13)),
                row.getString(14),
                row.getString(17));
    }
}
