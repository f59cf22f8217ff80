package org.vitrail.app.kit;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.vitrail.app.console.web.ConsoleRoutes;
import org.vitrail.app.console.web.MetricsGuard;
import org.vitrail.app.console.web.Served;

/// The HTTP port's routes on a free port of loopback, without the framework around them.
public final class TestWeb implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer http;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final List<String> paths = new CopyOnWriteArrayList<>();

    /// Serves what `served` gives when a call arrives; a page of numbers stands for the metrics.
    public TestWeb(Supplier<Optional<Served>> served) {
        Router router = Router.router(vertx);
        router.route().order(-1).handler(context -> {
            paths.add(context.request().uri());
            context.next();
        });
        router.route().order(0).handler(new MetricsGuard(served)::check);
        router.get("/q/metrics").handler(context -> context.end("vitrail_numbers 1\n"));
        new ConsoleRoutes(served).mount(router);
        http = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /// Where it answers, without a slash at the end.
    public String address() {
        return "http://127.0.0.1:" + http.actualPort();
    }

    /// What was asked for so far.
    public List<String> paths() {
        return List.copyOf(paths);
    }

    /// A request, to be sent with [#send].
    public HttpRequest.Builder request(String path, Optional<String> token) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(address() + path)).timeout(Duration.ofSeconds(30));
        token.ifPresent(value -> builder.header("Authorization", "Bearer " + value));
        return builder;
    }

    /// Asks.
    public HttpResponse<String> get(String path, String token) {
        return send(request(path, Optional.of(token)).GET());
    }

    /// Sends a body.
    public HttpResponse<String> post(String path, String token, String body) {
        return send(request(path, Optional.of(token)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /// Sends.
    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
