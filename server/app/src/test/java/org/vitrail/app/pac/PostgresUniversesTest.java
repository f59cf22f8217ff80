package org.vitrail.app.pac;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.vitrail.app.kit.PostgresServer;
import org.vitrail.app.store.SqlStore;

/// The contract on a real PostgreSQL.
class PostgresUniversesTest extends UniversesContract {
    @BeforeAll
    static void isThere() {
        assumeThat(PostgresServer.missing()).isEmpty();
    }

    @Override
    SqlStore.Place place(Path folder) {
        return PostgresServer.shared().database();
    }
}
