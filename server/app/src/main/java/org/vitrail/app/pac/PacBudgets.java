package org.vitrail.app.pac;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.store.Query;
import org.vitrail.contract.pac.PacBudget;
import org.vitrail.contract.pac.PacLevel;
import org.vitrail.contract.pac.PacLine;
import org.vitrail.contract.pac.PacOverTime;
import org.vitrail.privacy.ledger.PacAmount;

/// What people are shown of the ledgers of PAC privacy.
public final class PacBudgets {
    private static final int LINES_MAX = 200;

    private final PacAccounts accounts;

    /// Of those accounts.
    public PacBudgets(PacAccounts accounts) {
        this.accounts = accounts;
    }

    /// What `%dp_budget` shows of this ledger; nothing if the dataset has no PAC cap.
    ///
    /// @param status a status in words
    public Optional<PacBudget> budget(
            Connection connection, String account, String datasetId, String project, UnaryOperator<String> status)
            throws SQLException {
        List<PacLevel> levels = accounts.levels(connection, account).stream()
                .map(level -> new PacLevel(level.tier(), level.name(), PacAccounts.view(level)))
                .toList();
        return levels.isEmpty()
                ? Optional.empty()
                : Optional.of(new PacBudget(levels, lines(connection, datasetId, project, status)));
    }

    /// What the answers about all sets of rows that a dataset had or has tell together, for a unit that is in
    /// all of them: each session's half is secret by itself, and what is told of all adds up. What is kept for
    /// guaranteed accounts counts as told, as in the total of epsilon.
    ///
    /// @param snapshots the dataset's accounts of differential privacy, one for each set of rows
    /// @return nothing if there is one set only, or none of them had a PAC cap
    public Optional<PacOverTime> overTime(Connection connection, List<AccountRow> snapshots) throws SQLException {
        List<PacAmount> told = new ArrayList<>();
        for (AccountRow snapshot : snapshots) {
            Optional<String> twin = accounts.twin(connection, snapshot.id());
            if (twin.isPresent()) {
                told.add(accounts.level(connection, twin.get()).node().balance().used());
            }
        }
        long all = told.stream().reduce(new PacAmount(0), PacAmount::plus).picoNats();
        return snapshots.size() < 2 || told.isEmpty()
                ? Optional.empty()
                : Optional.of(new PacOverTime(snapshots.size(), all, PacAccounts.success(all)));
    }

    /// What a project's people were answered of a dataset, newest first, at most 200 lines.
    ///
    /// @param status a status in words
    private static List<PacLine> lines(
            Connection connection, String datasetId, String project, UnaryOperator<String> status) throws SQLException {
        return new ArrayList<>(Query.list(
                connection,
                "select j.id, j.mechanism, j.user_name, s.notebook, j.created_at, p.pico_nats, j.status from job j"
                        + " join pac_job p on p.job_id = j.id join notebook_session s on s.id = j.session_id"
                        + " where s.dataset_id = ? and s.project = ? and j.status not in ('REPLAY', 'DENIED') order by j.seq desc limit "
                        + LINES_MAX,
                row -> new PacLine(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6),
                        PacAccounts.success(row.getLong(6)),
                        status.apply(row.getString(7))),
                datasetId,
                project));
    }
}
