package org.vitrail.app.store;

import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.Balance;

/// A process that opens accounts until it is killed, and says after each commit how many there are.
public final class ChildWriter {
    private ChildWriter() {}

    /// The argument is the database's URL.
    public static void main(String... arguments) {
        try (SqlStore store = SqlStore.open(arguments[0])) {
            Ledger ledger = new Ledger();
            for (int i = 1; ; i++) {
                String id = "account-" + i;
                store.transaction(connection -> {
                    ledger.open(connection, new AccountRow(id, "dataset", id, 1, 1e-6, Balance.open(new MuSquared(1))));
                    return id;
                });
                System.out.println(i);
            }
        }
    }
}
