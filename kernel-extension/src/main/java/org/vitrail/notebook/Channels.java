package org.vitrail.notebook;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// A kernel's process and the client's ends of its sockets. Shell and publishing socket belong to one thread; the
/// control socket is locked, because a cell is interrupted from another one.
final class Channels implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final List<String> PORTS =
            List.of("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port");

    private final Process process;
    private final Path connectionFile;
    private final Wire wire;
    private final ZContext context = new ZContext();
    private final ZMQ.Socket shell;
    private final ZMQ.Socket iopub;
    private final ZMQ.Socket control;

    private Channels(Process process, Path connectionFile, JsonNode connection) {
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
    static Channels open(List<String> argv, Map<String, String> environment) throws IOException, InterruptedException {
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
        Channels channels = new Channels(builder.start(), file, connection);
        try {
            channels.greet();
        } catch (IOException e) {
            channels.close();
            throw e;
        }
        return channels;
    }

    /// A connection file with free ports and a new key.
    static ObjectNode connection() throws IOException {
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
            String id = ask("kernel_info_request", Wire.JSON.createObjectNode());
            Wire.Received message = published(500);
            while (message != null) {
                if (message.parent().equals(id) && message.isIdle()) {
                    drain();
                    return;
                }
                message = published(500);
            }
        }
        throw new IOException("the kernel did not answer within " + START.toSeconds() + " s");
    }

    private void drain() throws IOException {
        while (replied(100) != null) {
            // answers to the greetings
        }
    }

    Process process() {
        return process;
    }

    /// Sends a request on the shell channel.
    ///
    /// @return its id
    String ask(String type, ObjectNode content) throws IOException {
        return wire.send(shell, type, content);
    }

    /// Sends a request on the control channel; any thread may.
    ///
    /// @return its id
    String command(String type, ObjectNode content) throws IOException {
        synchronized (control) {
            return wire.send(control, type, content);
        }
    }

    /// The next published message, null if none comes within `millis`.
    Wire.@Nullable Received published(int millis) throws IOException {
        return wire.receive(iopub, millis);
    }

    /// The next reply on the shell channel, null if none comes within `millis`.
    Wire.@Nullable Received replied(int millis) throws IOException {
        return wire.receive(shell, millis);
    }

    /// The next reply on the control channel, null if none comes within `millis`.
    Wire.@Nullable Received commanded(int millis) throws IOException {
        synchronized (control) {
            return wire.receive(control, millis);
        }
    }

    /// Ends the kernel: asks, waits, then kills.
    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                command("shutdown_request", Wire.JSON.createObjectNode().put("restart", false));
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
