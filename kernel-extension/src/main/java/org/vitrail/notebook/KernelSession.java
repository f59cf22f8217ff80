package org.vitrail.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// A running kernel and a client of it. Cells are run by one thread; [#interrupt] may be called from another.
public final class KernelSession implements AutoCloseable {
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(8);

    private final Channels channels;
    private final Outputs outputs = new Outputs();

    private KernelSession(Channels channels) {
        this.channels = channels;
    }

    /// Starts a kernel and waits until it answers.
    ///
    /// @param argv the command; `{connection_file}` is replaced
    /// @param environment added to this process's environment
    /// @throws IOException if the kernel does not start within 60 seconds
    public static KernelSession start(List<String> argv, Map<String, String> environment)
            throws IOException, InterruptedException {
        return new KernelSession(Channels.open(argv, environment));
    }

    /// The kernel's process.
    public ProcessHandle process() {
        return channels.process().toHandle();
    }

    /// Runs a cell and waits for it.
    public CellResult execute(String code, Duration timeout) throws IOException {
        return execute(code, timeout, (type, content) -> {});
    }

    /// Runs a cell and waits for it; after `timeout` the cell is interrupted and fails.
    ///
    /// @param listener told of every message of the cell as it comes: type and content
    /// @throws IOException if the kernel died or its messages are damaged
    public CellResult execute(String code, Duration timeout, BiConsumer<String, JsonNode> listener) throws IOException {
        ObjectNode request = Wire.JSON
                .createObjectNode()
                .put("code", code)
                .put("silent", false)
                .put("store_history", true)
                .put("allow_stdin", false)
                .put("stop_on_error", true);
        request.set("user_expressions", Wire.JSON.createObjectNode());
        String id = channels.ask("execute_request", request);
        ArrayNode cell = Wire.JSON.createArrayNode();
        long end = System.nanoTime() + timeout.toNanos();
        boolean interrupted = false;
        String late = "the cell did not end within " + timeout.toSeconds() + " s and was interrupted";
        while (true) {
            Wire.Received message = channels.published(200);
            if (message == null && !channels.process().isAlive()) {
                throw new IOException(
                        "the kernel died with status " + channels.process().exitValue() + " while the cell ran");
            }
            if (message != null && message.parent().equals(id)) {
                listener.accept(message.type(), message.content());
                if (message.isIdle()) {
                    break;
                }
                outputs.apply(cell, message.type(), message.content());
            }
            if (System.nanoTime() > end) {
                if (interrupted) {
                    return new CellResult(cell, false, 0, "TimeoutError: " + late + ", but it runs on");
                }
                interrupt();
                interrupted = true;
                end = System.nanoTime() + AFTER_INTERRUPT.toNanos();
            }
        }
        JsonNode reply = reply(id);
        String error = reply.path("status").asText().equals("ok")
                ? ""
                : reply.path("ename").asText() + ": " + reply.path("evalue").asText();
        return new CellResult(
                cell,
                error.isEmpty() && !interrupted,
                reply.path("execution_count").asInt(),
                interrupted ? "TimeoutError: " + late : error);
    }

    private JsonNode reply(String id) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < end) {
            Wire.Received message = channels.replied(500);
            if (message != null && message.parent().equals(id)) {
                return message.content();
            }
        }
        throw new IOException("the kernel did not reply within 10 s after it became idle");
    }

    /// Sends any request on the shell channel and waits at most 10 seconds for its reply.
    public JsonNode request(String type, Map<String, ?> content) throws IOException {
        ObjectNode body = Wire.JSON.valueToTree(content);
        return reply(channels.ask(type, body));
    }

    /// Asks the kernel to stop the running cell. May be called from another thread than the one that runs it.
    public void interrupt() throws IOException {
        channels.command("interrupt_request", Wire.JSON.createObjectNode());
    }

    /// Ends the kernel: asks, waits, then kills.
    @Override
    public void close() {
        channels.close();
    }
}
