package org.vitrail.app.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;

/// The database of the ledger and all that belongs to it; plain SQL that H2 and PostgreSQL both understand.
public final class SqlStore implements AutoCloseable {
    private static final int RETRIES = 20;

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

    /// The embedded database in a folder: H2, each commit written before it returns.
    public static SqlStore embedded(Path folder) {
        return open(embeddedUrl(folder));
    }

    static String embeddedUrl(Path folder) {
        return "jdbc:h2:file:" + folder.toAbsolutePath().resolve("ledger")
                + ";MODE=PostgreSQL;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";
    }

    /// A database by its JDBC URL; brings its tables up to date.
    public static SqlStore open(String url) {
        try {
            AgroalDataSource source = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(16)
                            .acquisitionTimeout(Duration.ofSeconds(30))
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)
                                    .principal(new NamePrincipal("vitrail"))
                                    .credential(new SimplePassword("")))));
            Flyway.configure()
                    .dataSource(source)
                    .resourceProvider(new Scripts())
                    .load()
                    .migrate();
            return new SqlStore(source, url.startsWith("jdbc:h2:"));
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    /// Runs a transaction: all of it happens, durably, or nothing. A transaction that the database gave up because
    /// of
    /// another one runs again.
    public <T> T transaction(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    T result = work.in(connection);
                    connection.commit();
                    return result;
                } catch (SQLException | RuntimeException | Error e) {
                    connection.rollback();
                    throw e;
                }
            } catch (SQLException e) {
                if (attempt >= RETRIES || !isConflict(e)) {
                    throw new StoreFailure(e);
                }
            }
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

    private static boolean isConflict(SQLException e) {
        String state = e.getSQLState();
        return "40001".equals(state) || "40P01".equals(state) || "HYT00".equals(state);
    }

    @Override
    public void close() {
        source.close();
    }
}
