package org.vitrail.app.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.contract.Account;
import org.vitrail.contract.pac.PacAccount;
import org.vitrail.contract.pac.PacOverTime;

/// What the console shows, as its JSON. Every figure is public to whoever it is shown to: amounts follow
/// from requests, and no row, row count or owner's report is among them. Times are ISO 8601 in UTC;
/// amounts are whole numbers in the unit that stands beside them, mostly μ² of Gaussian differential
/// privacy in units of 1e-12.
public final class Views {
    private Views() {}

    /// Who asks.
    ///
    /// @param may names of the [org.vitrail.app.access.Permission]s that his roles give
    public record Me(String user, List<String> roles, String project, String version, List<String> may) {
        public Me {
            roles = List.copyOf(roles);
            may = List.copyOf(may);
        }
    }

    /// One account of the tree.
    ///
    /// @param parent the account above; empty for the dataset's own
    /// @param tier `dataset`, `project`, `analyst` or `session`
    /// @param guaranteed whether the accounts above keep its cap for it
    /// @param closed whether it takes no charges any more
    public record AccountNode(
            String id,
            Optional<String> parent,
            String tier,
            String name,
            boolean guaranteed,
            boolean closed,
            Account account) {
        static AccountNode of(AccountRow row) {
            return new AccountNode(
                    row.id(), row.parent(), row.tier(), row.name(), row.guaranteed(), row.closed(), row.view());
        }
    }

    /// What was spent on the same people before the dataset was renewed.
    public record Past(String endedAt, Account account) {}

    /// A dataset's account of PAC privacy.
    ///
    /// @param success in words: what all answers together may make of a guess of 50 %
    public record PacGauge(long capPico, long spentPico, long reservedPico, long keptPico, String success) {
        static PacGauge of(PacAccount account) {
            return new PacGauge(
                    account.capPico(),
                    account.spentPico(),
                    account.reservedPico(),
                    account.keptPico(),
                    words(account.success(), account.capSuccess()));
        }

        private static String words(double now, double cap) {
            return "a guess that is right with 50 % is right with at most " + percent(now)
                    + " after all answers so far, and with at most " + percent(cap) + " at the cap";
        }
    }

    /// What all answers of PAC privacy tell together, over all rows that a dataset had or has.
    ///
    /// @param success in words: what they may make of a guess of 50 %
    public record PacTotal(int snapshots, long picoNats, String success) {
        static PacTotal of(PacOverTime total) {
            return new PacTotal(
                    total.snapshots(),
                    total.picoNats(),
                    "a guess that is right with 50 % is right with at most " + percent(total.success())
                            + " for a unit that is in all of them");
        }
    }

    /// Rounded up.
    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", Math.ceil(share * 1e4) / 100);
    }

    /// One dataset.
    ///
    /// @param kind of its ledger: `dp`, `pac` or `none`
    /// @param account its own account; empty if its ledger is not one of differential privacy
    /// @param tree the accounts that the caller may see, each after the one above it
    /// @param pac the account of PAC privacy, in a ledger of its own and never added; empty: none
    /// @param pacOverTime what was told of all rows, those before each renewal included; empty: no total
    /// @param past accounts of snapshots that were replaced, which count in the total over time
    public record Dataset(
            String id,
            String project,
            String name,
            String owner,
            String registeredAt,
            String kind,
            Optional<Account> account,
            List<AccountNode> tree,
            Optional<PacGauge> pac,
            Optional<PacTotal> pacOverTime,
            List<Past> past) {
        public Dataset {
            tree = List.copyOf(tree);
            past = List.copyOf(past);
        }
    }

    /// The balance of a dataset's account after a line of its ledger.
    ///
    /// @param epsilonUsed upper bound of ε, at the account's δ, of what is spent, reserved and kept
    public record Point(
            String at, long capPico, long spentPico, long reservedPico, long keptPico, double epsilonUsed) {}

    /// How a dataset's account came to what it is.
    ///
    /// @param unit of the points' amounts: of the measure that has most left now; `gdp` for μ²
    /// @param points oldest first, thinned where there are many: the newest and each change of the cap are kept
    /// @param readable whether all lines of the ledger could be read; if not, verify it
    public record History(
            String dataset, double epsilonCap, double delta, String unit, List<Point> points, boolean readable) {
        public History {
            points = List.copyOf(points);
        }
    }

    /// One session.
    public record Session(
            String id,
            String project,
            String dataset,
            String user,
            String notebook,
            Optional<String> expiresAt,
            boolean guaranteed,
            boolean closed,
            Account account) {}

    /// One charge and what became of it.
    ///
    /// @param project whose people released it
    /// @param muSquaredPico 0 for an answer of PAC privacy, as ε and δ
    /// @param picoNats what an answer of PAC privacy is charged, in 1e-12 nat, never added to μ²; else empty
    /// @param status in words, for instance `released`, `failed (charged)`
    /// @param parameters the request's, by name; empty if there is no release
    public record Release(
            String id,
            String project,
            String dataset,
            String user,
            String notebook,
            String at,
            String mechanism,
            double epsilon,
            double delta,
            long muSquaredPico,
            Optional<Long> picoNats,
            String status,
            Map<String, String> parameters) {
        public Release {
            parameters = Map.copyOf(parameters);
        }
    }

    /// The newest charges first.
    ///
    /// @param more whether there are older ones that are not among them
    public record Releases(List<Release> releases, boolean more) {
        public Releases {
            releases = List.copyOf(releases);
        }
    }

    /// One ledger.
    ///
    /// @param dataset whose it is; empty for one of a snapshot that was replaced
    /// @param lines how many it has
    /// @param head SHA-256 over all of them, in hex
    /// @param signedPlace the newest line under a signature; 0: none
    /// @param witnessedPlace the newest line that this server's witness file names; empty: none
    public record Chain(
            String id,
            String project,
            String dataset,
            String kind,
            long lines,
            String head,
            long signedPlace,
            Optional<String> signedAt,
            Optional<Long> witnessedPlace) {}

    /// A verification that ended.
    ///
    /// @param by who asked for it; empty: somebody in a notebook
    /// @param millis how long it took; empty: asked for in a notebook
    /// @param findings what does not hold, of the ledgers that the caller may see; empty: all holds
    /// @param elsewhere how many findings there are in other projects
    public record Verified(
            String at,
            Optional<String> by,
            Optional<Long> millis,
            int chains,
            long lines,
            List<String> findings,
            int elsewhere) {
        public Verified {
            findings = List.copyOf(findings);
        }
    }

    /// A verification that runs.
    ///
    /// @param lines how many were read
    /// @param of how many there were at its begin
    public record Verifying(String since, String by, long lines, long of) {}

    /// All ledgers of the projects that the caller may see.
    ///
    /// @param failed why the last verification could not be carried out, in one line
    public record Ledgers(
            List<Chain> chains,
            boolean witnessReadable,
            Optional<Verified> last,
            Optional<Verifying> running,
            Optional<String> failed) {
        public Ledgers {
            chains = List.copyOf(chains);
        }
    }

    /// Something that somebody should look at.
    ///
    /// @param severity `critical`, `warning` or `notice`
    /// @param kind which alarm, for instance `burn-rate`
    /// @param line one line: what it is and what to do
    public record Alert(String severity, String kind, String project, String dataset, String line) {}
}
