package org.vitrail.app.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.internal.exception.FlywaySqlException;

/// The database of the ledger and all that belongs to it; plain SQL that H2 and PostgreSQL both understand.
public final class SqlStore implements AutoCloseable {
    private static final int RETRIES = 20;
    private static final long STANDSTILL_MILLIS = 10_000;

    private final AgroalDataSource source;
    private final boolean embedded;

    private SqlStore(AgroalDataSource source, boolean embedded) {
        this.source = source;
        this.embedded = embedded;
    }

    /// A step of a transaction.
    @FunctionalInterface
    public interface Work<T> {
        /// Does it; everything is undone if this throws.
        T in(Connection connection) throws SQLException;
    }

    /// Where the database is and how to sign in.
    ///
    /// @param url a JDBC URL of H2 or PostgreSQL
    /// @param connections how many at most at once; >= 2
    /// @param owner who makes and owns the tables, for PostgreSQL; empty: `user` itself, or whoever did it before
    public record Place(String url, String user, String password, int connections, Optional<Owner> owner) {
        public Place {
            if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
                throw new IllegalArgumentException(
                        "the store must be a URL that starts with jdbc:postgresql: (or none, for the embedded one)");
            }
            if (connections < 2) {
                throw new IllegalArgumentException("the store needs at least 2 connections, got " + connections);
            }
            if (owner.isPresent()
                    && (url.startsWith("jdbc:h2:") || owner.get().user().equals(user))) {
                throw new IllegalArgumentException("vitrail.store.owner-user must be another role of PostgreSQL than"
                        + " vitrail.store.user, which serves");
            }
        }

        /// Whose tables belong to `user`, or to whoever made them before.
        public Place(String url, String user, String password, int connections) {
            this(url, user, password, connections, Optional.empty());
        }

        /// The embedded database in a folder: H2, each commit written before it returns.
        public static Place embedded(Path folder) {
            return new Place(
                    "jdbc:h2:file:" + folder.toAbsolutePath().resolve("ledger")
                            + ";MODE=PostgreSQL;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000",
                    "vitrail",
                    "",
                    16);
        }

        private boolean isEmbedded() {
            return url.startsWith("jdbc:h2:");
        }

        /// Without the password.
        @Override
        public String toString() {
            return "Place[" + user + "]";
        }
    }

    /// The role that owns the tables.
    public record Owner(String user, String password) {
        /// Without the password.
        @Override
        public String toString() {
            return "Owner[" + user + "]";
        }
    }

    /// [Place#embedded], opened.
    public static SqlStore embedded(Path folder) {
        return open(Place.embedded(folder));
    }

    /// Opens a database and brings its tables up to date.
    ///
    /// @throws IllegalArgumentException one line, if it was written by another version
    /// @throws StoreFailure if it cannot be reached
    public static SqlStore open(Place place) {
        try {
            AgroalDataSource source = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(place.connections())
                            .acquisitionTimeout(Duration.ofSeconds(30))
                            .idleValidationTimeout(Duration.ofSeconds(1))
                            .connectionValidator(ConnectionValidator.defaultValidatorWithTimeout(5))
                            .exceptionSorter(SqlStore::isBroken)
                            .connectionFactoryConfiguration(
                                    factory -> patient(factory.jdbcUrl(place.url()), place.isEmbedded())
                                            .loginTimeout(Duration.ofSeconds(10))
                                            .principal(new NamePrincipal(place.user()))
                                            .credential(new SimplePassword(place.password())))));
            SqlStore store = new SqlStore(source, place.isEmbedded());
            try {
                store.migrate(place);
                return store;
            } catch (RuntimeException | Error e) {
                store.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    /// A server that stands still within a transaction holds a ledger's lock: the database ends it, so that the
    /// others
    /// go on. A database that does not answer any more is not waited for without end.
    private static AgroalConnectionFactoryConfigurationSupplier patient(
            AgroalConnectionFactoryConfigurationSupplier factory, boolean embedded) {
        return embedded
                ? factory
                : factory.initialSql("set idle_in_transaction_session_timeout = " + STANDSTILL_MILLIS)
                        .jdbcProperty("tcpKeepAlive", "true")
                        .jdbcProperty("connectTimeout", "10")
                        .jdbcProperty("socketTimeout", "60");
    }

    private void migrate(Place place) throws SQLException {
        FluentConfiguration scripts = Flyway.configure().resourceProvider(new Scripts(!embedded));
        Optional<Owner> owner = place.owner();
        try {
            boolean served = owner.isPresent() || (!embedded && query(ServingRole::isAnothers));
            if (owner.isPresent()) {
                scripts.dataSource(place.url(), owner.get().user(), owner.get().password())
                        .load()
                        .migrate();
                ServingRole.grant(place, owner.get());
            } else if (served) {
                Flyway flyway = scripts.dataSource(source).load();
                if (flyway.info().pending().length > 0) {
                    throw new IllegalArgumentException("the ledger's tables are of an earlier version of Vitrail, and"
                            + " the role that serves may not change them: start once with vitrail.store.owner-user");
                }
                flyway.validate();
            } else {
                scripts.dataSource(source).load().migrate();
            }
            if (served) {
                query(connection -> {
                    ServingRole.require(connection);
                    return true;
                });
            }
        } catch (FlywayValidateException e) {
            throw new IllegalArgumentException("the ledger was written by another version of Vitrail and cannot be"
                    + " carried over; open it with that version. A new data folder or database does not know what was"
                    + " spent: use one for other data only");
        } catch (FlywaySqlException e) {
            SQLException cause = e.getCause() instanceof SQLException sql ? sql : new SQLException(e);
            if ("42501".equals(cause.getSQLState())) {
                throw new IllegalArgumentException("the role that makes the ledger's tables may not do so: let it own"
                        + " the database or its schema, or name one that does as vitrail.store.owner-user");
            }
            throw new StoreFailure(cause);
        }
    }

    private boolean query(Work<Boolean> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return work.in(connection);
        }
    }

    /// Whether it is the embedded database, which one server has for itself.
    public boolean isEmbedded() {
        return embedded;
    }

    /// Runs a transaction: all of it happens, durably, or nothing. A transaction that the database gave up because of
    /// another one runs again.
    ///
    /// @throws StoreFailure if the database failed; see [StoreFailure#uncertain]
    public <T> T transaction(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    T result = work.in(connection);
                    connection.commit();
                    return result;
                } catch (SQLException | RuntimeException | Error e) {
                    rollback(connection, e);
                    throw e;
                }
            } catch (SQLException e) {
                if (attempt >= RETRIES || !isConflict(e)) {
                    throw new StoreFailure(e);
                }
            }
        }
    }

    /// Runs a transaction in which every statement sees the same state, whatever others commit meanwhile.
    ///
    /// @throws StoreFailure if the database failed
    public <T> T snapshot(Work<T> work) {
        return transaction(connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return work.in(connection);
        });
    }

    private static void rollback(Connection connection, Throwable because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e); // the connection is gone, and the transaction with it
        }
    }

    /// Forces everything committed so far to the disk itself, so that it survives a power failure too. PostgreSQL
    /// does
    /// that at each commit.
    public void force() {
        if (!embedded) {
            return;
        }
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint sync");
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    /// Whether the connection is of no use any more, so that the pool must forget it. Without this a pool goes on
    /// giving
    /// out the connections that a restart of the database left dead.
    private static boolean isBroken(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.matches("(08|57P).*|25P03|HY000|90(007|028|031|067|098|121)");
    }

    private static boolean isConflict(SQLException e) {
        String state = e.getSQLState();
        // 25P03: the database ended a transaction that stood still; its commit never arrived.
        return "40001".equals(state) || "40P01".equals(state) || "25P03".equals(state) || "HYT00".equals(state);
    }

    @Override
    public void close() {
        source.close();
    }
}
