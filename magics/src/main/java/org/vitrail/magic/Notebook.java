package org.vitrail.magic;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.magic.args.Arguments;
import org.vitrail.magic.client.EmbeddedServer;
import org.vitrail.magic.client.Endpoint;
import org.vitrail.magic.client.PendingJobs;
import org.vitrail.magic.client.ServerAccess;
import org.vitrail.magic.view.Bundle;
import org.vitrail.privacy.accounting.text.Nearest;

/// What one kernel remembers between cells: its server, its sessions, its notebook's name.
final class Notebook {
    private final BaseKernel kernel;
    private final ServerAccess access;
    private final PendingJobs pending;
    private final Map<String, SessionView> sessions = new ConcurrentHashMap<>();
    private volatile Optional<String> name = Optional.empty();
    private volatile Optional<String> lastDataset = Optional.empty();
    private volatile Optional<String> lastRelease = Optional.empty();
    private volatile List<String> datasets = List.of();
    private final Map<String, List<String>> names = new ConcurrentHashMap<>();

    Notebook(BaseKernel kernel, EmbeddedServer embedded) {
        this.kernel = kernel;
        this.access = new ServerAccess(embedded, Optional.empty(), this::say);
        this.pending = new PendingJobs(embedded.data().resolve("pending"));
    }

    BaseKernel kernel() {
        return kernel;
    }

    ServerAccess access() {
        return access;
    }

    PendingJobs pending() {
        return pending;
    }

    /// Talks to another server; what was known about the old one is forgotten.
    void connect(Endpoint endpoint) {
        access.connect(endpoint);
        forget();
    }

    void forget() {
        sessions.clear();
        names.clear();
        datasets = List.of();
        lastDataset = Optional.empty();
        lastRelease = Optional.empty();
    }

    void show(Bundle bundle) {
        Publisher.show(kernel, bundle);
    }

    void say(String line) {
        show(new Bundle(Map.of("text/plain", line)));
    }

    /// Names known without asking, for completion.
    ///
    /// @param label of the argument, as in [Arguments]
    List<String> known(String label) {
        return label.equals(Arguments.DATASET) ? datasets : names.getOrDefault(label, List.of());
    }

    /// Adds names for completion.
    void learned(String label, List<String> more) {
        names.merge(
                label,
                List.copyOf(more),
                (known, added) ->
                        Stream.concat(added.stream(), known.stream()).distinct().toList());
    }

    void remember(DatasetView dataset) {
        datasets = Stream.concat(datasets.stream(), Stream.of(dataset.name()))
                .distinct()
                .toList();
    }

    List<DatasetView> listDatasets() {
        List<DatasetView> all = List.of(access.call(ActionName.LIST_DATASETS, null, DatasetView[].class));
        datasets = all.stream().map(DatasetView::name).toList();
        return all;
    }

    DatasetView describe(String dataset) {
        return named(dataset, () -> access.call(ActionName.DESCRIBE_DATASET, dataset, DatasetView.class));
    }

    /// Adds "did you mean" to a refusal about an unknown dataset.
    <T> T named(String dataset, java.util.function.Supplier<T> asked) {
        try {
            return asked.get();
        } catch (RefusedException e) {
            if (!(e.refusal() instanceof Refusal.Unknown) || datasets.contains(dataset)) {
                throw e;
            }
            List<String> names = listDatasets().stream().map(DatasetView::name).toList();
            if (names.contains(dataset)) {
                throw e;
            }
            throw new MagicFailure("no dataset '" + dataset + "'"
                    + Nearest.to(dataset, names)
                            .map(n -> "; did you mean '" + n + "'?")
                            .orElse(
                                    names.isEmpty()
                                            ? "; none is registered (" + Magic.DP_DATASET + ")"
                                            : "; there are " + names));
        }
    }

    /// Opens or resumes a session, whose name is this notebook's from then on. One that fails changes nothing: the
    /// notebook keeps its name and its sessions.
    SessionView openNamed(OpenSession request) {
        boolean renamed = !notebookName().equals(request.notebook());
        SessionView session = open(request);
        if (renamed) {
            sessions.keySet().retainAll(List.of(request.dataset())); // the others are another name's
            name = Optional.of(request.notebook());
        }
        return session;
    }

    private SessionView open(OpenSession request) {
        String dataset = request.dataset();
        SessionView session = named(dataset, () -> access.call(ActionName.OPEN_SESSION, request, SessionView.class));
        sessions.put(dataset, session);
        lastDataset = Optional.of(dataset);
        return session;
    }

    /// The session that pays for requests on a dataset; resumed if this kernel does not know it yet.
    SessionView session(String dataset) {
        SessionView known = sessions.get(dataset);
        if (known != null) {
            lastDataset = Optional.of(dataset);
            return known;
        }
        return open(dataset, notebookName());
    }

    /// The session of a name, which exists.
    private SessionView open(String dataset, String name) {
        try {
            return open(OpenSession.of(dataset, name, Optional.empty(), Optional.empty()));
        } catch (RefusedException e) {
            if (!(e.refusal() instanceof Refusal.Unknown)) {
                throw e; // such as a role that opens no sessions
            }
            describe(dataset); // an unknown dataset is said to be just that
            throw new MagicFailure("notebook '" + name + "' has no session on '" + dataset + "': first "
                    + Magic.DP_SESSION + " --dataset " + dataset + " --epsilon E --delta D");
        }
    }

    /// Ends this notebook's session on a dataset, or that of another name; this notebook keeps its own.
    SessionView end(String dataset, Optional<String> name) {
        SessionView own = sessions.get(dataset);
        String wanted = name.orElse(own == null ? notebookName() : own.notebook());
        SessionView ending = own != null && own.notebook().equals(wanted) ? own : open(dataset, wanted);
        SessionView ended = access.call(ActionName.CLOSE_SESSION, ending.sessionId(), SessionView.class);
        if (own == null || own.sessionId().equals(ending.sessionId())) {
            sessions.remove(dataset);
        } else {
            sessions.put(dataset, own);
        }
        return ended;
    }

    /// The rows behind a dataset's name were renewed: sessions on those before take no more charges.
    void renewed(String dataset) {
        sessions.remove(dataset);
    }

    Optional<String> lastDataset() {
        return lastDataset;
    }

    void releasedLast(String releaseId) {
        lastRelease = Optional.of(releaseId);
    }

    /// The id of the release that was delivered last.
    Optional<String> lastRelease() {
        return lastRelease;
    }

    /// The durable name: given, or the notebook's file, or what the environment says.
    String notebookName() {
        return name.or(() -> Optional.ofNullable(System.getenv("JPY_SESSION_NAME"))
                        .filter(s -> !s.isBlank())
                        .map(s -> Path.of(s).getFileName())
                        .map(Path::toString)
                        .map(s -> s.replaceFirst("\\.ipynb$", "")))
                .or(() -> Optional.ofNullable(System.getenv("VITRAIL_NOTEBOOK")))
                .filter(s -> !s.isBlank())
                .orElse("notebook");
    }
}
