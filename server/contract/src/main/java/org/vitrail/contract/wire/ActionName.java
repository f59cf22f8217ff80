package org.vitrail.contract.wire;

import java.util.Arrays;
import java.util.Optional;

/// The Flight actions, each with one JSON request and one JSON answer.
public enum ActionName {
    /// Empty request → `ServerView`: version, and who one is.
    HELLO("hello"),
    /// `RegisterDataset` of the formats `SAMPLE` and `JDBC` → `DatasetView`. Files are uploaded by DoPut instead:
    /// see
    /// [WireNames#UPLOAD_COLUMN].
    REGISTER_DATASET("dataset.register"),
    /// Empty request → list of `DatasetView`.
    LIST_DATASETS("dataset.list"),
    /// Text: the dataset's name → `DatasetView`.
    DESCRIBE_DATASET("dataset.describe"),
    /// `OpenSession` → `SessionView`.
    OPEN_SESSION("session.open"),
    /// Text: the session's id → `BudgetView`.
    BUDGET("session.budget"),
    /// `SubmitJob` → `Quote`; touches no data and charges nothing.
    QUOTE("job.quote"),
    /// `SubmitJob` → `JobTicket`; the charge is reserved when this returns.
    SUBMIT("job.submit"),
    /// Text: the job's id → empty.
    CANCEL("job.cancel"),
    /// `AskOwnerReport` → `QualityReport` that is not private; for the dataset's owner only.
    OWNER_REPORT("report.owner"),
    /// Text: a dataset's name → list of `ReleaseSummary`, newest first: what the project has already.
    LIST_RELEASES("release.list"),
    /// Text: the session's id → `SessionView`; it takes no more charges.
    CLOSE_SESSION("session.close"),
    /// Text: a dataset's name → `DatasetRules`.
    READ_RULES("dataset.rules"),
    /// `DatasetRules` → `DatasetRules`; for the dataset's owner.
    SET_RULES("dataset.set-rules"),
    /// `GrantDataset` → empty; for the dataset's owner.
    GRANT_DATASET("dataset.grant"),
    /// `ProposeCap` → `Proposal`.
    PROPOSE_CAP("cap.propose"),
    /// `DecideCap` → `Proposal`; for an officer who did not propose it.
    DECIDE_CAP("cap.decide"),
    /// Empty request → list of `Proposal`, newest first.
    LIST_PROPOSALS("cap.list"),
    /// Empty request → `LedgerReport`: every line, signature and balance is read again.
    VERIFY_LEDGER("ledger.verify"),
    /// Text: a release's id → text: the file of its certificate, signed now.
    CERTIFICATE("release.certificate"),
    /// `ReadPiece` → bytes of the stored release, empty behind its end.
    RELEASE_PIECE("release.piece"),
    /// Empty request → text: the server's public key as a PEM file.
    SERVER_KEY("server.key");

    private final String wireName;

    ActionName(String wireName) {
        this.wireName = wireName;
    }

    /// The name on the wire.
    public String wireName() {
        return wireName;
    }

    /// The action of that wire name, if there is one.
    public static Optional<ActionName> of(String wireName) {
        return Arrays.stream(values()).filter(a -> a.wireName.equals(wireName)).findFirst();
    }
}
