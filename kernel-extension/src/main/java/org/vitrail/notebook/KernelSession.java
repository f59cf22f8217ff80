package org.vitrail.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// A running kernel and a client of it. Cells are run by one thread; [#interrupt] may be called from another.
public final class KernelSession implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(8);
    private static final List<String> PORTS =
            List.of("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port");

    private final Process process;
    private final Path connectionFile;
    private final Wire wire;
    private final ZContext context = new ZContext();
    private final ZMQ.Socket shell;
    private final ZMQ.Socket iopub;
    private final ZMQ.Socket control;
    private final Outputs outputs = new Outputs();

    private KernelSession(Process process, Path connectionFile, JsonNode connection) {
        this.process = process;
        this.connectionFile = connectionFile;
        this.wire = new Wire(connection.path("key").asText());
        shell = connect(SocketType.DEALER, connection.path("shell_port").asInt());
        control = connect(SocketType.DEALER, connection.path("control_port").asInt());
        iopub = connect(SocketType.SUB, connection.path("iopub_port").asInt());
        iopub.subscribe(new byte[0]);
    }

    private ZMQ.Socket connect(SocketType type, int port) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setLinger(0);
        socket.setHWM(0);
        socket.connect("tcp://127.0.0.1:" + port);
        return socket;
    }

    /// Starts a kernel and waits until it answers.
    ///
    /// @param argv the command; `{connection_file}` is replaced
    /// @param environment added to this process's environment
    /// @throws IOException if the kernel does not start within 60 seconds
    public static KernelSession start(List<String> argv, Map<String, String> environment)
            throws IOException, InterruptedException {
        ObjectNode connection = connection();
        Path file = Files.createTempFile(
                "kernel", ".json", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, Wire.JSON.writeValueAsBytes(connection));
        List<String> command = new ArrayList<>();
        argv.forEach(word -> command.add(word.replace("{connection_file}", file.toString())));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .put("JPY_PARENT_PID", String.valueOf(ProcessHandle.current().pid()));
        builder.environment().putAll(environment);
        KernelSession session = new KernelSession(builder.start(), file, connection);
        try {
            session.greet();
        } catch (IOException e) {
            session.close();
            throw e;
        }
        return session;
    }

    private static ObjectNode connection() throws IOException {
        ObjectNode connection = Wire.JSON.createObjectNode();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (String port : PORTS) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                connection.put(port, socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return connection
                .put("ip", "127.0.0.1")
                .put("transport", "tcp")
                .put("signature_scheme", "hmac-sha256")
                .put("key", UUID.randomUUID().toString())
                .put("kernel_name", "vitrail");
    }

    /// Asks until the publishing socket is joined: the first answers may pass before the subscription arrives.
    private void greet() throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IOException("the kernel ended with status " + process.exitValue() + " before it answered");
            }
            String id = wire.send(shell, "kernel_info_request", Wire.JSON.createObjectNode());
            Wire.Received message = wire.receive(iopub, 500);
            while (message != null) {
                if (message.parent().equals(id) && isIdle(message)) {
                    drain();
                    return;
                }
                message = wire.receive(iopub, 500);
            }
        }
        throw new IOException("the kernel did not answer within " + START.toSeconds() + " s");
    }

    private void drain() throws IOException {
        while (wire.receive(shell, 100) != null) {
            // answers to the greetings
        }
    }

    private static boolean isIdle(Wire.Received message) {
        return message.type().equals("status")
                && message.content().path("execution_state").asText().equals("idle");
    }

    /// The kernel's process.
    public ProcessHandle process() {
        return process.toHandle();
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
        String id = wire.send(shell, "execute_request", request);
        ArrayNode cell = Wire.JSON.createArrayNode();
        long end = System.nanoTime() + timeout.toNanos();
        boolean interrupted = false;
        String late = "the cell did not end within " + timeout.toSeconds() + " s and was interrupted";
        while (true) {
            Wire.Received message = wire.receive(iopub, 200);
            if (message == null && !process.isAlive()) {
                throw new IOException("the kernel died with status " + process.exitValue() + " while the cell ran");
            }
            if (message != null && message.parent().equals(id)) {
                listener.accept(message.type(), message.content());
                if (isIdle(message)) {
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
            Wire.Received message = wire.receive(shell, 500);
            if (message != null && message.parent().equals(id)) {
                return message.content();
            }
        }
        throw new IOException("the kernel did not reply within 10 s after it became idle");
    }

    /// Sends any request on the shell channel and waits at most 10 seconds for its reply.
    public JsonNode request(String type, Map<String, ?> content) throws IOException {
        ObjectNode body = Wire.JSON.valueToTree(content);
        return reply(wire.send(shell, type, body));
    }

    /// Asks the kernel to stop the running cell. May be called from another thread than the one that runs it.
    public void interrupt() throws IOException {
        synchronized (control) {
            wire.send(control, "interrupt_request", Wire.JSON.createObjectNode());
        }
    }

    /// Ends the kernel: asks, waits, then kills.
    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                synchronized (control) {
                    wire.send(
                            control,
                            "shutdown_request",
                            Wire.JSON.createObjectNode().put("restart", false));
                }
                process.waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            process.destroy();
        } finally {
            process.destroyForcibly();
            context.close();
            connectionFile.toFile().delete();
        }
    }
}
