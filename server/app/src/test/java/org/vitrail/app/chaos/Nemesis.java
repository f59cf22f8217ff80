package org.vitrail.app.chaos;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/// What goes wrong while clients work.
enum Nemesis {
    NOTHING,
    /// Connections between clients and a server break, in the middle of what they carry.
    DROP_CLIENTS,
    /// Requests and answers are late.
    DELAY_CLIENTS,
    /// Connections between a server and PostgreSQL break.
    DROP_STORE,
    /// Statements and answers are late.
    DELAY_STORE,
    /// An administrator ends all connections of the database.
    TERMINATE_BACKENDS,
    /// A server's clock jumps an hour ahead or back, and is set right again: sessions end too early, or too late.
    JUMP_CLOCK,
    /// The database's clock jumps an hour ahead or back: leases end, or seem to last.
    JUMP_STORE_CLOCK,
    /// `kill -9` of a server.
    KILL_SERVER,
    /// A server stands still for longer than its lease, and goes on.
    PAUSE_SERVER,
    /// PostgreSQL stops at once, without a checkpoint, and starts again.
    STOP_POSTGRES,
    /// A server's disk is full for a while.
    FILL_DISK;

    private static final long PAUSE_MILLIS = 3_500; // the lease is 2 s
    private static final long HOUR_SECONDS = 3_600;

    /// What can strike that cluster, in an order of the seed's: each once, before any comes again.
    static List<Nemesis> shuffled(RandomGenerator random, Cluster cluster) {
        List<Nemesis> all = new ArrayList<>(List.of(values()));
        if (cluster.postgres().isEmpty()) {
            all.removeAll(List.of(DROP_STORE, DELAY_STORE, TERMINATE_BACKENDS, JUMP_STORE_CLOCK, STOP_POSTGRES));
        }
        Collections.shuffle(all, Random.from(random));
        return all;
    }

    /// Strikes, and heals again.
    void strike(Cluster cluster, RandomGenerator random) throws Exception {
        int server = random.nextInt(cluster.size());
        Thread.sleep(random.nextInt(20, 250));
        switch (this) {
            case NOTHING -> {}
            case DROP_CLIENTS -> dropAgainAndAgain(cluster.clients(server), random);
            case DELAY_CLIENTS -> slow(cluster.clients(server), random);
            case DROP_STORE -> dropAgainAndAgain(cluster.store(server).orElseThrow(), random);
            case DELAY_STORE -> slow(cluster.store(server).orElseThrow(), random);
            case TERMINATE_BACKENDS -> cluster.postgres().orElseThrow().terminateBackends(cluster.place());
            case JUMP_CLOCK -> {
                cluster.jumpClock(server, random.nextBoolean() ? -HOUR_SECONDS : HOUR_SECONDS);
                Thread.sleep(random.nextInt(1_100, 2_000)); // sessions are looked through each second
                cluster.jumpClock(server, 0);
            }
            case JUMP_STORE_CLOCK -> jump(cluster, random);
            case KILL_SERVER -> cluster.killAndRestart(server);
            case PAUSE_SERVER -> cluster.pause(server, PAUSE_MILLIS);
            case STOP_POSTGRES -> {
                cluster.postgres().orElseThrow().stop();
                cluster.postgres().orElseThrow().restart();
            }
            case FILL_DISK -> {
                cluster.fillDisk(server, random.nextInt(200, 600));
                if (cluster.postgres().isEmpty()) {
                    cluster.killAndRestart(server); // an embedded store that could not write is opened anew
                }
            }
        }
    }

    private static void dropAgainAndAgain(TcpProxy proxy, RandomGenerator random) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            proxy.drop();
            Thread.sleep(random.nextInt(10, 120));
        }
        proxy.cut(true);
        Thread.sleep(random.nextInt(10, 120));
        proxy.cut(false);
    }

    private static void slow(TcpProxy proxy, RandomGenerator random) throws InterruptedException {
        proxy.delay(random.nextInt(2, 40));
        Thread.sleep(random.nextInt(100, 500));
        proxy.delay(0);
    }

    /// Seen from the leases, whose times are the database's.
    private static void jump(Cluster cluster, RandomGenerator random) throws IOException, InterruptedException {
        String by = random.nextBoolean() ? "-" : "+";
        Optional<SQLException> failed = Optional.empty();
        try (Connection connection = DriverManager.getConnection(cluster.place().url(), "vitrail", "");
                Statement statement = connection.createStatement()) {
            statement.execute("update replica set seen_at = seen_at " + by + " interval '1 hour'");
        } catch (SQLException e) {
            failed = Optional.of(e);
        }
        if (failed.isPresent()) {
            throw new IOException(failed.get());
        }
    }
}
