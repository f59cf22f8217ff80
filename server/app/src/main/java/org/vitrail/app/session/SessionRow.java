package org.vitrail.app.session;

import java.util.Optional;

/// A notebook's accountant as the store holds it.
///
/// @param expiresAt when it takes no more charges, ISO 8601; empty: never
public record SessionRow(
        String id,
        String user,
        String project,
        String notebook,
        String datasetId,
        String accountId,
        Optional<String> expiresAt) {}
