package org.vitrail.app.job;

/// A worker ended without a release.
public final class WorkerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// A failure that the user may read.
    ///
    /// @param line one line without private values
    public WorkerFailure(String line) {
        super(line);
    }
}
