package org.vitrail.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.junit.jupiter.api.Test;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.app.kit.TestClient;
import org.vitrail.contract.Account;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.ReleaseLine;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.WireNames;
import org.vitrail.privacy.accounting.GaussianAccountant;

/// Sessions, charges, replays, cancels over a real Flight connection.
class JobsTest extends ServerFixture {
    private static final long ONE = GaussianAccountant.cap(1, 1e-6).pico();

    @Override
    protected Map<String, String> settings() {
        return Map.of("vitrail.jobs.parallel", "2", "vitrail.jobs.queue-max", "6");
    }

    private String session(TestClient client, String notebook, double epsilon) {
        return client.open(Requests.session("adult", notebook, epsilon)).sessionId();
    }

    private Account dataset(String session) {
        return olga.budget(session).datasetAccount();
    }

    @Test
    void session_resumed_isTheSameAndKeepsItsCap() throws Exception {
        SessionView opened = olga.open(Requests.session("adult", "one", 2));
        stop();
        restart();
        SessionView resumed = olga.open(OpenSession.of("adult", "one", Optional.empty(), Optional.empty()));
        assertThat(opened.resumed()).isFalse();
        assertThat(resumed.resumed()).isTrue();
        assertThat(resumed.sessionId()).isEqualTo(opened.sessionId());
        assertThat(refused(() -> session(olga, "one", 3)))
                .hasMessageContaining("already has a session on 'adult' with epsilon 2.0");
        assertThat(refused(() -> session(olga, "two", 9)).status().code())
                .isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED);
        assertThat(refused(() -> olga.open(OpenSession.of("adult", "new", Optional.empty(), Optional.empty()))))
                .hasMessageContaining("has no session on 'adult' to resume");
    }

    @Test
    void submit_beyondTheSession_isRefusedWithTheNumbers() {
        String session = session(olga, "one", 1);
        olga.release(Requests.job(session, Requests.spec("adult", 1)));
        Account spent = olga.budget(session).session().account();
        assertThat(spent.remainingPico()).isZero(); // exactly exhausted
        assertThat(spent.epsilonSpent()).isLessThanOrEqualTo(1);
        FlightRuntimeException refusal =
                refused(() -> olga.submit(Requests.fresh(session, Requests.spec("adult", 0.5))));
        assertThat(refusal.status().code()).isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED);
        assertThat(refusal).hasMessageContaining("budget exceeded: session 'one' has epsilon 0.000 left");
        Refusal sent = Json.read(refusal.status().metadata().getByte(WireNames.REFUSAL_HEADER), Refusal.class);
        assertThat(sent).isInstanceOfSatisfying(Refusal.BudgetExceeded.class, numbers -> {
            assertThat(numbers.requestedPico())
                    .isEqualTo(GaussianAccountant.cap(0.5, 1e-6).pico());
            assertThat(numbers.remainingPico()).isZero();
        });
        assertThat(olga.release(Requests.job(session, Requests.spec("adult", 1)))
                        .done()
                        .receipt()
                        .replayed())
                .isTrue(); // replays are free
    }

    /// The copy of a request that arrives late, when there is budget again, must not charge what its user was told was
    /// denied.
    @Test
    void submit_deniedOnce_staysDeniedUnderItsKey() {
        double cap = dataset(session(olga, "one", 1)).epsilonCap();
        String kept = olga.open(
                        new OpenSession("adult", "kept", Optional.of(cap), Optional.of(1e-6), true, Optional.empty()))
                .sessionId();
        SubmitJob wanted = Requests.job(session(olga, "one", 1), Requests.spec("adult", 1));
        FlightRuntimeException first = refused(() -> olga.submit(wanted));
        assertThat(first.status().code()).isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED);
        olga.call(ActionName.CLOSE_SESSION, kept.getBytes(StandardCharsets.UTF_8));
        assertThat(refused(() -> olga.submit(wanted))).hasMessage(first.getMessage());
        assertThat(olga.budget(wanted.sessionId()).releases()).isEmpty();
        assertThat(dataset(wanted.sessionId()).spentPico()).isZero();
        olga.release(Requests.job(wanted.sessionId(), Requests.spec("adult", 1))); // a new key is a new request
        assertThat(dataset(wanted.sessionId()).spentPico()).isEqualTo(ONE);
    }

    @Test
    void submit_withASessionOfAnotherDataset_isRefusedAsThat() {
        olga.upload(Requests.register("other", 1), new byte[] {1, 2, 3});
        String session = olga.open(Requests.session("other", "one", 1)).sessionId();
        assertThat(refused(() -> olga.submit(Requests.job(session, Requests.spec("adult", 0.5)))))
                .hasMessageContaining("the session pays for another dataset than 'adult'");
    }

    @Test
    void notebooks_thatRaceForTheDataset_neverOverspend() throws Exception {
        parts.runMillis = 5;
        List<String> sessions = List.of(session(olga, "one", 3), session(olga, "two", 3), session(anna, "three", 3));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> buyers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String session = sessions.get(i % 3);
                TestClient client = i % 3 == 2 ? anna : olga;
                buyers.add(() -> {
                    int bought = 0;
                    for (int k = 0; k < 6; k++) {
                        try {
                            client.release(Requests.fresh(session, Requests.spec("adult", 1)));
                            bought++;
                        } catch (FlightRuntimeException e) {
                            assertThat(e.status().code()).isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED);
                        }
                    }
                    return bought;
                });
            }
            long bought = 0;
            for (Future<Integer> future : threads.invokeAll(buyers)) {
                bought += future.get();
            }
            Account account = dataset(sessions.getFirst());
            assertThat(bought).isEqualTo(account.capPico() / ONE);
            assertThat(account.spentPico()).isEqualTo(bought * ONE);
        }
    }

    @Test
    void submit_ofTheSameRequestAtOnce_runsOnce() throws Exception {
        parts.runMillis = 400;
        String mine = session(olga, "one", 2);
        String theirs = session(anna, "two", 2);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<TestClient.Fetched>> buyers = List.of(
                    () -> olga.release(Requests.job(mine, Requests.spec("adult", 1))),
                    () -> olga.release(Requests.job(mine, Requests.spec("adult", 1))),
                    () -> anna.release(Requests.job(theirs, Requests.spec("adult", 1))),
                    () -> anna.release(Requests.job(theirs, Requests.spec("adult", 1))));
            List<TestClient.Fetched> got = new ArrayList<>();
            for (Future<TestClient.Fetched> future : threads.invokeAll(buyers)) {
                got.add(future.get());
            }
            Set<TestClient.Bytes> different =
                    got.stream().map(TestClient.Fetched::arrow).collect(Collectors.toSet());
            assertThat(different).hasSize(1);
            assertThat(got.stream().filter(f -> !f.done().receipt().replayed())).hasSize(1);
        }
        assertThat(parts.opened.get()).isEqualTo(1);
        assertThat(dataset(mine).spentPico()).isEqualTo(ONE);
    }

    @Test
    void replay_afterARestart_isTheSameBytesAndFreshIsNot() throws Exception {
        String session = session(olga, "one", 3);
        TestClient.Fetched first = olga.release(Requests.job(session, Requests.spec("adult", 1)));
        stop();
        restart();
        TestClient.Fetched replay = olga.release(Requests.job(session, Requests.spec("adult", 1)));
        assertThat(replay.arrow()).isEqualTo(first.arrow());
        assertThat(replay.done().receipt()).isEqualTo(first.done().receipt().asReplay());
        TestClient.Fetched fresh = olga.release(Requests.fresh(session, Requests.spec("adult", 1)));
        assertThat(fresh.arrow()).isNotEqualTo(first.arrow());
        assertThat(dataset(session).spentPico()).isEqualTo(2 * ONE);
        TestClient.Fetched other = olga.release(Requests.job(session, Requests.spec("adult", 1, 20, 2)));
        assertThat(other.done().receipt().replayed()).isFalse(); // another seed is another request
    }

    @Test
    void submit_ofTheSameKey_chargesOnce() {
        String session = session(olga, "one", 3);
        SubmitJob job = Requests.fresh(session, Requests.spec("adult", 1));
        JobTicket first = olga.submit(job);
        assertThat(olga.submit(job)).isEqualTo(first);
        olga.fetch(first.jobId());
        assertThat(olga.submit(job)).isEqualTo(first);
        assertThat(dataset(session).spentPico()).isEqualTo(ONE);
        SubmitJob other = new SubmitJob(session, Requests.spec("adult", 0.5), job.idempotencyKey(), true, false);
        assertThat(refused(() -> olga.submit(other))).hasMessageContaining("used for another request");
    }

    @Test
    void job_thatNobodyFetches_isStoredAndReplayed() throws Exception {
        String session = session(olga, "one", 3);
        JobTicket ticket = olga.submit(Requests.job(session, Requests.spec("adult", 1)));
        until(session, "released");
        assertThat(olga.fetch(ticket.jobId()).rows()).isEqualTo(20);
    }

    @Test
    void cancel_whileItRuns_endsItAndStaysCharged() throws Exception {
        parts.runMillis = 60_000;
        String session = session(olga, "one", 3);
        String job =
                olga.submit(Requests.job(session, Requests.spec("adult", 1))).jobId();
        until(() -> parts.opened.get() == 1);
        long start = System.nanoTime();
        olga.call(ActionName.CANCEL, job.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        until(session, "cancelled (charged)");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                .as("seconds of the 60 that it would have run")
                .isLessThan(30);
        FlightRuntimeException refusal = refused(() -> olga.fetch(job));
        assertThat(refusal.status().code()).isEqualTo(FlightStatusCode.CANCELLED);
        assertThat(refusal).hasMessageContaining("its charge stays spent");
        assertThat(dataset(session).spentPico()).isEqualTo(ONE);
    }

    @Test
    void cancel_beforeTheFirstRow_isFree() throws Exception {
        parts.openingMillis = 60_000;
        String session = session(olga, "one", 3);
        String job =
                olga.submit(Requests.job(session, Requests.spec("adult", 1))).jobId();
        assertThat(dataset(session).reservedPico()).isEqualTo(ONE);
        olga.call(ActionName.CANCEL, job.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        until(session, "void");
        assertThat(refused(() -> olga.fetch(job))).hasMessageContaining("nothing was charged");
        assertThat(dataset(session).reservedPico() + dataset(session).spentPico())
                .isZero();
    }

    /// The fastest of at most five counts: what is slower is the machine.
    @Test
    void stream_cancelledByTheClient_endsTheJobWithinHalfASecond() throws Exception {
        parts.runMillis = 60_000;
        String session = session(olga, "one", 3);
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 5 && fastest > 500; i++) {
            fastest = Math.min(fastest, cancelledAfterMillis(session));
        }
        assertThat(fastest).isLessThanOrEqualTo(500);
    }

    private long cancelledAfterMillis(String session) throws Exception {
        int before = parts.opened.get();
        String job = olga.submit(Requests.fresh(session, Requests.spec("adult", 0.2)))
                .jobId();
        FlightStream stream = olga.stream(job);
        try {
            do { // once at least: a stream that the server has not begun has nobody to tell of its end
                assertThat(stream.next()).isTrue();
            } while (parts.opened.get() == before);
            long start = System.nanoTime();
            stream.cancel("interrupted in the notebook", new InterruptedException());
            until(() -> olga.budget(session).releases().stream()
                    .anyMatch(line ->
                            line.releaseId().equals(job) && line.status().equals("cancelled (charged)")));
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        } finally {
            TestClient.close(stream);
        }
    }

    @Test
    void stream_ofATeammateWhoWaits_doesNotCancelTheJob() throws Exception {
        parts.runMillis = 1_200;
        String mine = session(olga, "one", 3);
        String theirs = session(anna, "two", 3);
        String job = olga.submit(Requests.job(mine, Requests.spec("adult", 1))).jobId();
        JobTicket waits = anna.submit(Requests.job(theirs, Requests.spec("adult", 1)));
        assertThat(waits.replayed()).isTrue();
        FlightStream stream = anna.stream(waits.jobId());
        assertThat(stream.next()).isTrue();
        stream.cancel("gone", new InterruptedException());
        assertThat(olga.fetch(job).rows()).isEqualTo(20);
        TestClient.close(stream);
    }

    @Test
    void job_thatFails_staysChargedAndTellsNothing() throws Exception {
        parts.failure = Optional.of(new IllegalStateException("row 7 holds " + CANARY));
        String session = session(olga, "one", 3);
        FlightRuntimeException refusal = refused(() -> olga.release(Requests.job(session, Requests.spec("adult", 1))));
        assertThat(refusal.status().code()).isEqualTo(FlightStatusCode.INTERNAL);
        assertThat(refusal).hasMessageContaining("internal error, reference").hasMessageContaining("stays spent");
        until(session, "failed (charged)");
        parts.failure = Optional.of(new WorkerFailure("the worker's memory did not suffice"));
        assertThat(refused(() -> olga.release(Requests.fresh(session, Requests.spec("adult", 1)))))
                .hasMessageContaining("memory did not suffice");
        assertThat(dataset(session).spentPico()).isEqualTo(2 * ONE);
    }

    @Test
    void submit_beyondTheQueue_isRefusedAndFree() {
        parts.runMillis = 60_000;
        String session = session(olga, "one", 3);
        String annas = session(anna, "two", 3);
        for (int i = 0; i < 3; i++) {
            olga.submit(Requests.fresh(session, Requests.spec("adult", 0.1)));
        }
        long before = dataset(session).spentPico() + dataset(session).reservedPico();
        FlightRuntimeException share = refused(() -> olga.submit(Requests.fresh(session, Requests.spec("adult", 0.1))));
        assertThat(share.status().code()).isEqualTo(FlightStatusCode.UNAVAILABLE);
        assertThat(share)
                .hasMessageContaining("a user's share of the server's 6")
                .hasMessageContaining("nothing was charged");
        assertThat(dataset(session).spentPico() + dataset(session).reservedPico())
                .isEqualTo(before);
        for (int i = 0; i < 3; i++) { // somebody else's share is not touched
            anna.submit(Requests.fresh(annas, Requests.spec("adult", 0.1)));
        }
        FlightRuntimeException full = refused(() -> anna.submit(Requests.fresh(annas, Requests.spec("adult", 0.1))));
        assertThat(full.status().code()).isEqualTo(FlightStatusCode.UNAVAILABLE);
        assertThat(full).hasMessageContaining("nothing was charged");
    }

    private void until(String session, String status) throws Exception {
        until(() -> olga.budget(session).releases().stream()
                .map(ReleaseLine::status)
                .anyMatch(status::equals));
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(end);
            Thread.sleep(5);
        }
    }
}
