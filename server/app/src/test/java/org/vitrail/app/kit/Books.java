package org.vitrail.app.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
import org.vitrail.privacy.ledger.Balance;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Kind;
import org.vitrail.privacy.ledger.Measures;

/// A ledger of one dataset with accounts named by the test, over any store.
///
/// @param store the database
/// @param ledger over it
/// @param key that signs
/// @param folder of key and witness
public record Books(SqlStore store, Ledger ledger, SigningKey key, Path folder) implements AutoCloseable {
    /// Opens it; several may be open over one database and one folder.
    public static Books open(SqlStore.Place place, Path folder) {
        try {
            SigningKey key = SigningKey.open(folder, Optional.empty());
            SqlStore store = SqlStore.open(place);
            return new Books(store, new Ledger(store, key, Witness.open(folder.resolve(Witness.FILE))), key, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Begins the ledger with the dataset's account `dataset`.
    ///
    /// @return the chain
    public String begin(long cap) {
        return begun("dataset", amount(cap));
    }

    private String begun(String account, DpAmount cap) {
        return ledger.transaction(transaction -> {
            transaction
                    .begin(Kind.DP, seed(account, Optional.empty(), "dataset", cap, false))
                    .note(account, "books");
            return ledger.account(transaction.connection(), account).chain();
        });
    }

    /// Begins another ledger, with the accounts `name-dataset` and, below it, `name-session`, both of (1,
    /// 1e-6).
    ///
    /// @return the chain
    public String begin(String name, Measures measures) {
        DpAmount cap = measures.caps(1, 1e-6);
        String top = name + "-dataset";
        String begun = begun(top, cap);
        ledger.write(begun, desk -> {
            desk.pen().open(seed(name + "-session", Optional.of(top), "session", cap, false));
            return name;
        });
        return begun;
    }

    /// Opens an account below another.
    public void below(String chain, String parent, String tier, String id, long cap, boolean guaranteed) {
        ledger.write(chain, desk -> {
            desk.pen().open(seed(id, Optional.of(parent), tier, amount(cap), guaranteed));
            return id;
        });
    }

    private static AccountSeed<DpAmount> seed(
            String id, Optional<String> parent, String tier, DpAmount cap, boolean guaranteed) {
        return new AccountSeed<>(id, parent, tier, id, 1, 1e-6, cap, guaranteed);
    }

    /// An amount.
    public static DpAmount amount(long pico) {
        return DpAmount.of(new MuSquared(pico));
    }

    /// A charge of a new job.
    public static Charge<DpAmount> charge(String chain, String account, long pico) {
        return new Charge<>(UUID.randomUUID().toString(), chain, account, amount(pico));
    }

    /// RESERVE.
    public void reserve(Charge<DpAmount> charge) {
        ledger.write(charge.chain(), desk -> {
            desk.pen().reserve(charge);
            return charge;
        });
    }

    /// START.
    public void start(Charge<DpAmount> charge) {
        ledger.write(charge.chain(), desk -> {
            desk.pen().start(charge);
            return charge;
        });
    }

    /// VOID.
    public void giveBack(Charge<DpAmount> charge) {
        ledger.write(charge.chain(), desk -> {
            desk.pen().giveBack(charge);
            return charge;
        });
    }

    /// What an account holds.
    public Balance<DpAmount> balance(String account) {
        return store.transaction(
                connection -> ledger.account(connection, account).balance());
    }

    /// Reads everything again.
    public List<String> findings() {
        try {
            return new Verification(store, key.verifyingKey())
                    .run(Witness.read(folder.resolve(Witness.FILE)), true)
                    .findings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Changes the tables by hand, as somebody would who owns the database.
    public void tamper(String... statements) {
        store.transaction(connection -> {
            for (String sql : statements) {
                execute(connection, sql);
            }
            return sqls(statements);
        });
    }

    private static List<String> sqls(String... statements) {
        return List.of(statements);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
