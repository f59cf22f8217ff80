package org.vitrail.app.chaos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.arrow.flight.FlightRuntimeException;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.TestClient;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.WireNames;

/// One user's notebook: asks any of the servers, asks again under the same key when it got no answer, and writes down
/// what it was told.
final class ChaosClient implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 40;
    private static final double[] EPSILONS = {0.2, 0.3, 0.5};

    private final Cluster cluster;
    private final String user;
    private final String token;
    private final RandomGenerator random;
    private final History history;
    private final Map<String, Integer> unanswered;
    private final List<Optional<TestClient>> links = new ArrayList<>();

    /// What a notebook does.
    enum Op {
        BUY,
        SHARE,
        TWICE,
        CANCEL,
        ABANDON,
        FETCH_AGAIN
    }

    /// @param unanswered counts the calls that got no answer, by what came instead
    ChaosClient(
            Cluster cluster,
            String user,
            String token,
            RandomGenerator random,
            History history,
            Map<String, Integer> unanswered) {
        this.cluster = cluster;
        this.user = user;
        this.token = token;
        this.random = random;
        this.history = history;
        this.unanswered = unanswered;
        for (int i = 0; i < cluster.size(); i++) {
            links.add(Optional.empty());
        }
    }

    /// Asks until there is an answer.
    ///
    /// @return the answer, or the refusal that is one
    private <T> Answer<T> ask(Function<TestClient, T> call) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        int server = random.nextInt(cluster.size());
        while (System.nanoTime() < end) {
            try {
                TestClient link = links.get(server).orElse(null);
                if (link == null) {
                    link = cluster.client(server, token);
                    links.set(server, Optional.of(link));
                }
                return new Answer<>(Optional.of(call.apply(link)), Optional.empty());
            } catch (FlightRuntimeException e) {
                Optional<Refusal> refusal = refusal(e);
                if (refusal.filter(found -> !(found instanceof Refusal.Unavailable))
                        .isPresent()) {
                    return new Answer<>(Optional.empty(), refusal);
                }
                unanswered.merge(
                        e.status().code() + " " + refusal.map(Refusal::line).orElse(""), 1, Integer::sum);
            } catch (RuntimeException e) { // the stream broke
                unanswered.merge(e.getClass().getSimpleName(), 1, Integer::sum);
            }
            forget(server);
            server = random.nextInt(cluster.size());
            pause();
        }
        return new Answer<>(Optional.empty(), Optional.empty());
    }

    private record Answer<T>(Optional<T> value, Optional<Refusal> refusal) {}

    private void pause() {
        try {
            Thread.sleep(random.nextInt(20, 200));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Refusal> refusal(FlightRuntimeException e) {
        return Optional.ofNullable(e.status().metadata())
                .filter(metadata -> metadata.containsKey(WireNames.REFUSAL_HEADER))
                .map(metadata -> metadata.getByte(WireNames.REFUSAL_HEADER))
                .map(json -> Json.read(json, Refusal.class));
    }

    private void forget(int server) {
        links.get(server).ifPresent(ChaosClient::quietly);
        links.set(server, Optional.empty());
    }

    private static void quietly(TestClient link) {
        try {
            link.close();
        } catch (RuntimeException e) {
            // a stream that broke left a buffer behind
        }
    }

    /// Registers a dataset, until it is there.
    void register(String name, double epsilon) {
        RegisterDataset request = Requests.register(name, epsilon, RegisterDataset.Format.SAMPLE);
        if (ask(link -> link.call(ActionName.REGISTER_DATASET, request, DatasetView.class))
                .value()
                .isEmpty()) {
            throw new IllegalStateException("dataset " + name + " cannot be registered: " + unanswered);
        }
    }

    /// Opens a session, until it is there or refused.
    Optional<String> open(String dataset, String notebook, double epsilon, boolean guaranteed, Optional<Long> expires) {
        OpenSession request =
                new OpenSession(dataset, notebook, Optional.of(epsilon), Optional.of(1e-6), guaranteed, expires);
        return ask(link -> link.open(request).sessionId()).value();
    }

    /// One thing that a notebook does.
    void perform(Op op, String dataset, String session) {
        double epsilon = EPSILONS[random.nextInt(EPSILONS.length)];
        SynthesisSpec spec = Requests.spec(dataset, epsilon, 5, op == Op.SHARE ? 7 : random.nextLong(1L << 40));
        String key = new UUID(random.nextLong(), random.nextLong()).toString();
        SubmitJob request = new SubmitJob(session, spec, key, op != Op.SHARE, false);
        if (op == Op.TWICE) {
            twice(request);
        }
        submit(request).ifPresent(job -> {
            switch (op) {
                case BUY, SHARE, TWICE -> fetch(job);
                case CANCEL -> {
                    ask(link -> link.call(ActionName.CANCEL, job.getBytes(StandardCharsets.UTF_8)));
                    fetch(job);
                }
                case ABANDON -> {}
                case FETCH_AGAIN -> {
                    fetch(job);
                    fetch(job);
                }
            }
        });
    }

    /// The same request at the same moment, to any server.
    private void twice(SubmitJob request) {
        int server = random.nextInt(cluster.size());
        Thread.ofPlatform().daemon().start(() -> {
            try (TestClient other = cluster.client(server, token)) {
                acknowledged(request, other.submit(request));
            } catch (RuntimeException e) {
                unanswered.merge(e.getClass().getSimpleName(), 1, Integer::sum);
            }
        });
    }

    private void acknowledged(SubmitJob request, JobTicket ticket) {
        history.add(new History.Acknowledged(user, request.idempotencyKey(), ticket.jobId(), ticket.replayed()));
    }

    private Optional<String> submit(SubmitJob request) {
        Answer<JobTicket> answer = ask(link -> link.submit(request));
        answer.value().ifPresent(ticket -> acknowledged(request, ticket));
        answer.refusal()
                .ifPresent(
                        refusal -> history.add(new History.Denied(user, request.idempotencyKey(), refusal.toString())));
        return answer.value().map(JobTicket::jobId);
    }

    /// Fetches a job's release, until it is there or there will be none.
    void fetch(String job) {
        Answer<TestClient.Fetched> answer = ask(link -> link.fetch(job));
        answer.value()
                .ifPresent(fetched -> history.add(new History.Delivered(
                        job,
                        fetched.done().receipt().releaseId(),
                        fetched.arrow().digest(),
                        System.currentTimeMillis())));
        answer.refusal()
                .ifPresent(refusal -> history.add(new History.Ended(job, charged(refusal), refusal.toString())));
    }

    static Optional<Boolean> charged(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Failed failed -> Optional.of(failed.charged());
            case Refusal.Cancelled cancelled -> Optional.of(cancelled.charged());
            case Refusal.BudgetExceeded _ -> Optional.of(false);
            case Refusal.InvalidRequest _, Refusal.Unknown _, Refusal.Forbidden _, Refusal.Unavailable _ ->
                Optional.empty();
        };
    }

    /// Whether nothing runs any more on the session's dataset.
    boolean idle(String session) {
        return ask(link -> link.budget(session)).value().stream()
                .flatMap(view -> view.releases().stream())
                .noneMatch(line -> line.status().equals("running"));
    }

    @Override
    public void close() {
        links.forEach(link -> link.ifPresent(ChaosClient::quietly));
    }
}
