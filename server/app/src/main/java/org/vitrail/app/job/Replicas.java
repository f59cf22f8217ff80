package org.vitrail.app.job;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/// The servers that share one store. Each says again and again that it lives, by the database's clock; one that was
/// silent for longer than the lease is dead, and whatever it still does is refused because its jobs are ended.
public final class Replicas {
    private final String id = UUID.randomUUID().toString();
    private final Duration lease;

    /// @param lease how long a silent server counts as alive; in whole seconds, >= 1
    public Replicas(Duration lease) {
        if (lease.toSeconds() < 1) {
            throw new IllegalArgumentException("the lease must be at least 1 s, got " + lease);
        }
        this.lease = lease;
    }

    /// This server's name in the store.
    String id() {
        return id;
    }

    /// A subquery: the servers that live.
    String alive() {
        return "select id from replica where seen_at > current_timestamp - interval '" + lease.toSeconds() + "' second";
    }

    /// Says that this server lives.
    void beat(Connection connection) throws SQLException {
        if (update(connection, "update replica set seen_at = current_timestamp where id = ?", id) == 0) {
            update(connection, "insert into replica (id, seen_at) values (?, current_timestamp)", id);
        }
    }

    /// Says that this server is the only one: the embedded store belongs to whoever holds its folder's lock.
    void alone(Connection connection) throws SQLException {
        update(connection, "delete from replica where id <> ?", id);
    }

    /// Says that this server ends.
    void leave(Connection connection) throws SQLException {
        update(connection, "delete from replica where id = ?", id);
    }

    private static int update(Connection connection, String sql, String value) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, value);
            return update.executeUpdate();
        }
    }
}
