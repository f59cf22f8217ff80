package org.vitrail.app.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.vitrail.app.access.Caller;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.app.governance.RuleBook;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.app.pac.PacBudgets;
import org.vitrail.app.pac.Universes;
import org.vitrail.app.session.SessionRow;
import org.vitrail.app.session.Sessions;
import org.vitrail.app.store.SqlStore;
import org.vitrail.app.store.StoreFailure;
import org.vitrail.app.telemetry.Telemetry;
import org.vitrail.contract.Account;
import org.vitrail.contract.Quote;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.job.JobEvent;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.contract.session.BudgetLevel;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.wire.Fingerprint;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.PacAmount;
import org.vitrail.privacy.ledger.Route;

/// The main flow: quote → submit (replay, or reserve and run) → deliver. A job starts when it is submitted and
/// runs to
/// its end also if nobody fetches it: its release is then stored and replayed at no cost.
public final class JobService {
    private static final long KEEPER_MILLIS = 1_000;

    private final SqlStore store;
    private final Ledger ledger;
    private final Datasets datasets;
    private final Sessions sessions;
    private final Pricing pricing;
    private final Replicas replicas;
    private final JobFlow flow;
    private final JobKeeper keeper;
    private final JobStore jobs = new JobStore();
    private final ReleaseStore releases = new ReleaseStore();
    private final RuleBook rules = new RuleBook();
    private final PacAccounts pac;
    private final int queueMax;
    private final Map<String, LiveJob> live = new ConcurrentHashMap<>();

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
            Universes universes,
            Replicas replicas,
            Limits limits) {
        this.store = store;
        this.ledger = ledger;
        this.pac = new PacAccounts(store, ledger);
        this.datasets = datasets;
        this.sessions = sessions;
        this.pricing = pricing;
        this.replicas = replicas;
        this.queueMax = limits.queueMax();
        JobEnds ends = new JobEnds(ledger, jobs);
        this.flow = new JobFlow(
                store, ledger, jobs, releases, workers, ends, universes, limits.parallel(), limits.timeout());
        this.keeper = new JobKeeper(store, jobs, ends, replicas, live);
    }

    /// Sets right what a crash left behind, before the first request, and goes on doing so.
    public void recover() {
        keeper.recover();
        keeper.start(KEEPER_MILLIS, sessions::expire);
    }

    private record Asked(SessionRow session, DatasetRow dataset, Pricing.Priced priced) {}

    private Asked ask(Caller caller, SubmitJob request) {
        DatasetRow dataset = datasets.find(caller, request.spec().dataset());
        SessionRow session = store.transaction(connection -> sessions.find(connection, caller, request.sessionId()));
        if (!session.datasetId().equals(dataset.id())) {
            throw new RefusedException(new Refusal.InvalidRequest("the session pays for another dataset than '"
                    + dataset.name() + "'; open one with %dp_session --dataset " + dataset.name()));
        }
        String chain = ledger.chain(session.accountId());
        if (!chain.equals(ledger.chain(dataset.accountId()))) {
            throw new RefusedException(new Refusal.InvalidRequest("the session was opened on data that were replaced"
                    + " since; nothing was charged, open it again with %dp_session --dataset " + dataset.name()));
        }
        if (request.ownerReport()) {
            OwnerReports.requireOwner(caller, dataset); // now, before anything is charged
        }
        List<DatasetRow> linked = request.spec() instanceof PacSpec ? datasets.linked(caller, dataset) : List.of();
        Pricing.Priced priced = pricing.price(request.spec(), dataset, linked, caller.project());
        requireRules(dataset, priced);
        priced.reads().forEach(read -> requireRules(read, priced));
        return new Asked(session, dataset, priced);
    }

    private void requireRules(DatasetRow dataset, Pricing.Priced priced) {
        RuleBook.require(
                store.transaction(connection -> rules.of(connection, dataset)),
                priced.spec(),
                priced.guarantee(),
                dataset.declaration().deltaCap());
    }

    /// The price: charges nothing, opens nothing, writes nothing and touches no row.
    public Quote quote(Caller caller, SubmitJob request) {
        Asked asked = ask(caller, request);
        Pricing.Priced priced = asked.priced();
        return store.snapshot(connection -> {
            List<AccountRow> route = ledger.route(connection, asked.session().accountId());
            boolean replay = !request.fresh()
                    && (releases.newest(connection, priced.fingerprint()).isPresent()
                            || jobs.running(connection, priced.fingerprint()).stream()
                                    .anyMatch(this::mayFollow));
            Account now = route.getFirst().view();
            DpAmount charge = priced.charge() instanceof DpAmount dp
                    ? dp
                    : route.getFirst().balance().cap().none();
            Optional<PacQuote> answer = priced.charge() instanceof PacAmount amount
                    ? Optional.of(PacQuote.of(
                            pac.asked(
                                    connection,
                                    asked.session().accountId(),
                                    asked.dataset().name()),
                            priced,
                            amount))
                    : Optional.empty();
            return new Quote(
                    priced.guarantee(),
                    priced.plan().mechanism(),
                    priced.plan().noise(),
                    priced.plan().expectedError(),
                    priced.plan().secondsExpected(),
                    priced.plan().assumedPublic(),
                    now,
                    replay ? now : route.getFirst().view(charge),
                    answer.map(PacQuote::room).orElseGet(() -> room(route, charge)),
                    AccountRow.refusal(route, charge).or(() -> answer.flatMap(PacQuote::refusal)),
                    replay,
                    answer.map(quote -> quote.price(replay)));
        });
    }

    private static long room(List<AccountRow> levels, DpAmount charge) {
        return Room.of(new Route<>(levels.stream().map(AccountRow::node).toList()), charge, Quote.ROOM_MAX);
    }

    /// Accepts a request: finds the release it would repeat, or reserves its charge and starts it. The same key
    /// again gets the same job.
    public JobTicket submit(Caller caller, SubmitJob request) {
        Asked asked = ask(caller, request);
        String hash = Fingerprint.of(
                request.sessionId(), request.spec(), request.fresh() + "/" + request.ownerReport(), caller.user());
        SessionRow session = asked.session();
        Charge<?> payer = pac.payer(
                asked.priced().charge(),
                ledger.chain(session.accountId()),
                session.accountId(),
                asked.dataset().name());
        JobRow wanted = JobRow.wanted(caller.user(), request, hash, asked.priced(), payer, replicas.id());
        return Telemetry.span(Telemetry.Step.SUBMIT, wanted.id(), () -> accept(wanted, asked, request, hash));
    }

    private JobTicket accept(JobRow wanted, Asked asked, SubmitJob request, String hash) {
        try {
            Optional<JobTicket> free = withoutCharge(wanted, request, hash);
            return free.isPresent() ? free.get() : buy(wanted, asked, request.fresh(), hash);
        } catch (StoreFailure e) {
            if (!e.duplicate()) {
                throw e;
            }
            return repeated(byKey(wanted).orElseThrow(() -> e), hash); // another request won that key
        }
    }

    /// What needs no lock: a key that is known, a release that is stored.
    private Optional<JobTicket> withoutCharge(JobRow wanted, SubmitJob request, String hash) {
        Optional<JobRow> known = byKey(wanted);
        if (known.isPresent() || request.fresh()) {
            return known.map(row -> repeated(row, hash));
        }
        return store.transaction(connection -> releases.newest(connection, wanted.fingerprint()))
                .map(source -> ticket(flow.replay(wanted, source)));
    }

    private Optional<JobRow> byKey(JobRow wanted) {
        return store.transaction(connection -> jobs.byKey(connection, wanted.user(), wanted.idempotencyKey()));
    }

    private static JobTicket repeated(JobRow row, String hash) {
        if (!row.request().equals(hash)) {
            throw new RefusedException(new Refusal.InvalidRequest(
                    "this idempotency key was used for another request; make a new key for a new request"));
        }
        if (row.status() == JobStatus.DENIED) {
            throw new RefusedException(
                    JobEnds.refusal(row, row.status(), row.detail().orElseThrow())
                            .orElseThrow());
        }
        return ticket(row);
    }

    private static JobTicket ticket(JobRow row) {
        return new JobTicket(row.id(), row.status() == JobStatus.REPLAY);
    }

    private boolean mayFollow(String jobId) {
        LiveJob running = live.get(jobId);
        return running == null || !running.cancelled();
    }

    private JobTicket buy(JobRow wanted, Asked asked, boolean fresh, String hash) {
        LiveJob job = new LiveJob(wanted, asked.priced());
        synchronized (live) {
            if (live.size() >= queueMax) {
                throw new RefusedException(new Refusal.Unavailable("the server has " + queueMax
                        + " jobs running and waiting, its limit; nothing was charged, try again later"));
            }
            int share = queueMax - queueMax / 2;
            long mine = live.values().stream()
                    .filter(other -> other.row().user().equals(wanted.user()))
                    .count();
            if (mine >= share) {
                throw new RefusedException(new Refusal.Unavailable("you have " + mine + " jobs running and waiting, a"
                        + " user's share of the server's " + queueMax
                        + "; nothing was charged, try again when one has ended"));
            }
            live.put(wanted.id(), job);
        }
        JobRow row;
        try {
            row = Telemetry.span(
                    Telemetry.Step.RESERVE,
                    wanted.id(),
                    () -> flow.reserve(wanted, fresh, this::mayFollow, sessions::isOver));
        } catch (RuntimeException | Error e) {
            live.remove(wanted.id()); // if it happened all the same, the keeper gives it back
            throw e;
        }
        if (row.status() != JobStatus.RESERVED || !row.id().equals(wanted.id())) {
            live.remove(wanted.id());
            return repeated(row, hash);
        }
        Thread.ofVirtual().name("job-" + row.id()).start(() -> {
            try {
                flow.run(job, asked.dataset());
            } finally {
                live.remove(row.id());
            }
        });
        return ticket(row);
    }

    /// Asks the caller's own job to end; one that ended already stays as it is.
    public void cancel(Caller caller, String jobId) {
        JobRow row = find(caller, jobId);
        LiveJob job = live.get(row.id());
        if (job != null) {
            job.cancel();
        } else if (row.isOpen()) { // another server runs it
            store.transaction(connection -> {
                jobs.askToCancel(connection, row.id());
                return row;
            });
        }
    }

    private JobRow find(Caller caller, String jobId) {
        return store.transaction(connection -> jobs.byId(connection, jobId, caller.project()))
                .filter(row -> row.user().equals(caller.user()))
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
        // A snapshot: another server may store the release between two looks.
        return store.snapshot(connection -> {
            Optional<Receipt> receipt = releases.receipt(connection, source);
            if (receipt.isEmpty()) {
                return withoutRelease(connection, source, replayed);
            }
            return new Delivery.Ready(
                    releases.content(store, source),
                    new JobEvent.Done(
                            replayed ? receipt.get().asReplay() : receipt.get(), releases.report(connection, source)));
        });
    }

    private Delivery withoutRelease(Connection connection, String source, boolean replayed) throws SQLException {
        JobRow row = jobs.byId(connection, source).orElseThrow();
        if (row.isOpen()) {
            return new Delivery.Elsewhere();
        }
        if (replayed) {
            throw new RefusedException(new Refusal.Failed(
                    "the identical request that this one waited for ended without a release;"
                            + " nothing was charged to you, run it again",
                    false));
        }
        throw new RefusedException(
                JobEnds.refusal(row, row.status(), row.detail().orElse(""))
                        .orElseThrow(() -> new IllegalStateException("a release that is noted and not stored")));
    }

    /// The session's account and those above it, and what was released.
    public BudgetView budget(Caller caller, String sessionId) {
        return store.snapshot(connection -> {
            SessionRow session = sessions.find(connection, caller, sessionId);
            DatasetRow dataset = datasets.visible(connection, caller, session.datasetId())
                    .orElseThrow(() -> new RefusedException(
                            new Refusal.Unknown("no session of yours with that id in this project")));
            List<AccountRow> route = ledger.route(connection, session.accountId());
            return new BudgetView(
                    sessions.view(session, dataset, route.getFirst(), true),
                    ledger.account(connection, dataset.accountId()).view(),
                    route.stream()
                            .map(account -> new BudgetLevel(
                                    account.tier(), account.name(), account.view(), account.guaranteed()))
                            .toList(),
                    jobs.lines(connection, dataset.id(), caller.project()),
                    new PacBudgets(pac)
                            .budget(
                                    connection,
                                    session.accountId(),
                                    dataset.id(),
                                    caller.project(),
                                    status -> JobStatus.valueOf(status).words()));
        });
    }

    /// What the caller's project has released of a dataset, newest first: it costs nothing to use it again. Of
    /// `PROJECT/NAME`, for an auditor, what that project has.
    public List<ReleaseSummary> releases(Caller caller, String name) {
        DatasetRow dataset = datasets.seen(caller, name);
        String project = name.equals(dataset.name()) ? caller.project() : dataset.project();
        return store.transaction(
                connection -> releases.ofProject(connection, dataset.id(), project, name, dataset.snapshot()));
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
        keeper.close();
    }
}
