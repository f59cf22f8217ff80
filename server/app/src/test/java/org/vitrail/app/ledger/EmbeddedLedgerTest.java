package org.vitrail.app.ledger;

import org.vitrail.app.store.SqlStore;

/// The contract on a real H2 file.
class EmbeddedLedgerTest extends LedgerContract {
    @Override
    protected SqlStore.Place place() {
        return SqlStore.Place.embedded(folder);
    }

    @Override
    protected String[] withoutTriggers() {
        return new String[] {"drop trigger line_append_only", "drop trigger checkpoint_append_only"};
    }
}
