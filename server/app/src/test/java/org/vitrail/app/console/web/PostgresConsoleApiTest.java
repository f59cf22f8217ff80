package org.vitrail.app.console.web;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Map;
import org.vitrail.app.kit.PostgresServer;

/// The API over a real PostgreSQL.
class PostgresConsoleApiTest extends ConsoleApiContract {
    @Override
    Map<String, String> store() {
        assumeThat(PostgresServer.missing()).isEmpty();
        return Map.of("vitrail.store.url", PostgresServer.shared().database().url());
    }
}
