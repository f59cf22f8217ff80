package org.vitrail.app.pac;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.vitrail.app.kit.PostgresServer;
import org.vitrail.app.store.SqlStore;

/// The same over PostgreSQL.
class PostgresPacOpeningTest extends PacOpeningTest {
    private final SqlStore.Place place = PostgresServer.shared().database();

    @BeforeAll
    static void needsPostgres() {
        assumeThat(PostgresServer.missing()).isEmpty();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("vitrail.store.url", place.url());
    }

    @Override
    protected SqlStore.Place place() {
        return place;
    }
}
