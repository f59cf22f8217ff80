package org.vitrail.app.pac;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.privacy.ledger.PacAmount;
import org.vitrail.privacy.pac.Universe;

/// The universes, one for each session's account of PAC privacy: a secret half and what the answers so
/// far tell of it.
///
/// They are stored encrypted (AES-256-GCM) with a key that is not in the database, bound to their account
/// and version, so that neither another account's nor an older one opens in their place. Of the answers
/// to one universe, each waits for the one before it, and its release and the universe after it are
/// stored in one transaction, if the version still is what the answer was made from.
public final class Universes {
    private static final int WORLDS = Long.SIZE; // the SQL engine's
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SqlStore store;
    private final SecretKeySpec key;
    private final SecureRandom nonces = new SecureRandom();
    private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

    /// Universes in that store.
    ///
    /// @param key 32 bytes, the same for all servers that share the store
    public Universes(SqlStore store, byte[] key) {
        this.store = store;
        this.key = new SecretKeySpec(key, "AES");
    }

    /// A universe as one answer finds it.
    ///
    /// @param version how many answers it gave
    /// @param kept the universe: a secret
    public record Held(String accountId, long version, Universe.Kept kept) {}

    /// Whose turn it is among this server's answers to the universe of a charge; nothing for other charges.
    public Optional<Semaphore> turn(Charge<?> charge) {
        return charge.amount() instanceof PacAmount
                ? Optional.of(turns.computeIfAbsent(charge.account(), _ -> new Semaphore(1, true)))
                : Optional.empty();
    }

    /// The universe of the account that a charge is made on, drawn now if it has none yet; nothing for
    /// other charges.
    ///
    /// @throws RefusedException if it cannot be opened
    public Optional<Held> hold(Charge<?> charge) {
        return charge.amount() instanceof PacAmount ? Optional.of(hold(charge.account())) : Optional.empty();
    }

    private Held hold(String accountId) {
        return store.transaction(connection -> {
            Optional<Held> found = find(connection, accountId);
            if (found.isPresent()) {
                return found.get();
            }
            Held drawn = new Held(accountId, 0, Universe.Kept.draw(WORLDS));
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into pac_universe (account_id, version, sealed) values (?, ?, ?)")) {
                insert.setString(1, accountId);
                insert.setLong(2, drawn.version());
                insert.setBytes(3, seal(drawn));
                insert.executeUpdate();
            }
            return drawn;
        });
    }

    private Optional<Held> find(Connection connection, String accountId) throws SQLException {
        return Query.first(
                connection,
                "select version, sealed from pac_universe where account_id = ?",
                row -> new Held(accountId, row.getLong(1), open(accountId, row.getLong(1), row.getBytes(2))),
                accountId);
    }

    /// Refuses to start an answer whose universe has changed, was set back, or is answering another one
    /// now. Within the transaction of the start, under the ledger's lock, before the job is marked as
    /// started.
    ///
    /// @throws RefusedException one line; nothing is charged
    public void requireCurrent(Connection connection, Held held) throws SQLException {
        long version = Query.first(
                        connection,
                        "select version from pac_universe where account_id = ?",
                        row -> row.getLong(1),
                        held.accountId())
                .orElse(-1L);
        long answers = Query.first(
                        connection,
                        "select count(*) from ledger_line where account_id = ? and kind = 'RELEASED'",
                        row -> row.getLong(1),
                        held.accountId())
                .orElse(0L);
        boolean running = Query.first(
                        connection,
                        "select 1 from job where account_id = ? and status = 'STARTED'",
                        row -> row.getInt(1),
                        held.accountId())
                .isPresent();
        if (version != answers) {
            throw new IllegalStateException(
                    "a universe was set back: it gave " + version + " answers, its ledger notes " + answers);
        }
        if (version != held.version() || running) {
            throw new RefusedException(new Refusal.Unavailable("another server answers this session's PAC query at the"
                    + " moment; nothing was charged, try again"));
        }
    }

    /// Puts the universe after an answer in place of the one before, within the transaction that stores
    /// the answer.
    ///
    /// @throws IllegalStateException if another answer did so meanwhile: then this one must not be let
    ///     out
    public void replace(Connection connection, Held before, Universe.Kept after) throws SQLException {
        Held next = new Held(before.accountId(), before.version() + 1, after);
        try (PreparedStatement update = connection.prepareStatement(
                "update pac_universe set version = ?, sealed = ? where account_id = ? and version = ?")) {
            update.setLong(1, next.version());
            update.setBytes(2, seal(next));
            update.setString(3, next.accountId());
            update.setLong(4, before.version());
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("an answer was sized for what a universe told before another answer");
            }
        }
    }

    private byte[] seal(Held held) {
        byte[] nonce = new byte[NONCE];
        nonces.nextBytes(nonce);
        byte[] plain = held.kept().bytes();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, held.accountId(), held.version())
                    .doFinal(plain);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private Universe.Kept open(String accountId, long version, byte[] sealed) {
        try {
            return Universe.Kept.read(cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), accountId, version)
                    .doFinal(sealed, NONCE, sealed.length - NONCE));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new RefusedException(new Refusal.Failed(
                    "the session's universe cannot be opened: it was changed, or sealed under another signing key;"
                            + " nothing was charged; go on in another session",
                    false));
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String accountId, long version) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("universe " + accountId + " " + version).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
