package org.vitrail.app.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.vitrail.app.kit.ChildProcess;
import org.vitrail.app.kit.PostgresServer;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.ledger.Verification;
import org.vitrail.app.ledger.Witness;
import org.vitrail.app.serving.ChildServer;
import org.vitrail.app.signing.SigningKey;
import org.vitrail.app.store.SqlStore;

/// Servers in processes of their own, over H2 or one PostgreSQL, with a bad network on both sides of each.
final class Cluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LEASE = "2s";

    private final Path folder;
    private final Optional<PostgresServer> postgres;
    private final SqlStore.Place place;
    private final List<Server> servers = new ArrayList<>();

    /// What is run.
    enum Kind {
        /// One server with the embedded store.
        EMBEDDED,
        /// One server on PostgreSQL.
        SHARED_BY_ONE,
        /// Two servers on one PostgreSQL.
        SHARED_BY_TWO
    }

    private static final class Server {
        private final Path folder;
        private final TcpProxy clients;
        private final Optional<TcpProxy> store;
        private Process process;

        Server(Path folder, TcpProxy clients, Optional<TcpProxy> store, Process process) {
            this.folder = folder;
            this.clients = clients;
            this.store = store;
            this.process = process;
        }
    }

    Cluster(Kind kind, Path folder) throws IOException {
        this.folder = folder;
        boolean embedded = kind == Kind.EMBEDDED;
        postgres = embedded ? Optional.empty() : Optional.of(PostgresServer.start());
        place = postgres.map(PostgresServer::database).orElseGet(() -> SqlStore.Place.embedded(folder.resolve("s0")));
        try {
            for (int i = 0; i < (kind == Kind.SHARED_BY_TWO ? 2 : 1); i++) {
                add(i);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void add(int number) throws IOException {
        Path own = Files.createDirectories(folder.resolve("s" + number));
        if (number > 0) { // servers that share a store share the key
            for (String file : List.of(SigningKey.PRIVATE_FILE, SigningKey.PUBLIC_FILE)) {
                Files.copy(folder.resolve("s0").resolve(file), own.resolve(file));
            }
        }
        Optional<TcpProxy> store = postgres.isPresent() ? Optional.of(new TcpProxy(storePort())) : Optional.empty();
        Server server = new Server(own, new TcpProxy(0), store, launch(own, store));
        servers.add(server);
        awaitPort(server);
    }

    private int storePort() {
        return URI.create(place.url().substring("jdbc:".length())).getPort();
    }

    private Process launch(Path own, Optional<TcpProxy> store) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(own.toString(), "vitrail.store.lease=" + LEASE, "vitrail.jobs.parallel=8"));
        store.ifPresent(proxy -> arguments.add(
                "vitrail.store.url=" + place.url().replace(":" + storePort() + "/", ":" + proxy.port() + "/")));
        return ChildProcess.start(ChildServer.class, arguments.toArray(String[]::new));
    }

    private static void awaitPort(Server server) throws IOException {
        BufferedReader lines = server.process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.matches("[0-9]{2,5}")) {
                server.clients.target(Integer.parseInt(line));
                return;
            }
        }
        throw new IOException("the server in " + server.folder.getFileName() + " did not start");
    }

    int size() {
        return servers.size();
    }

    /// A new connection of one user to one server.
    TestClient client(int server, String token) {
        return new TestClient(servers.get(server).clients.port(), Optional.of(token), PATIENCE);
    }

    Optional<PostgresServer> postgres() {
        return postgres;
    }

    SqlStore.Place place() {
        return place;
    }

    TcpProxy clients(int server) {
        return servers.get(server).clients;
    }

    Optional<TcpProxy> store(int server) {
        return servers.get(server).store;
    }

    /// `kill -9`, and a new process over the same folder.
    void killAndRestart(int number) throws IOException, InterruptedException {
        kill(number);
        Server server = servers.get(number);
        for (int attempt = 1; ; attempt++) {
            server.process = launch(server.folder, server.store);
            try {
                awaitPort(server);
                return;
            } catch (IOException e) {
                if (attempt == 4) { // its database may be away at this moment
                    throw e;
                }
            }
        }
    }

    private void kill(int number) throws InterruptedException {
        Process process = servers.get(number).process;
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    boolean isAlive(int number) {
        return servers.get(number).process.isAlive();
    }

    /// Makes the server stand still for longer than its lease.
    void pause(int number, long millis) throws IOException, InterruptedException {
        String pid = Long.toString(servers.get(number).process.pid());
        run("kill", "-STOP", pid);
        try {
            Thread.sleep(millis);
        } finally {
            run("kill", "-CONT", pid);
        }
    }

    /// The server's clock is wrong by so much from now on.
    void jumpClock(int number, long seconds) throws IOException {
        ChildServer.jump(servers.get(number).folder, seconds);
    }

    /// The server's files cannot grow any more, as on a full disk; a line of the witness is cut off in its middle.
    void fillDisk(int number, long millis) throws IOException, InterruptedException {
        String pid = Long.toString(servers.get(number).process.pid());
        long size = Files.size(servers.get(number).folder.resolve(Witness.FILE));
        run("prlimit", "--pid", pid, "--fsize=" + (size + 150) + ":unlimited");
        try {
            Thread.sleep(millis);
        } finally {
            run("prlimit", "--pid", pid, "--fsize=unlimited:unlimited");
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    /// Kills every server and reads what they left.
    Records records(List<String> findings) throws IOException, InterruptedException {
        for (int i = 0; i < servers.size(); i++) {
            kill(i);
        }
        SigningKey key = SigningKey.open(folder.resolve("s0"), Optional.empty());
        try (SqlStore store = SqlStore.open(place)) {
            for (Server server : servers) {
                Map<String, Witness.Seen> seen = Witness.read(server.folder.resolve(Witness.FILE));
                findings.addAll(new Verification(store, key.verifyingKey())
                        .run(seen, true)
                        .findings());
            }
            return Records.read(store);
        }
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i < servers.size(); i++) {
            servers.get(i).process.destroyForcibly();
            servers.get(i).clients.close();
            if (servers.get(i).store.isPresent()) {
                servers.get(i).store.get().close();
            }
        }
        postgres.ifPresent(PostgresServer::stop);
    }
}
