package org.vitrail.app.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Role;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.signing.VerifyingKey;

/// Verifies all ledgers of a server while it runs; one verification at a time.
public final class LedgerCheck {
    private final SqlStore store;
    private final VerifyingKey key;
    private final Path witness;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile Optional<LedgerReport> last = Optional.empty();

    /// @param witness the witness file
    public LedgerCheck(SqlStore store, VerifyingKey key, Path witness) {
        this.store = store;
        this.key = key;
        this.witness = witness;
    }

    /// Reads every line, signature, balance and release again.
    ///
    /// @throws RefusedException if a verification runs already
    public LedgerReport run() {
        return run(() -> {});
    }

    /// The same, telling of every line that it is read now.
    public LedgerReport run(Runnable lineRead) {
        if (!turn.tryLock()) {
            throw new RefusedException(
                    new Refusal.Unavailable("the ledger is being verified already; ask again in a moment"));
        }
        try {
            // First the witness, then the database: what is witnessed in between is newer than what is read.
            Verification.Report found = new Verification(store, key, lineRead).run(Witness.read(witness), true);
            LedgerReport report = new LedgerReport(
                    found.chains(),
                    found.lines(),
                    found.findings(),
                    key.id(),
                    Instant.now().toString());
            last = Optional.of(report);
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            turn.unlock();
        }
    }

    /// The same for a caller: what was found in ledgers of other projects than his own is only counted, unless he is an
    /// auditor.
    public LedgerReport run(Caller caller) {
        LedgerReport report = run();
        if (caller.roles().contains(Role.AUDITOR) || report.findings().isEmpty()) {
            return report;
        }
        List<String> chains = store.transaction(connection -> Query.texts(
                connection,
                "select a.chain_id from account a left join dataset_past o on o.account_id = a.id join dataset d"
                        + " on d.account_id = a.id or d.id = o.dataset_id where d.project = ?",
                caller.project()));
        List<String> shown = new ArrayList<>(report.findings().stream()
                .filter(finding -> chains.stream().anyMatch(finding::contains))
                .toList());
        int elsewhere = report.findings().size() - shown.size();
        if (elsewhere > 0) {
            shown.add(elsewhere + " more of other projects' ledgers, or of none that is known; an auditor, or ./vitrail"
                    + " verify on the server's machine, sees them");
        }
        return new LedgerReport(report.chains(), report.lines(), shown, report.keyId(), report.verifiedAt());
    }

    /// What the last verification of this server has shown; nothing before the first.
    public Optional<LedgerReport> last() {
        return last;
    }
}
