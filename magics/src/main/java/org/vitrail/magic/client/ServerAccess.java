package org.vitrail.magic.client;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.ServerView;

/// The one server that this kernel talks to: a remote one if it was told so, else its own, which is started when
/// it is first needed and started again when it died.
public final class ServerAccess implements AutoCloseable {
    private static final long CALL_SECONDS = 120;
    private static final long LONG_CALL_SECONDS = 3_600;

    private final EmbeddedServer embedded;
    private final Consumer<String> say;
    private Optional<Endpoint> remote;
    private @Nullable FlightLink link;

    /// Nothing is started yet.
    ///
    /// @param say told in one line when a server is started
    public ServerAccess(EmbeddedServer embedded, Optional<Endpoint> remote, Consumer<String> say) {
        this.embedded = embedded;
        this.remote = remote;
        this.say = say;
    }

    /// Talks to a remote server from now on.
    public synchronized void connect(Endpoint endpoint) {
        close();
        remote = Optional.of(endpoint);
    }

    /// Uses the embedded server from now on.
    public synchronized void disconnect() {
        close();
        remote = Optional.empty();
    }

    /// The open line; starts the embedded server if nothing answers yet.
    public synchronized FlightLink link() {
        FlightLink open = link;
        if (open == null) {
            open = new FlightLink(remote.orElseGet(this::startedHere));
            link = open;
        }
        return open;
    }

    private Endpoint startedHere() {
        return embedded.running().orElseGet(() -> {
            long begin = System.nanoTime();
            Endpoint endpoint = embedded.start();
            say.accept("Vitrail: started a server of your own at %s in %.1f s (data folder %s; %%vitrail stop ends it)"
                    .formatted(endpoint.url(), (System.nanoTime() - begin) * 1e-9, embedded.data()));
            return endpoint;
        });
    }

    /// One action, sent again once if the server is gone: every action may be repeated, because submitting carries
    /// its own key.
    public <T> T call(ActionName action, @Nullable Object request, Class<T> answer) {
        return again(open -> open.call(action, Optional.ofNullable(request), answer, CALL_SECONDS));
    }

    /// One action that may take as long as a job.
    public <T> T callLong(ActionName action, @Nullable Object request, Class<T> answer) {
        return again(open -> open.call(action, Optional.ofNullable(request), answer, LONG_CALL_SECONDS));
    }

    /// One action whose answer is plain bytes; sent again as for [#call].
    public byte[] bytes(ActionName action, Object request) {
        return again(open -> open.send(action, Optional.of(request), CALL_SECONDS));
    }

    /// One upload; not repeated, because its bytes are gone.
    public DatasetView upload(RegisterDataset request, InputStream bytes) {
        call(ActionName.HELLO, null, ServerView.class); // wakes up the server first
        return link().upload(request, bytes);
    }

    /// Does something with the line, and once more with a new line if the first was lost.
    public <T> T again(Function<FlightLink, T> use) {
        FlightLink first = link();
        try {
            return use.apply(first);
        } catch (ClientException e) {
            if (e.kind() != ClientException.Kind.LOST) {
                throw e;
            }
            close();
            if (isEmbedded()) {
                embedded.awaitEnd(first.endpoint());
            }
            return use.apply(link());
        }
    }

    /// Whether the server is this machine's own.
    public synchronized boolean isEmbedded() {
        return remote.isEmpty();
    }

    /// The address, if a server is known to run.
    public synchronized Optional<Endpoint> known() {
        FlightLink open = link;
        return open != null ? Optional.of(open.endpoint()) : remote.or(embedded::running);
    }

    /// The embedded server's description.
    public EmbeddedServer embedded() {
        return embedded;
    }

    /// Closes the line, not the server.
    @Override
    public synchronized void close() {
        FlightLink open = link;
        link = null;
        if (open != null) {
            open.close();
        }
    }
}
