package org.vitrail.mechanism.port;

/// Where a run reports how far it is; called with public figures only.
public interface Progress {
    /// Reports; also the place where a cancelled run ends.
    ///
    /// @param stage what is being done, in words
    /// @param fraction done, in [0, 1]
    /// @throws java.util.concurrent.CancellationException if the run was cancelled
    void report(String stage, double fraction);

    /// Reports to nobody.
    static Progress none() {
        return (stage, fraction) -> {};
    }
}
