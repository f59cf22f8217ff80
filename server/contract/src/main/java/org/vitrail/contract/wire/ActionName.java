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
    OWNER_REPORT("report.owner");

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
