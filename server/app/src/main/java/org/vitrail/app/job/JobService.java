package org.vitrail.app.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.vitrail.app.access.Caller;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.session.SessionRow;
import org.vitrail.app.session.Sessions;
import org.vitrail.app.store.SqlStore;
import org.vitrail.app.store.StoreFailure;
import org.vitrail.contract.Quote;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.job.JobEvent;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.wire.Fingerprint;
import org.vitrail.privacy.accounting.MuSquared;

/// The main flow: quote → submit (replay, or reserve and run) → deliver. A job starts when it is submitted and
/// runs to
/// its end also if nobody fetches it: its release is then stored and replayed at no cost.
public final class JobService {
    private static final int STRIPES = 64;

    private final SqlStore store;
    private final Ledger ledger;
    private final Datasets datasets;
    private final Sessions sessions;
    private final Pricing pricing;
    private final JobFlow flow;
    private final JobStore jobs = new JobStore();
    private final ReleaseStore releases = new ReleaseStore();
    private final int queueMax;
    private final Map<String, LiveJob> live = new ConcurrentHashMap<>();
    private final Map<String, LiveJob> liveByFingerprint = new ConcurrentHashMap<>();
    private final Object[] stripes = Stream.generate(Object::new).limit(STRIPES).toArray();

    /// How much at once.
    ///
    /// @param parallel how many run at once; >= 1
    /// @param queueMax how many may run and wait; >= 1
    /// @param timeout of one run
    public record Limits(int parallel, int queueMax, Duration timeout) {
        public Limits {
            if (parallel < 1 || queueMax < 1 || timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("jobs need parallel >= 1, queue-max >= 1 and timeout > 0, got "
                        + parallel + ", " + queueMax + " and " + timeout);
            }
        }
    }

    /// Jobs over those stores.
    public JobService(
            SqlStore store,
            Ledger ledger,
            Datasets datasets,
            Sessions sessions,
            Pricing pricing,
            Workers workers,
            Limits limits) {
        this.store = store;
        this.ledger = ledger;
        this.datasets = datasets;
        this.sessions = sessions;
        this.pricing = pricing;
        this.queueMax = limits.queueMax();
        this.flow = new JobFlow(store, ledger, jobs, releases, workers, limits.parallel(), limits.timeout());
    }

    /// Sets right what a crash left behind; before the first request.
    public void recover() {
        flow.recover();
    }

    private record Asked(SessionRow session, DatasetRow dataset, Pricing.Priced priced) {}

    private Asked ask(Caller caller, SubmitJob request) {
        DatasetRow dataset = datasets.find(caller, request.spec().dataset());
        SessionRow session = store.transaction(connection -> sessions.find(connection, caller, request.sessionId()));
        if (!session.datasetId().equals(dataset.id())) {
            throw new RefusedException(new Refusal.InvalidRequest("the session pays for another dataset than '"
                    + dataset.name() + "'; open one with %dp_session --dataset " + dataset.name()));
        }
        if (request.ownerReport()) {
            OwnerReports.requireOwner(caller, dataset); // now, before anything is charged
        }
        return new Asked(session, dataset, pricing.price(request.spec(), dataset));
    }

    /// The price; charges nothing and touches no row.
    public Quote quote(Caller caller, SubmitJob request) {
        Asked asked = ask(caller, request);
        Pricing.Priced priced = asked.priced();
        MuSquared charge = priced.plan().charge();
        return store.transaction(connection -> {
            AccountRow session = ledger.account(connection, asked.session().accountId());
            AccountRow dataset = ledger.account(connection, asked.dataset().accountId());
            boolean replay = !request.fresh()
                    && (liveByFingerprint.containsKey(priced.fingerprint())
                            || releases.newest(connection, priced.fingerprint()).isPresent());
            return new Quote(
                    priced.guarantee(),
                    priced.plan().mechanism(),
                    priced.plan().noise(),
                    priced.plan().expectedError(),
                    priced.plan().secondsExpected(),
                    priced.plan().assumedPublic(),
                    session.view(),
                    replay ? session.view() : session.view(charge),
                    replay
                            || (session.balance().admits(charge)
                                    && dataset.balance().admits(charge)),
                    replay);
        });
    }

    /// Accepts a request: finds the release it would repeat, or reserves its charge and starts it. The same key
    /// again
    /// gets the same job.
    public JobTicket submit(Caller caller, SubmitJob request) {
        Asked asked = ask(caller, request);
        String hash = Fingerprint.of(
                request.sessionId(), request.spec(), request.fresh() + "/" + request.ownerReport(), caller.user());
        String fingerprint = asked.priced().fingerprint();
        synchronized (stripes[Math.floorMod(fingerprint.hashCode(), STRIPES)]) {
            Optional<JobRow> known = byKey(caller, request);
            if (known.isPresent()) {
                return repeated(known.get(), hash);
            }
            try {
                Optional<String> source = request.fresh() ? Optional.empty() : source(fingerprint);
                JobRow row = row(caller, request, asked, hash, source);
                return source.isPresent() ? replay(row) : buy(row, asked);
            } catch (StoreFailure e) {
                if (!e.duplicate()) {
                    throw e;
                }
                return repeated(byKey(caller, request).orElseThrow(() -> e), hash); // another request won that key
            }
        }
    }

    private Optional<JobRow> byKey(Caller caller, SubmitJob request) {
        return store.transaction(connection -> jobs.byKey(connection, caller.user(), request.idempotencyKey()));
    }

    private static JobTicket repeated(JobRow row, String hash) {
        if (!row.request().equals(hash)) {
            throw new RefusedException(new Refusal.InvalidRequest(
                    "this idempotency key was used for another request; make a new key for a new request"));
        }
        return new JobTicket(row.id(), row.status() == JobStatus.REPLAY);
    }

    /// The job whose release answers that request: first one that runs, then the newest stored one. In this order,
    /// a
    /// job that ends in between is found by its release.
    private Optional<String> source(String fingerprint) {
        LiveJob running = liveByFingerprint.get(fingerprint);
        return running != null && !running.cancelled()
                ? Optional.of(running.row().id())
                : store.transaction(connection -> releases.newest(connection, fingerprint));
    }

    private static JobRow row(Caller caller, SubmitJob request, Asked asked, String hash, Optional<String> source) {
        String id = UUID.randomUUID().toString();
        Pricing.Priced priced = asked.priced();
        MuSquared amount = source.isPresent() ? MuSquared.ZERO : priced.plan().charge();
        String mechanism = priced.plan().mechanism();
        return new JobRow(
                id,
                caller.user(),
                request.idempotencyKey(),
                hash,
                asked.session().id(),
                priced.fingerprint(),
                mechanism.substring(0, Math.min(mechanism.length(), 300)),
                priced.guarantee().epsilon(),
                priced.guarantee().delta(),
                new Charge(id, asked.dataset().accountId(), asked.session().accountId(), amount),
                source.isPresent() ? JobStatus.REPLAY : JobStatus.RESERVED,
                Optional.empty(),
                source,
                Instant.now().toString());
    }

    private JobTicket replay(JobRow row) {
        store.transaction(connection -> {
            jobs.insert(connection, row);
            return row;
        });
        return new JobTicket(row.id(), true);
    }

    private JobTicket buy(JobRow row, Asked asked) {
        LiveJob job = new LiveJob(row, asked.priced());
        synchronized (live) {
            if (live.size() >= queueMax) {
                throw new RefusedException(new Refusal.Unavailable("the server has " + queueMax
                        + " jobs running and waiting, its limit; nothing was charged, try again later"));
            }
            live.put(row.id(), job);
        }
        try {
            flow.reserve(row);
        } catch (RuntimeException | Error e) {
            live.remove(row.id());
            throw e;
        }
        liveByFingerprint.put(row.fingerprint(), job);
        Thread.ofVirtual().name("job-" + row.id()).start(() -> {
            try {
                flow.run(job, asked.dataset());
            } finally {
                liveByFingerprint.remove(row.fingerprint(), job);
                live.remove(row.id());
            }
        });
        return new JobTicket(row.id(), false);
    }

    /// Asks the caller's own job to end; one that ended already stays as it is.
    public void cancel(Caller caller, String jobId) {
        JobRow row = find(caller, jobId);
        LiveJob job = live.get(row.id());
        if (job != null) {
            job.cancel();
        }
    }

    private JobRow find(Caller caller, String jobId) {
        return store.transaction(connection ->
                        jobs.byId(connection, jobId).filter(row -> row.user().equals(caller.user())))
                .orElseThrow(() ->
                        new RefusedException(new Refusal.Unknown("no job of yours with that id; submit it first")));
    }

    /// What the ticket of the caller's own job gets now.
    ///
    /// @throws RefusedException why there is no release
    public Delivery deliver(Caller caller, String jobId) {
        JobRow row = find(caller, jobId);
        boolean replayed = row.status() == JobStatus.REPLAY;
        String source = row.sourceJob().orElse(row.id());
        LiveJob running = live.get(source);
        if (running != null) {
            return new Delivery.Running(running, !replayed);
        }
        return store.transaction(connection -> {
            Receipt receipt = releases.receipt(connection, source)
                    .orElseThrow(() -> new RefusedException(withoutRelease(connection, source, replayed)));
            return new Delivery.Ready(
                    releases.content(store, source),
                    new JobEvent.Done(replayed ? receipt.asReplay() : receipt, releases.report(connection, source)));
        });
    }

    private Refusal withoutRelease(Connection connection, String source, boolean replayed) {
        try {
            JobRow row = jobs.byId(connection, source).orElseThrow();
            if (replayed) {
                return new Refusal.Failed(
                        "the identical request that this one waited for ended without a release;"
                                + " nothing was charged to you, run it again",
                        false);
            }
            String why = row.detail().orElse("");
            return switch (row.status()) {
                case CANCELLED -> JobFlow.cancelledRefusal();
                case VOIDED ->
                    new Refusal.Cancelled(
                            "ended before it started: " + why + "; nothing was charged, run it again", false);
                case FAILED, STARTED, RESERVED, RELEASED, REPLAY -> JobFlow.failedRefusal(why, true);
            };
        } catch (SQLException e) {
            throw new IllegalStateException("a job that exists can be read", e);
        }
    }

    /// The session's account, the dataset's, and what was released.
    public BudgetView budget(Caller caller, String sessionId) {
        return store.transaction(connection -> {
            SessionRow session = sessions.find(connection, caller, sessionId);
            DatasetRow dataset = datasets.visible(connection, caller, session.datasetId())
                    .orElseThrow(() -> new RefusedException(
                            new Refusal.Unknown("no session of yours with that id in this project")));
            return new BudgetView(
                    sessions.view(session, dataset, ledger.account(connection, session.accountId()), true),
                    ledger.account(connection, dataset.accountId()).view(),
                    jobs.lines(connection, dataset.id()));
        });
    }

    /// Cancels all that runs and waits a little for the ends to be written.
    public void shutdown() {
        for (LiveJob job : live.values()) {
            job.cancel();
        }
        try {
            for (LiveJob job : live.values()) {
                job.awaitEnd(2_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
