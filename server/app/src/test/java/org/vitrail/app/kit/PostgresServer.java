package org.vitrail.app.kit;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.vitrail.app.store.SqlStore;

/// A PostgreSQL of Debian's packages, started on a free port over a folder of its own, fsync on; one for all tests
/// of a
/// process, with a fresh database for whoever asks.
public final class PostgresServer {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static PostgresServer shared;

    private final Path folder;
    private final int port;
    private int databases;

    private PostgresServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /// Why no test here can have one; empty: they can.
    public static String missing() {
        return binaries().isEmpty() ? "no PostgreSQL in " + INSTALLED + "; apt-get install postgresql" : "";
    }

    private static List<Path> binaries() {
        if (!Files.isDirectory(INSTALLED)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// The one of this process.
    public static synchronized PostgresServer shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /// One of its own, to be killed.
    public static PostgresServer start() {
        try {
            Path folder = Files.createTempDirectory("vitrail-pg");
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            PostgresServer server = new PostgresServer(folder, port);
            server.run("chmod", "777", folder.toString());
            server.asUser("initdb", "-D", server.cluster(), "-U", "vitrail", "--auth=trust", "-E", "UTF8");
            server.restart();
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL could not be started", e);
        }
    }

    private String cluster() {
        return folder.resolve("cluster").toString();
    }

    /// Starts it, for the first time or again.
    public void restart() throws IOException {
        asUser(
                "pg_ctl",
                "-D",
                cluster(),
                "-w",
                "-t",
                "60",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c max_connections=200",
                "start");
    }

    /// Stops it at once, without a checkpoint, and forgets it.
    public void stop() {
        try {
            asUser("pg_ctl", "-D", cluster(), "-m", "immediate", "stop");
        } catch (IOException e) {
            // it does not run
        }
    }

    private void asUser(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(binaries().getFirst().resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("failed: " + String.join(" ", command));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /// Ends every connection of a database, as an administrator would.
    public void terminateBackends(SqlStore.Place place) throws SQLException {
        execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                + place.url().substring(place.url().lastIndexOf('/') + 1) + "'");
    }

    /// A new empty database.
    public synchronized SqlStore.Place database() {
        String name = "ledger" + ProcessHandle.current().pid() + "x" + databases++;
        try {
            execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return place(name);
    }

    /// A new empty database that belongs to the role `ledger_owner` and is served by the role `ledger_server`.
    public synchronized SqlStore.Place withTwoRoles() {
        String name = "roles" + ProcessHandle.current().pid() + "x" + databases++;
        try {
            for (String role : List.of("ledger_owner", "ledger_server")) {
                execute("do $$ begin if not exists (select 1 from pg_roles where rolname = '" + role
                        + "') then create role " + role + " login; end if; end $$");
            }
            execute("create database " + name + " owner ledger_owner");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new SqlStore.Place(
                place(name).url(), "ledger_server", "", 20, Optional.of(new SqlStore.Owner("ledger_owner", "")));
    }

    private SqlStore.Place place(String name) {
        return new SqlStore.Place("jdbc:postgresql://127.0.0.1:" + port + "/" + name, "vitrail", "", 20);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(place("postgres").url(), "vitrail", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
