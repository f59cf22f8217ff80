package org.vitrail.app.governance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.app.store.Query;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.pac.PacCapChange;

/// The rows of the tables `cap_proposal`, `pac_proposal` and `cap_decision`.
final class Proposals {
    private static final String SELECT = "select p.id, d.project, d.name, a.tier, a.name, p.epsilon_now,"
            + " p.epsilon_wanted, a.delta, p.reason, p.proposed_by, p.proposed_at, c.approved, c.decided_by,"
            + " c.decided_at, p.account_id, p.dataset_id, n.pico_now, n.pico_wanted, n.units_min"
            + " from cap_proposal p join dataset d on d.id = p.dataset_id join account a on a.id = p.account_id"
            + " left join cap_decision c on c.proposal_id = p.id left join pac_proposal n on n.proposal_id = p.id ";

    /// A proposal with its account and its dataset.
    record Row(Proposal proposal, String accountId, String datasetId) {}

    void insert(Connection connection, Proposal proposal, String datasetId, String accountId) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into cap_proposal (id, dataset_id, account_id, epsilon_now, epsilon_wanted, reason,"
                        + " proposed_by, proposed_at) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, proposal.id());
            insert.setString(2, datasetId);
            insert.setString(3, accountId);
            insert.setDouble(4, proposal.epsilonNow());
            insert.setDouble(5, proposal.epsilonWanted());
            insert.setString(6, proposal.reason());
            insert.setString(7, proposal.proposedBy());
            insert.setString(8, proposal.proposedAt());
            insert.executeUpdate();
        }
        if (proposal.pac().isPresent()) {
            insert(connection, proposal.id(), proposal.pac().get());
        }
    }

    private static void insert(Connection connection, String id, PacCapChange change) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into pac_proposal (proposal_id, pico_now, pico_wanted, units_min) values (?, ?, ?, ?)")) {
            insert.setString(1, id);
            insert.setLong(2, change.picoNatsNow());
            insert.setLong(3, change.picoNatsWanted());
            insert.setInt(4, change.unitsMin());
            insert.executeUpdate();
        }
    }

    void decide(Connection connection, Proposal proposal, String officer, boolean approved) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into cap_decision"
                + " (proposal_id, proposed_by, decided_by, approved, decided_at) values (?, ?, ?, ?, ?)")) {
            insert.setString(1, proposal.id());
            insert.setString(2, proposal.proposedBy());
            insert.setString(3, officer);
            insert.setBoolean(4, approved);
            insert.setString(5, Instant.now().toString());
            insert.executeUpdate();
        }
    }

    Optional<Row> byId(Connection connection, String id) throws SQLException {
        return Query.first(connection, SELECT + "where p.id = ?", Proposals::read, id);
    }

    /// Newest first.
    List<Row> all(Connection connection) throws SQLException {
        return Query.list(connection, SELECT + "order by p.seq desc", Proposals::read);
    }

    private static Row read(ResultSet row) throws SQLException {
        Optional<String> decidedBy = Optional.ofNullable(row.getString(13));
        boolean approved = row.getBoolean(12);
        return new Row(
                new Proposal(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getDouble(6),
                        row.getDouble(7),
                        row.getDouble(8),
                        row.getString(9),
                        row.getString(10),
                        row.getString(11),
                        decidedBy.isEmpty() ? "pending" : approved ? "approved" : "rejected",
                        decidedBy,
                        Optional.ofNullable(row.getString(14)),
                        pac(row)),
                row.getString(15),
                row.getString(16));
    }

    private static Optional<PacCapChange> pac(ResultSet row) throws SQLException {
        long wanted = row.getLong(18);
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(PacAccounts.change(row.getLong(17), wanted, row.getInt(19)));
    }
}
