package org.vitrail.app.serving;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.app.ledger.LedgerHome;
import org.vitrail.app.ledger.Verification;
import org.vitrail.app.ledger.Witness;
import org.vitrail.app.signing.SigningKey;
import org.vitrail.app.store.SqlStore;
import org.vitrail.app.store.StoreFailure;

/// `verify`: reads every ledger of a data folder or database again, without serving it.
final class VerifyCommand {
    private VerifyCommand() {}

    /// Prints what was found.
    ///
    /// @return the exit status: 0 all holds, 1 something does not
    /// @throws StartFailure if it cannot be read
    static int run(VitrailConfig config, PrintStream out) throws StartFailure {
        try (ServerFolder folder = ServerFolder.open(config.dataFolder());
                SqlStore store = SqlStore.open(StoreOpening.place(config.store(), folder.path()))) {
            SigningKey key = SigningKey.open(folder.path(), config.signingKey());
            WitnessPlace place =
                    WitnessPlace.of(config, folder.path(), key.verifyingKey().id());
            Map<String, Witness.Seen> seen = StoreOpening.seen(place, store);
            Verification.Report report = new Verification(store, key.verifyingKey()).run(seen, true);
            StoreOpening.neverWitnessed(LedgerHome.signed(store), seen)
                    .ifPresent(line -> out.println("vitrail: " + line));
            report.findings().forEach(finding -> out.println("vitrail: " + finding));
            out.println("vitrail: " + report.lines() + " lines in " + report.chains() + " ledgers, key "
                    + key.verifyingKey().id() + ": "
                    + (report.findings().isEmpty()
                            ? "every line, signature, balance and release holds"
                            : report.findings().size()
                                    + " findings; serve it no more, keep it as it is, and ask who may write"
                                    + " to the database"));
            return report.findings().isEmpty() ? 0 : 1;
        } catch (StoreFailure e) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION, "the ledger's database cannot be opened (" + e.getMessage() + ")");
        } catch (IllegalArgumentException e) {
            throw new StartFailure(StartFailure.CONFIGURATION, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new StartFailure(StartFailure.CONFIGURATION, "the signing key or the witness file cannot be read");
        }
    }
}
