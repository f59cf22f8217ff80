package org.vitrail.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A client that sees every message of a real kernel process and fails on a damaged one: signatures are checked on
/// receipt, and nothing may arrive that belongs to no request.
public final class KernelProbe implements AutoCloseable {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private final Channels channels;
    private final AtomicInteger unanswered = new AtomicInteger();
    private String current = "";

    /// Published messages that did not belong to the request that was running: late outputs, for example.
    public final List<String> strays = new ArrayList<>();

    private KernelProbe(Channels channels) {
        this.channels = channels;
    }

    /// A kernel from this build's classes.
    public static KernelProbe start(Map<String, String> environment) throws Exception {
        return new KernelProbe(Channels.open(RunCommand.kernelCommand(), environment));
    }

    /// How the kernel of this build's classes is started.
    public static List<String> command() {
        return RunCommand.kernelCommand();
    }

    /// What a connection file holds, with free ports.
    public static String connectionJson() throws IOException {
        return Channels.connection().toString();
    }

    /// Any kernel.
    public static KernelProbe start(List<String> argv, Map<String, String> environment) throws Exception {
        return new KernelProbe(Channels.open(argv, environment));
    }

    /// One message.
    public record Message(String type, JsonNode content) {}

    /// What a request brought.
    ///
    /// @param published in order, from busy to idle
    /// @param reply on the shell channel
    public record Answer(List<Message> published, JsonNode reply) {
        public String status() {
            return reply.path("status").asText();
        }

        public List<String> types() {
            return published.stream().map(Message::type).toList();
        }

        public List<JsonNode> of(String type) {
            return published.stream()
                    .filter(m -> m.type().equals(type))
                    .map(Message::content)
                    .toList();
        }

        public String stream(String name) {
            StringBuilder text = new StringBuilder();
            of("stream").stream()
                    .filter(c -> c.path("name").asText().equals(name))
                    .forEach(c -> text.append(c.path("text").asText()));
            return text.toString();
        }

        /// The `text/plain` of the result.
        public String result() {
            List<JsonNode> results = of("execute_result");
            return results.isEmpty()
                    ? ""
                    : results.getFirst().path("data").path("text/plain").asText();
        }

        /// All texts of displays, results and updates.
        public String shown() {
            StringBuilder text = new StringBuilder();
            for (Message message : published) {
                text.append(message.content().path("data").path("text/plain").asText(""))
                        .append('\n');
            }
            return text.toString();
        }

        /// `NAME: message` of the failure; empty if there is none.
        public String error() {
            return status().equals("error")
                    ? reply.path("ename").asText() + ": " + reply.path("evalue").asText()
                    : "";
        }

        /// The lines of the failure as a front end prints them, without colours.
        public List<String> traceback() {
            List<String> lines = new ArrayList<>();
            of("error")
                    .forEach(e -> e.path("traceback")
                            .forEach(l -> lines.addAll(
                                    Outputs.plain(l.asText()).lines().toList())));
            return lines;
        }
    }

    /// The kernel's process.
    public Process process() {
        return channels.process();
    }

    /// Runs a cell.
    public Answer run(String code) throws IOException {
        return run(code, message -> {});
    }

    /// Runs a cell; `seen` is told of every message as it comes.
    public Answer run(String code, Consumer<Message> seen) throws IOException {
        return request("execute_request", execution(code), seen);
    }

    /// The content of an execute request.
    public static Map<String, Object> execution(String code) {
        return Map.of(
                "code",
                code,
                "silent",
                false,
                "store_history",
                true,
                "allow_stdin",
                false,
                "stop_on_error",
                true,
                "user_expressions",
                Map.of());
    }

    /// Any request of the shell channel.
    public Answer request(String type, Map<String, ?> content) throws IOException {
        return request(type, content, message -> {});
    }

    private Answer request(String type, Map<String, ?> content, Consumer<Message> seen) throws IOException {
        return await(ask(type, content), seen);
    }

    /// Sends a request and does not wait.
    ///
    /// @return its id
    public String ask(String type, Map<String, ?> content) throws IOException {
        ObjectNode body = Wire.JSON.valueToTree(content);
        return channels.ask(type, body);
    }

    /// Waits for the end of a request that was sent: its idle and its reply.
    public Answer await(String id, Consumer<Message> seen) throws IOException {
        current = id;
        List<Message> published = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            Wire.Received message = channels.published(200);
            assertThat(System.nanoTime()).as("idle within 60 s").isLessThan(end);
            if (message == null) {
                assertThat(channels.process().isAlive()).as("kernel lives").isTrue();
            } else if (message.parent().equals(current)) {
                Message kept = new Message(message.type(), message.content());
                published.add(kept);
                seen.accept(kept);
                if (message.isIdle()) {
                    return new Answer(published, reply(id));
                }
            } else if (!message.type().equals("status")) {
                strays.add(message.type() + " " + message.content());
            }
        }
    }

    private JsonNode reply(String id) throws IOException {
        Wire.Received reply = channels.replied(10_000);
        if (reply == null) {
            throw new AssertionError("expected a reply within 10 s of idle");
        }
        assertThat(reply.parent())
                .as("replies come in the order of the requests")
                .isEqualTo(id);
        return reply.content();
    }

    /// Interrupts; any thread may.
    public void interrupt() {
        try {
            unanswered.incrementAndGet();
            channels.command("interrupt_request", Wire.JSON.createObjectNode());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Waits until each interrupt that was sent has its reply, at most 10 s for each.
    public boolean settled() throws IOException {
        while (unanswered.get() > 0) {
            if (commanded(1).isEmpty()) {
                return false;
            }
            unanswered.decrementAndGet();
        }
        return true;
    }

    /// Sends a shutdown request.
    public void shutdown(boolean restart) throws IOException {
        channels.command("shutdown_request", Wire.JSON.createObjectNode().put("restart", restart));
    }

    /// The types of the replies on the control channel, `count` at most, each within 10 s.
    public List<JsonNode> commanded(int count) throws IOException {
        List<JsonNode> replies = new ArrayList<>();
        while (replies.size() < count) {
            Wire.Received reply = channels.commanded(10_000);
            if (reply == null) {
                break;
            }
            replies.add(reply.content());
        }
        return replies;
    }

    @Override
    public void close() {
        channels.close();
    }
}
