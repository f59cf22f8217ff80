package org.vitrail.app.job;

/// What has become of a job.
public enum JobStatus {
    /// Set aside, not started; free if the server dies.
    RESERVED("running"),
    /// Spent, and running.
    STARTED("running"),
    /// Its release is stored.
    RELEASED("released"),
    /// Spent, without a release.
    FAILED("failed (charged)"),
    /// Spent, cancelled after the start.
    CANCELLED("cancelled (charged)"),
    /// Ended before the start, free.
    VOIDED("void"),
    /// Never set aside, free: the budget did not allow it. Its key stays denied, so that a copy of the request that
    /// comes late, when there is budget again, charges nothing.
    DENIED("denied (free)"),
    /// Free: delivers the release of another job.
    REPLAY("replayed");

    private final String words;

    JobStatus(String words) {
        this.words = words;
    }

    /// As the list of releases shows it.
    public String words() {
        return words;
    }
}
