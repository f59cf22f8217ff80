package org.vitrail.app.pac;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.vitrail.app.kit.PostgresServer;

/// The same over PostgreSQL.
class PostgresPacCapTest extends PacCapTest {
    @BeforeAll
    static void needsPostgres() {
        assumeThat(PostgresServer.missing()).isEmpty();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("vitrail.store.url", PostgresServer.shared().database().url());
    }
}
