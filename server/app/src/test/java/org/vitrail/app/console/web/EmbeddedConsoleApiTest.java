package org.vitrail.app.console.web;

import java.util.Map;

/// The API over the embedded store.
class EmbeddedConsoleApiTest extends ConsoleApiContract {
    @Override
    Map<String, String> store() {
        return Map.of();
    }
}
