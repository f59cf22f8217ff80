package org.vitrail.app.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.vitrail.app.ledger.AccountSeed;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.ledger.Verification;
import org.vitrail.app.ledger.Witness;
import org.vitrail.app.signing.SigningKey;
import org.vitrail.app.store.SqlStore;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Kind;

/// A ledger with all four levels over any store.
///
/// @param folder of key and witness
record BenchLedger(SqlStore store, Ledger ledger, SigningKey key, Path folder) implements AutoCloseable {
    static BenchLedger open(SqlStore.Place place, Path folder) throws IOException {
        SigningKey key = SigningKey.open(folder, Optional.empty());
        SqlStore store = SqlStore.open(place);
        return new BenchLedger(store, new Ledger(store, key, Witness.open(folder.resolve(Witness.FILE))), key, folder);
    }

    /// Begins a ledger.
    ///
    /// @param name of its accounts, made different by their tier
    /// @return the chain
    String begin(String name, long cap) {
        String id = name + "-dataset";
        String chain = ledger.transaction(transaction -> {
            transaction
                    .begin(Kind.DP, seed(id, Optional.empty(), "dataset", cap))
                    .note(id, name);
            return ledger.account(transaction.connection(), id).chain();
        });
        String above = id;
        for (String tier : new String[] {"project", "analyst", "session"}) {
            String parent = above;
            above = name + "-" + tier;
            AccountSeed<DpAmount> seed = seed(above, Optional.of(parent), tier, cap);
            ledger.write(chain, desk -> {
                desk.pen().open(seed);
                return seed;
            });
        }
        return chain;
    }

    private static AccountSeed<DpAmount> seed(String id, Optional<String> parent, String tier, long cap) {
        return new AccountSeed<>(id, parent, tier, id, 1, 1e-6, DpAmount.of(new MuSquared(cap)), false);
    }

    /// A charge of a new job on the session.
    static Charge<DpAmount> charge(String chain, String name, long pico) {
        return new Charge<>(UUID.randomUUID().toString(), chain, name + "-session", DpAmount.of(new MuSquared(pico)));
    }

    /// What an account has set aside and spent.
    long used(String account) {
        return store.transaction(connection ->
                ledger.account(connection, account).balance().used().in(DpAmount.GDP));
    }

    Verification.Report verify() throws IOException {
        return new Verification(store, key.verifyingKey()).run(Witness.read(folder.resolve(Witness.FILE)), true);
    }

    @Override
    public void close() {
        store.close();
    }
}
