package org.vitrail.app.dataset;

import java.io.UncheckedIOException;
import java.util.Set;
import java.util.function.Supplier;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.app.store.StoreFailure;

/// Removes private bytes that no dataset names: those of refused registrations, of replaced ones, and of ones that a
/// crash cut off. Between storing its bytes and naming them a registration has a snapshot that no row refers to, so
/// nothing is removed while one runs: the last of them sweeps when it ends.
final class SnapshotSweep {
    private final SqlStore store;
    private final Ingest ingest;
    private int registrations;

    SnapshotSweep(SqlStore store, Ingest ingest) {
        this.store = store;
        this.ingest = ingest;
    }

    /// Runs a registration, and sweeps behind it if no other runs.
    <T> T after(Supplier<T> registration) {
        synchronized (this) {
            registrations++;
        }
        try {
            return registration.get();
        } finally {
            synchronized (this) {
                registrations--;
                now();
            }
        }
    }

    /// Sweeps, unless a registration runs. A file that cannot be removed is left to the next sweep.
    synchronized void now() {
        if (registrations > 0) {
            return;
        }
        try {
            ingest.keepOnly(named());
        } catch (UncheckedIOException | StoreFailure e) {
            // the registration stands whether or not old bytes could be removed
        }
    }

    private Set<String> named() {
        return Set.copyOf(store.transaction(connection -> Query.texts(connection, "select snapshot from dataset")));
    }
}
