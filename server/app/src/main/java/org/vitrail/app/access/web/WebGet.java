package org.vitrail.app.access.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks a web server for one small document.
public final class WebGet implements AutoCloseable {
    private static final long BYTES_MAX = 256 << 10;

    private final HttpClient client;
    private final Duration timeout;

    /// Nothing is sent yet.
    ///
    /// @param timeout of the whole answer
    public WebGet(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER) // another address was not trusted
                .build();
    }

    /// What came back.
    ///
    /// @param status of HTTP
    public record Answer(int status, String body) {}

    /// The document at that address.
    ///
    /// @throws IOException if there is no answer of at most 256 KiB in time; it quotes no header
    public Answer get(URI address, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(timeout);
        request.header("accept", "application/json");
        headers.forEach(request::header);
        CompletableFuture<java.net.http.HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_MAX));
        try {
            java.net.http.HttpResponse<byte[]> whole = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(whole.statusCode(), new String(whole.body(), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no answer within " + timeout.toMillis() + " ms and " + BYTES_MAX + " bytes");
        } finally {
            answer.cancel(true);
        }
    }

    /// An address that may be asked: `https`, or `http` on this machine.
    ///
    /// @param setting where it comes from, for the error
    /// @param plainToo whether `http` may go to another machine
    /// @throws IllegalArgumentException one line
    public static URI requireSafe(String setting, String address, boolean plainToo) {
        try {
            URI uri = URI.create(address);
            String host = uri.getHost();
            boolean loopback =
                    host != null && (host.equals("localhost") || host.equals("[::1]") || host.startsWith("127."));
            boolean scheme =
                    "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && (loopback || plainToo));
            if (host != null && scheme && uri.getUserInfo() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(setting + " must be an address https://HOST.. (http:// only on this"
                + " machine), got '" + address + "'");
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
