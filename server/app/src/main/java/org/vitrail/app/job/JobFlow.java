package org.vitrail.app.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.incident.Incidents;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.pac.Universes;
import org.vitrail.app.store.SqlStore;
import org.vitrail.app.telemetry.Telemetry;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;

/// The way of one paid job: RESERVE → START → run → store. Each step is one durable transaction; what has not
/// started is free, what has started stays spent, whatever happens.
final class JobFlow {
    static final String CANCELLED_BEFORE = "cancelled before the start";

    private final SqlStore store;
    private final Ledger ledger;
    private final JobStore jobs;
    private final ReleaseStore releases;
    private final Workers workers;
    private final JobEnds ends;
    private final Universes universes;
    private final Slots slots;
    private final Duration timeout;

    JobFlow(
            SqlStore store,
            Ledger ledger,
            JobStore jobs,
            ReleaseStore releases,
            Workers workers,
            JobEnds ends,
            Universes universes,
            int parallel,
            Duration timeout) {
        this.store = store;
        this.ledger = ledger;
        this.jobs = jobs;
        this.releases = releases;
        this.workers = workers;
        this.ends = ends;
        this.universes = universes;
        this.slots = new Slots(parallel);
        this.timeout = timeout;
    }

    /// RESERVE: the job and its charge on every level, or nothing. Under the ledger's lock, so that of two identical
    /// requests, to whatever servers, the second finds the first and follows it. The request was priced before this
    /// transaction: a dataset that was registered anew since then has another account, perhaps other rows, and the
    /// charge would go to an account that covers nothing any more.
    ///
    /// @param wanted the job if it pays
    /// @param fresh whether to pay even if an identical release exists
    /// @param followed whether a running job may be followed
    /// @param over whether that time is over
    /// @return `wanted`, perhaps denied; a replay of another job's release; or the job that the same key made
    ///     before
    JobRow reserve(JobRow wanted, boolean fresh, Predicate<String> followed, Predicate<String> over) {
        return ledger.write(wanted.charge(), desk -> {
            Optional<JobRow> known = jobs.byKey(desk.reading(), wanted.user(), wanted.idempotencyKey());
            if (known.isPresent()) {
                return known.get();
            }
            if (!jobs.isAccountCurrent(desk.reading(), wanted)) {
                throw new RefusedException(new Refusal.Unavailable("the dataset was registered anew, or the session"
                        + " ended, at the same moment; nothing was charged, open it again with %dp_session"));
            }
            if (!fresh) {
                Optional<String> source = releases.newest(desk.reading(), wanted.fingerprint());
                if (source.isEmpty()) {
                    source = jobs.running(desk.reading(), wanted.fingerprint()).stream()
                            .filter(followed)
                            .findFirst();
                }
                if (source.isPresent()) {
                    JobRow replay = wanted.asReplay(source.get());
                    jobs.insert(desk.writing(), replay);
                    return replay;
                }
            }
            JobRow row = jobs.isSessionOver(desk.reading(), wanted, over)
                    ? wanted.asDenied(new Refusal.InvalidRequest(
                            "the session ended; nothing was charged; open it again with %dp_session"))
                    : reserved(desk, wanted);
            jobs.insert(desk.writing(), row);
            return row;
        });
    }

    private static JobRow reserved(Charge.AtDesk desk, JobRow wanted) throws SQLException {
        try {
            desk.reserve();
            return wanted;
        } catch (RefusedException e) {
            return wanted.asDenied(e.refusal());
        }
    }

    /// A replay of a release that is stored, without the ledger's lock: it charges nothing.
    JobRow replay(JobRow wanted, String source) {
        JobRow replay = wanted.asReplay(source);
        store.transaction(connection -> {
            jobs.insert(connection, replay);
            return replay;
        });
        return replay;
    }

    /// Everything after RESERVE; ends the live job, whatever happens.
    void run(LiveJob job, DatasetRow dataset) {
        Optional<Refusal> end;
        List<DatasetRow> read =
                Stream.concat(Stream.of(dataset), job.priced().reads().stream()).toList();
        try (Workers.Held _ = workers.hold(read)) {
            end = inTurn(job, dataset);
        } catch (RuntimeException | Error e) {
            end = failedSomewhere(job, e);
        }
        job.ended(end);
    }

    /// The answers of one universe wait for each other first, so that none of them keeps a slot from
    /// other jobs.
    private Optional<Refusal> inTurn(LiveJob job, DatasetRow dataset) {
        Optional<Semaphore> turn = universes.turn(job.row().charge());
        if (turn.isPresent() && !await(turn.get(), job)) {
            return ended(job, JobStatus.CANCELLED, CANCELLED_BEFORE);
        }
        try {
            return awaitSlot(job) ? inSlot(job, dataset) : ended(job, JobStatus.CANCELLED, CANCELLED_BEFORE);
        } finally {
            turn.ifPresent(Semaphore::release);
        }
    }

    private static boolean await(Semaphore turn, LiveJob job) {
        try {
            while (!job.wasCancelled()) {
                if (turn.tryAcquire(50, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean awaitSlot(LiveJob job) {
        try {
            return slots.await(job.row().user(), job::wasCancelled);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<Refusal> inSlot(LiveJob job, DatasetRow dataset) {
        try {
            job.started(timeout.toNanos());
            return execute(job, dataset);
        } finally {
            slots.release(job.row().user());
        }
    }

    /// START: from here on the charge is spent, even if the next instruction never runs.
    private void start(LiveJob job, Optional<Universes.Held> universe) {
        JobRow row = job.row();
        if (job.cancelled()) {
            throw new CancellationException(CANCELLED_BEFORE);
        }
        ledger.write(row.charge(), desk -> {
            if (universe.isPresent()) {
                universes.requireCurrent(desk.reading(), universe.get());
            }
            desk.start();
            if (!jobs.move(desk.writing(), row.id(), JobStatus.RESERVED, JobStatus.STARTED, "")) {
                throw new IllegalStateException("a job starts once, and not after another server ended it");
            }
            return row;
        });
    }

    /// START happens here: when the run stands before the first private row.
    private final class Watching implements Workers.Watch {
        private final LiveJob job;
        private final Optional<Universes.Held> universe;

        Watching(LiveJob job, Optional<Universes.Held> universe) {
            this.job = job;
            this.universe = universe;
        }

        @Override
        public void progress(String stage, double fraction) {
            job.progress(stage, fraction);
        }

        @Override
        public void opening() {
            Telemetry.span(Telemetry.Step.START, job.row().id(), () -> {
                start(job, universe);
                return job;
            });
        }

        @Override
        public boolean cancelled() {
            return job.cancelled();
        }
    }

    private Optional<Refusal> execute(LiveJob job, DatasetRow dataset) {
        Receipt receipt = receipt(job, dataset, Map.of());
        try {
            Optional<Universes.Held> universe = universes.hold(job.row().charge());
            Workers.Order order = new Workers.Order(
                    job.row().id(),
                    job.priced().spec(),
                    dataset,
                    job.priced().reads(),
                    job.priced().allowance(),
                    receipt,
                    universe.map(Universes.Held::kept));
            Workers.Outcome outcome = Telemetry.span(
                    Telemetry.Step.RUN, order.jobId(), () -> workers.run(order, new Watching(job, universe)));
            try {
                if (!Charge.covers(order.allowance(), outcome.charged())) {
                    throw new IllegalStateException("a run charged more than its plan");
                }
                return Telemetry.span(Telemetry.Step.RELEASE, order.jobId(), () -> {
                    release(job, receipt(job, dataset, outcome.facts()), outcome, universe);
                    return Optional.empty();
                });
            } finally {
                outcome.arrow().discard();
            }
        } catch (CancellationException e) {
            return job.wasCancelled()
                    ? ended(job, JobStatus.CANCELLED, CANCELLED_BEFORE)
                    : ended(job, JobStatus.FAILED, "it ran longer than the limit of " + timeout.toSeconds() + " s");
        } catch (RefusedException e) {
            return ended(job, JobStatus.FAILED, e.refusal().line());
        } catch (WorkerFailure e) {
            return ended(job, JobStatus.FAILED, String.valueOf(e.getMessage()));
        }
    }

    /// COMMIT: the release, its receipt, the universe after it and the job's end, in one transaction.
    private void release(LiveJob job, Receipt receipt, Workers.Outcome outcome, Optional<Universes.Held> universe) {
        JobRow row = job.row();
        ReleaseStore.Sealed sealed = ReleaseStore.sealed(receipt, outcome); // hashed before the ledger is locked
        ledger.write(row.charge(), desk -> {
            if (!jobs.move(desk.writing(), row.id(), JobStatus.STARTED, JobStatus.RELEASED, "")) {
                throw new IllegalStateException("a job that another server ended cannot release");
            }
            try {
                releases.insert(desk.writing(), sealed, outcome);
                desk.released(sealed.digest());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (universe.isPresent()) {
                universes.replace(
                        desk.writing(), universe.get(), outcome.universe().orElseThrow());
            }
            return row;
        });
    }

    private Optional<Refusal> ended(LiveJob job, JobStatus started, String why) {
        return JobEnds.refusal(job.row(), ends.end(job.row(), started, why), why);
    }

    /// Whoever waits for the job is told, even if its end cannot be written now: it is written later.
    private Optional<Refusal> failedSomewhere(LiveJob job, Throwable e) {
        String why = Incidents.report(e);
        try {
            return ended(job, JobStatus.FAILED, why);
        } catch (RuntimeException f) {
            Incidents.report(f);
            return Optional.of(new Refusal.Unavailable(
                    "the job failed: " + why + "; the ledger cannot be written now: what had started stays spent, what"
                            + " had not is free (see %dp_budget)"));
        }
    }

    private static Receipt receipt(LiveJob job, DatasetRow dataset, Map<String, String> facts) {
        Pricing.Priced priced = job.priced();
        Map<String, String> all = new TreeMap<>(facts);
        all.put(Receipt.EXPECTED_ERROR, priced.plan().expectedError());
        priced.reads().forEach(row -> all.put("rows of '" + row.name() + "'", "snapshot " + row.snapshot()));
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
                all);
    }
}
