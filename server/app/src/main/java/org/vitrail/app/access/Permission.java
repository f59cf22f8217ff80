package org.vitrail.app.access;

/// What can be asked of the server, each with the words of its refusal. [Access] says who may.
public enum Permission {
    /// The version, and who one is.
    READ_SERVER("connect"),
    /// Names, public columns, units and caps.
    READ_DATASET("read datasets"),
    /// New data with its cap.
    REGISTER_DATASET("register datasets"),
    /// One's own part of a dataset's budget.
    OPEN_SESSION("open a session"),
    /// One's own session: what was spent and is left.
    READ_BUDGET("read a session's budget"),
    /// A price; touches no data.
    QUOTE("ask for a price"),
    /// A charge and its release.
    SPEND("spend budget"),
    /// The end of one's own job.
    CANCEL_JOB("cancel a job"),
    /// The rows that were released.
    READ_RELEASE("fetch a release"),
    /// Figures without noise, for the owner of the rows alone.
    READ_OWNER_REPORT("read an owner's report"),
    /// What a release promises, and its signature.
    READ_CERTIFICATE("read a certificate"),
    /// A higher cap, that is not yet one.
    PROPOSE_CAP("propose a higher cap"),
    /// A proposal that becomes a cap; see [Access#requireApprover].
    APPROVE_CAP("approve a higher cap"),
    /// Proposals and what became of them.
    LIST_APPROVALS("list approvals"),
    /// Accounts and entries.
    READ_LEDGER("read the ledger"),
    /// Whether the chain of entries is whole.
    VERIFY_LEDGER("verify the ledger"),
    /// Allowed mechanisms and the largest single request.
    SET_POLICY("set a dataset's rules"),
    /// Who of the project may use a dataset, and how much.
    GRANT_DATASET("grant a dataset"),
    /// A new snapshot with a cap of its own.
    RENEW_DATASET("renew a dataset"),
    /// The end of a session; what it has left goes back to the dataset.
    EXPIRE_SESSION("end a session"),
    /// The page in the browser.
    READ_CONSOLE("see the console");

    private final String words;

    Permission(String words) {
        this.words = words;
    }

    /// What one wants to do, in the infinitive.
    public String words() {
        return words;
    }
}
