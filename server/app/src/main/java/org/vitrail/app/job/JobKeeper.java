package org.vitrail.app.job;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vitrail.app.incident.Incidents;
import org.vitrail.app.store.SqlStore;

/// Sets right, again and again, what a server or a lost answer of the database left behind: ends the jobs that nobody
/// runs, and hears who asked another server to end one of ours.
final class JobKeeper implements AutoCloseable {
    private final SqlStore store;
    private final JobStore jobs;
    private final JobEnds ends;
    private final Replicas replicas;
    private final Map<String, LiveJob> live;
    private final CountDownLatch closed = new CountDownLatch(1);

    JobKeeper(SqlStore store, JobStore jobs, JobEnds ends, Replicas replicas, Map<String, LiveJob> live) {
        this.store = store;
        this.jobs = jobs;
        this.ends = ends;
        this.replicas = replicas;
        this.live = live;
    }

    /// Before the first request: what had not started is free, what had started stays spent.
    void recover() {
        store.transaction(connection -> {
            replicas.beat(connection);
            if (store.isEmbedded()) {
                replicas.alone(connection);
            }
            return replicas;
        });
        sweep();
    }

    /// Goes on in the background.
    void start(long everyMillis, Runnable more) {
        Thread.ofVirtual().name("job-keeper").start(() -> {
            try {
                while (!closed.await(everyMillis, TimeUnit.MILLISECONDS)) {
                    once(this::round);
                    once(more);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void once(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            Incidents.report(e); // the database is away; the next round tries again
        }
    }

    private void round() {
        List<String> cancelled = store.transaction(connection -> {
            replicas.beat(connection);
            return jobs.askedToCancel(connection, replicas.id());
        });
        for (String id : cancelled) {
            LiveJob job = live.get(id);
            if (job != null) {
                job.cancel();
            }
        }
        sweep();
    }

    /// Ends the jobs of dead servers, and our own that we do not run: their beginning or their end was written, or
    /// not,
    /// while the database went away.
    void sweep() {
        for (JobRow row : store.transaction(connection -> jobs.abandoned(connection, replicas.alive()))) {
            ends.end(row, JobStatus.FAILED, "the server stopped while it ran");
        }
        for (JobRow row : store.transaction(connection -> jobs.openOf(connection, replicas.id()))) {
            if (!live.containsKey(row.id())) {
                ends.end(row, JobStatus.FAILED, "the database could not be reached at its end");
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        once(() -> store.transaction(connection -> {
            replicas.leave(connection);
            return replicas;
        }));
    }
}
