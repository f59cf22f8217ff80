package org.vitrail.app.session;

/// A notebook's accountant as the store holds it.
public record SessionRow(String id, String user, String notebook, String datasetId, String accountId) {}
