package org.vitrail.app.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.incident.Incidents;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;

/// The way of one paid job: RESERVE → START → run → store. Each step is one durable transaction; what has not
/// started
/// is free, what has started stays spent, whatever happens.
final class JobFlow {
    private final SqlStore store;
    private final Ledger ledger;
    private final JobStore jobs;
    private final ReleaseStore releases;
    private final Workers workers;
    private final Semaphore slots;
    private final Duration timeout;

    JobFlow(
            SqlStore store,
            Ledger ledger,
            JobStore jobs,
            ReleaseStore releases,
            Workers workers,
            int parallel,
            Duration timeout) {
        this.store = store;
        this.ledger = ledger;
        this.jobs = jobs;
        this.releases = releases;
        this.workers = workers;
        this.slots = new Semaphore(parallel, true);
        this.timeout = timeout;
    }

    /// RESERVE: the job and its charge on every level, or nothing. The request was priced before this
    /// transaction: a dataset that was registered anew since then has another account, perhaps other rows,
    /// and the charge would go to an account that covers nothing any more.
    void reserve(JobRow row) {
        store.transaction(connection -> {
            if (!jobs.isAccountCurrent(connection, row)) {
                throw new RefusedException(new Refusal.Unavailable(
                        "the dataset was registered anew at the same moment; nothing was charged, run it again"));
            }
            jobs.insert(connection, row);
            ledger.reserve(connection, row.charge());
            return row;
        });
    }

    /// Everything after RESERVE; ends the live job, whatever happens.
    void run(LiveJob job, DatasetRow dataset) {
        Optional<Refusal> end;
        try {
            end = awaitSlot(job) ? inSlot(job, dataset) : voided(job);
        } catch (RuntimeException | Error e) {
            end = Optional.of(failedSomewhere(job, e));
        }
        job.ended(end);
    }

    private boolean awaitSlot(LiveJob job) {
        try {
            while (!job.wasCancelled()) {
                if (slots.tryAcquire(50, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private Optional<Refusal> inSlot(LiveJob job, DatasetRow dataset) {
        try {
            job.started(timeout.toNanos());
            return execute(job, dataset);
        } finally {
            slots.release();
        }
    }

    /// START: from here on the charge is spent, even if the next instruction never runs.
    private void start(LiveJob job) {
        JobRow row = job.row();
        if (job.cancelled()) {
            throw new CancellationException("cancelled before the start");
        }
        store.transaction(connection -> {
            if (!jobs.move(connection, row.id(), JobStatus.RESERVED, JobStatus.STARTED, "")) {
                throw new IllegalStateException("a job starts once");
            }
            ledger.start(connection, row.charge());
            return row;
        });
        store.force();
    }

    /// START happens here: when the run stands before the first private row.
    private final class Watching implements Workers.Watch {
        private final LiveJob job;

        Watching(LiveJob job) {
            this.job = job;
        }

        @Override
        public void progress(String stage, double fraction) {
            job.progress(stage, fraction);
        }

        @Override
        public void opening() {
            start(job);
        }

        @Override
        public boolean cancelled() {
            return job.cancelled();
        }
    }

    private Optional<Refusal> execute(LiveJob job, DatasetRow dataset) {
        Receipt receipt = receipt(job, dataset, Map.of());
        try {
            Workers.Outcome outcome = workers.run(
                    new Workers.Order(
                            job.row().id(),
                            job.priced().spec(),
                            dataset,
                            job.priced().plan().charge(),
                            receipt),
                    new Watching(job));
            try {
                if (outcome.charged().compareTo(job.priced().plan().charge()) > 0) {
                    throw new IllegalStateException("a run charged more than its plan");
                }
                release(job, receipt(job, dataset, outcome.facts()), outcome);
                return Optional.empty();
            } finally {
                outcome.arrow().discard();
            }
        } catch (CancellationException e) {
            return job.wasCancelled()
                    ? cancelled(job)
                    : Optional.of(failed(job, "it ran longer than the limit of " + timeout.toSeconds() + " s"));
        } catch (WorkerFailure e) {
            return Optional.of(failed(job, String.valueOf(e.getMessage())));
        }
    }

    /// The release, its receipt and the job's end, in one transaction.
    private void release(LiveJob job, Receipt receipt, Workers.Outcome outcome) {
        store.transaction(connection -> {
            if (!jobs.move(connection, job.row().id(), JobStatus.STARTED, JobStatus.RELEASED, "")) {
                throw new IllegalStateException("a job that ended already cannot release");
            }
            try {
                releases.insert(connection, receipt, outcome, outcome.report());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ledger.released(connection, job.row().charge());
            return job;
        });
        store.force();
    }

    private Optional<Refusal> voided(LiveJob job) {
        store.transaction(connection -> voidIt(connection, job.row(), "cancelled before the start"));
        return Optional.of(new Refusal.Cancelled("cancelled before it started; nothing was charged", false));
    }

    private Optional<Refusal> cancelled(LiveJob job) {
        return end(job.row(), JobStatus.CANCELLED, "cancelled") ? Optional.of(cancelledRefusal()) : voided(job);
    }

    static Refusal cancelledRefusal() {
        return new Refusal.Cancelled("cancelled after it started; its charge stays spent (see %dp_budget)", true);
    }

    /// Whoever waits for the job is told, even if its end cannot be written now: the next start writes it.
    private Refusal failedSomewhere(LiveJob job, Throwable e) {
        String why = Incidents.report(e);
        try {
            return failed(job, why);
        } catch (RuntimeException f) {
            Incidents.report(f);
            return new Refusal.Failed(
                    "the job failed: " + why + "; the ledger cannot be written now, and what had started stays spent"
                            + " (see %dp_budget)",
                    true);
        }
    }

    private Refusal failed(LiveJob job, String why) {
        boolean charged = end(job.row(), JobStatus.FAILED, why);
        if (!charged) {
            store.transaction(connection -> voidIt(connection, job.row(), why));
        }
        return failedRefusal(why, charged);
    }

    static Refusal failedRefusal(String why, boolean charged) {
        return new Refusal.Failed(
                "the job failed: " + why
                        + (charged ? "; its charge stays spent (see %dp_budget)" : "; nothing was charged"),
                charged);
    }

    private boolean end(JobRow row, JobStatus to, String why) {
        return store.transaction(connection -> {
            boolean moved = jobs.move(connection, row.id(), JobStatus.STARTED, to, why);
            if (moved) {
                ledger.failed(connection, row.charge());
            }
            return moved;
        });
    }

    private boolean voidIt(Connection connection, JobRow row, String why) throws SQLException {
        boolean moved = jobs.move(connection, row.id(), JobStatus.RESERVED, JobStatus.VOIDED, why);
        if (moved) {
            ledger.voidReservation(connection, row.charge());
        }
        return moved;
    }

    /// After a crash: what had not started is free, what had started stays spent; then the books are checked.
    void recover() {
        store.transaction(connection -> {
            for (JobRow row : jobs.byStatus(connection, JobStatus.RESERVED)) {
                voidIt(connection, row, "the server stopped before it started");
            }
            for (JobRow row : jobs.byStatus(connection, JobStatus.STARTED)) {
                jobs.move(connection, row.id(), JobStatus.STARTED, JobStatus.FAILED, "the server stopped while it ran");
                ledger.failed(connection, row.charge());
            }
            ledger.verify(connection);
            return jobs;
        });
    }

    private static Receipt receipt(LiveJob job, DatasetRow dataset, Map<String, String> facts) {
        Pricing.Priced priced = job.priced();
        return new Receipt(
                job.row().id(),
                priced.fingerprint(),
                priced.spec(),
                priced.guarantee(),
                priced.plan().mechanism(),
                priced.plan().noise(),
                priced.plan().assumedPublic(),
                dataset.snapshot(),
                priced.version(),
                Instant.now().toString(),
                job.millis(),
                false,
                facts);
    }
}
