package org.vitrail.app.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vitrail.app.job.JobStatus;
import org.vitrail.app.store.Query;

/// What the console reads from the store; nothing is ever written. Only public columns: no release's content, no
/// report, no look of an owner.
final class ConsoleRows {
    /// Releases shown at once at most.
    static final int RELEASES_MAX = 500;

    private static final int PARAMETER_LENGTH_MAX = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A dataset, with its ledger.
    record DatasetLine(
            String id,
            String project,
            String name,
            String owner,
            String registeredAt,
            String accountId,
            String chain,
            String kind) {}

    /// A session, with its account.
    record SessionLine(
            String id,
            String project,
            String dataset,
            String user,
            String notebook,
            Optional<String> expiresAt,
            String accountId) {}

    /// A ledger with its newest signature.
    record ChainLine(
            String id,
            String kind,
            long lines,
            String head,
            String project,
            String dataset,
            long signedPlace,
            Optional<String> signedAt) {}

    /// The datasets that projects have an open account of, as `DATASET PROJECT`.
    Set<String> granted(Connection connection) throws SQLException {
        return Set.copyOf(Query.list(
                connection,
                "select d.id, a.name from dataset d join account a on a.parent_id = d.account_id"
                        + " where a.tier = 'project' and not a.closed group by d.id, a.name",
                row -> row.getString(1) + " " + row.getString(2)));
    }

    /// Every dataset, by project and name.
    List<DatasetLine> datasets(Connection connection) throws SQLException {
        return Query.list(
                connection,
                "select d.id, d.project, d.name, d.owner, d.registered_at, d.account_id, a.chain_id, c.kind from dataset"
                        + " d join account a on a.id = d.account_id join ledger_chain c on c.id = a.chain_id"
                        + " order by d.project, d.name",
                row -> new DatasetLine(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8)));
    }

    /// An account that a dataset had before it was renewed.
    record PastLine(String accountId, String chain, String endedAt) {}

    List<PastLine> past(Connection connection, String datasetId) throws SQLException {
        return Query.list(
                connection,
                "select p.account_id, a.chain_id, p.ended_at from dataset_past p join account a on a.id = p.account_id"
                        + " where p.dataset_id = ? order by p.ended_at desc",
                row -> new PastLine(row.getString(1), row.getString(2), row.getString(3)),
                datasetId);
    }

    /// Every session, the ones that expire first at the top.
    List<SessionLine> sessions(Connection connection) throws SQLException {
        return Query.list(
                connection,
                "select s.id, s.project, d.name, s.user_name, s.notebook, s.expires_at, s.account_id from"
                        + " notebook_session s join dataset d on d.id = s.dataset_id"
                        + " order by coalesce(s.expires_at, '9'), s.project, d.name, s.user_name, s.notebook",
                row -> new SessionLine(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        Optional.ofNullable(row.getString(6)),
                        row.getString(7)));
    }

    /// The ledger of an account.
    Optional<String> chain(Connection connection, String accountId) throws SQLException {
        return Query.list(connection, "select chain_id from account where id = ?", row -> row.getString(1), accountId)
                .stream()
                .findFirst();
    }

    /// Charges by the people of a project, or of all, newest first; one more than [#RELEASES_MAX] if there are more.
    List<Views.Release> releases(Connection connection, Optional<String> project) throws SQLException {
        String sql = "select j.id, s.project, d.name, j.user_name, s.notebook, j.created_at, j.mechanism, j.epsilon,"
                + " j.delta, j.charge, p.pico_nats, j.status, r.receipt from job j"
                + " join notebook_session s on s.id = j.session_id"
                + " join dataset d on d.id = s.dataset_id left join sealed_release r on r.job_id = j.id"
                + " left join pac_job p on p.job_id = j.id"
                + " where j.status not in ('REPLAY', 'DENIED')"
                + (project.isPresent() ? " and s.project = ?" : "")
                + " order by j.seq desc limit " + (RELEASES_MAX + 1);
        return project.isPresent()
                ? Query.list(connection, sql, ConsoleRows::release, project.get())
                : Query.list(connection, sql, ConsoleRows::release);
    }

    private static Views.Release release(ResultSet row) throws SQLException {
        return new Views.Release(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getDouble(8),
                row.getDouble(9),
                row.getLong(10),
                Optional.ofNullable(row.getString(11)).map(Long::valueOf),
                JobStatus.valueOf(row.getString(12)).words(),
                parameters(row.getString(13)));
    }

    /// The plain values of a receipt's request, by name, whatever the mechanism.
    static Map<String, String> parameters(@Nullable String receipt) {
        Map<String, String> parameters = new TreeMap<>();
        if (receipt == null) {
            return parameters;
        }
        try {
            for (Map.Entry<String, JsonNode> entry :
                    JSON.readTree(receipt).path("spec").properties()) {
                JsonNode value = entry.getValue();
                String text = value.isValueNode() ? value.asText() : value.toString();
                if (!value.isNull() && !text.equals("[]")) {
                    parameters.put(
                            entry.getKey(),
                            text.length() <= PARAMETER_LENGTH_MAX
                                    ? text
                                    : text.substring(0, PARAMETER_LENGTH_MAX) + "…");
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored receipt is not JSON");
        }
        return parameters;
    }

    /// How often something was charged since then without leading to a release, by project, dataset and user.
    record FailedLine(String project, String dataset, String user, int count) {}

    List<FailedLine> failed(Connection connection, String since) throws SQLException {
        return Query.list(
                connection,
                "select s.project, d.name, j.user_name, count(*) from job j join notebook_session s on s.id ="
                        + " j.session_id join dataset d on d.id = s.dataset_id where j.status in ('FAILED', 'CANCELLED')"
                        + " and (j.charge > 0 or exists (select 1 from pac_job p where p.job_id = j.id))"
                        + " and j.created_at >= ? group by s.project, d.name, j.user_name"
                        + " order by s.project, d.name, j.user_name",
                row -> new FailedLine(row.getString(1), row.getString(2), row.getString(3), row.getInt(4)),
                since);
    }

    /// Every ledger, with whose it is and its newest signature.
    List<ChainLine> chains(Connection connection) throws SQLException {
        return Query.list(
                connection,
                "select c.id, c.kind, c.head_place, c.head_hash, d.project, d.name, p.place, p.written_at"
                        + " from ledger_chain c left join account a on a.chain_id = c.id and a.parent_id is null"
                        + " left join dataset_past o on o.account_id = a.id"
                        + " left join dataset d on d.account_id = a.id or d.id = o.dataset_id"
                        + " left join ledger_checkpoint p on p.chain_id = c.id and p.place ="
                        + " (select max(q.place) from ledger_checkpoint q where q.chain_id = c.id)"
                        + " order by d.project, d.name, c.id",
                row -> new ChainLine(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        HexFormat.of().formatHex(row.getBytes(4)),
                        Optional.ofNullable(row.getString(5)).orElse(""),
                        Optional.ofNullable(row.getString(6)).orElse(""),
                        row.getLong(7),
                        Optional.ofNullable(row.getString(8))));
    }

    /// A dataset, and another project that has, or had before a renewal, the same bytes.
    record TwinLine(String project, String dataset, String elsewhere) {}

    List<TwinLine> twins(Connection connection) throws SQLException {
        return Query.list(
                connection,
                "select distinct d.project, d.name, o.project from dataset d join dataset o on o.project <> d.project"
                        + " left join dataset_past p on p.dataset_id = o.id left join dataset_past q"
                        + " on q.dataset_id = d.id where d.declaration not like '%\"format\":\"SAMPLE\"%'"
                        + " and (o.snapshot = d.snapshot or p.snapshot = d.snapshot"
                        + " or o.snapshot = q.snapshot) order by d.project, d.name, o.project",
                row -> new TwinLine(row.getString(1), row.getString(2), row.getString(3)));
    }

    /// How many jobs there are of each status.
    Map<JobStatus, Long> jobs(Connection connection) throws SQLException {
        Map<JobStatus, Long> counts = new TreeMap<>();
        List<Map.Entry<JobStatus, Long>> rows = Query.list(
                connection,
                "select status, count(*) from job group by status",
                row -> Map.entry(JobStatus.valueOf(row.getString(1)), row.getLong(2)));
        rows.forEach(row -> counts.put(row.getKey(), row.getValue()));
        return counts;
    }

    /// How many charges started, and how much they took together.
    record Charged(long count, double pico) {}

    Charged charged(Connection connection) throws SQLException {
        return Query.list(
                        connection,
                        "select count(*), coalesce(sum(cast(charge as double precision)), 0) from job where status in"
                                + " ('STARTED', 'RELEASED', 'FAILED', 'CANCELLED')",
                        row -> new Charged(row.getLong(1), row.getDouble(2)))
                .getFirst();
    }
}
