package org.vitrail.app.serving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.app.console.Views;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.ledger.LedgerCheck;
import org.vitrail.app.ledger.LedgerHome;
import org.vitrail.app.ledger.Verification;
import org.vitrail.app.ledger.Witness;
import org.vitrail.app.signing.SigningKey;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.app.store.StoreFailure;

/// Opens the store and its ledgers, and refuses to serve one that was tampered with, set back or copied.
///
/// @param store the database
/// @param key that signs
/// @param witness outside the database
/// @param witnessFile where that is
/// @param ledger over them
/// @param check that verifies them
/// @param verified the verification before the first request; empty if it was switched off
/// @param unknown that ledgers were there of which no witness knew anything, in one line; empty: all were known
record StoreOpening(
        SqlStore store,
        SigningKey key,
        Witness witness,
        Path witnessFile,
        Ledger ledger,
        LedgerCheck check,
        Optional<Views.Verified> verified,
        Optional<String> unknown)
        implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.vitrail.ledger");

    /// Opens all of it.
    ///
    /// @throws StartFailure one line: why not, and what to do
    static StoreOpening open(VitrailConfig config, ServerFolder folder) throws StartFailure {
        SigningKey key;
        SqlStore store;
        try {
            key = SigningKey.open(folder.path(), config.signingKey());
            store = SqlStore.open(place(config.store(), folder.path()));
        } catch (StoreFailure e) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    "the ledger's database cannot be opened (" + e.getMessage() + "); check vitrail.store.url,"
                            + " vitrail.store.user and vitrail.store.password-file, and that it runs");
        } catch (IllegalArgumentException e) {
            throw new StartFailure(StartFailure.CONFIGURATION, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new StartFailure(StartFailure.CONFIGURATION, "the signing key cannot be read or written");
        }
        try {
            WitnessPlace place =
                    WitnessPlace.of(config, folder.path(), key.verifyingKey().id());
            Map<String, Witness.Seen> seen = seen(place, store);
            Optional<Views.Verified> verified =
                    config.store().verify() ? Optional.of(verify(store, key, seen)) : Optional.empty();
            if (verified.isEmpty()) {
                require(new Verification(store, key.verifyingKey()).witnessed(seen));
            }
            Path file = place.writable();
            Witness witness = Witness.open(file);
            Ledger ledger = new Ledger(store, key, witness);
            Optional<String> unknown =
                    neverWitnessed(LedgerHome.signed(store), seen).map(line -> line + "; they are from now on");
            unknown.ifPresent(line -> LOG.warnf("%s (witness file: %s)", line, file));
            ledger.witnessWhatIsNew(Witness.read(file));
            LedgerHome.settle(store, ledger, folder.path(), config.store().adopt());
            return new StoreOpening(
                    store,
                    key,
                    witness,
                    file,
                    ledger,
                    new LedgerCheck(store, key.verifyingKey(), file),
                    verified,
                    unknown);
        } catch (IOException e) {
            store.close();
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    "the witness file cannot be read or written; set vitrail.store.witness-file or vitrail.state-folder");
        } catch (IllegalArgumentException | StoreFailure e) {
            store.close();
            throw new StartFailure(StartFailure.CONFIGURATION, String.valueOf(e.getMessage()));
        } catch (StartFailure | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Here, and in other places where the same ledgers were witnessed.
    static Map<String, Witness.Seen> seen(WitnessPlace place, SqlStore store) throws IOException {
        Map<String, Witness.Seen> seen = new HashMap<>(place.seen());
        Map<String, Witness.Seen> elsewhere = place.seenElsewhere();
        for (String chain :
                store.transaction(connection -> Query.texts(connection, "select id from ledger_chain order by id"))) {
            Optional.ofNullable(elsewhere.get(chain)).ifPresent(head -> seen.merge(chain, head, Witness.Seen::newer));
        }
        return seen;
    }

    /// A witness that is new knows nothing: whether the database was set back before cannot be told any more.
    static Optional<String> neverWitnessed(List<String> ledgers, Map<String, Witness.Seen> seen) {
        long unknown =
                ledgers.stream().filter(ledger -> !seen.containsKey(ledger)).count();
        if (unknown == 0) {
            return Optional.empty();
        }
        return Optional.of(unknown + " of " + ledgers.size() + " ledgers were witnessed nowhere that this server knows:"
                + " if it was ever started with this database, the witness file was lost or moved, and an old copy of"
                + " the database would not have been noticed; compare with the certificates");
    }

    private static Views.Verified verify(SqlStore store, SigningKey key, Map<String, Witness.Seen> seen)
            throws StartFailure {
        Instant begin = Instant.now();
        Verification.Report report = new Verification(store, key.verifyingKey()).run(seen, false);
        require(report.findings());
        Instant end = Instant.now();
        return new Views.Verified(
                end.toString(),
                Optional.of("the server at its start"),
                Optional.of(Duration.between(begin, end).toMillis()),
                report.chains(),
                report.lines(),
                List.of(),
                0);
    }

    private static void require(List<String> findings) throws StartFailure {
        if (!findings.isEmpty()) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    "the ledger is damaged or was tampered with: "
                            + findings.getFirst()
                            + (findings.size() > 1 ? " (and " + (findings.size() - 1) + " more)" : "")
                            + "; keep it as it is and ask who may write to it (./vitrail verify lists all); an older copy"
                            + " would give spent budget back");
        }
    }

    static SqlStore.Place place(VitrailConfig.Store store, Path folder) throws IOException {
        if (store.url().isEmpty()) {
            return SqlStore.Place.embedded(folder);
        }
        String password = password(store.passwordFile(), "vitrail.store.password-file");
        Optional<SqlStore.Owner> owner = store.ownerUser().isEmpty()
                ? Optional.empty()
                : Optional.of(new SqlStore.Owner(
                        store.ownerUser().get(),
                        password(store.ownerPasswordFile(), "vitrail.store.owner-password-file")));
        return new SqlStore.Place(store.url().get(), store.user(), password, store.connections(), owner);
    }

    private static String password(Optional<Path> file, String setting) throws IOException {
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new IllegalArgumentException(
                    setting + " must be a file this user may read, got '" + file.get() + "'");
        }
        return file.isPresent()
                ? Files.readString(file.get(), StandardCharsets.UTF_8).strip()
                : "";
    }

    @Override
    public void close() {
        store.close();
        try {
            witness.close();
        } catch (IOException e) {
            // every line was forced when it was written
        }
    }
}
