package org.vitrail.engine.local;

/// Hears what a running worker reports; called on the run's own thread, so it should return soon.
public interface WorkerListener {
    /// How far the run is; public figures only.
    ///
    /// @param stage what is being done, in words
    /// @param fraction done, in [0, 1]
    void progress(String stage, double fraction);

    /// The worker checked the price and is about to open the first private row. It waits until this returns:
    /// the place to mark a reservation as started. If it throws, the worker is ended and no row was opened.
    default void opening() throws Exception {}

    /// Hears nothing.
    static WorkerListener none() {
        return (stage, fraction) -> {};
    }
}
