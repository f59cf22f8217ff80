package org.vitrail.app.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrail.app.access.Access;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Permission;
import org.vitrail.app.access.Role;
import org.vitrail.app.certificate.Certificates;
import org.vitrail.app.governance.Governance;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.ledger.LedgerCheck;
import org.vitrail.app.ledger.Witness;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.app.pac.PacBudgets;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.governance.DecideCap;
import org.vitrail.contract.governance.Proposal;

/// What the page in the browser may know, by who asks: an auditor of every project, everybody else of his own; of the
/// accounts and sessions of others only who may read the ledger. Reads, but for a verification and an officer's
/// decision.
public final class Console {
    private static final Duration FAILED_WINDOW = Duration.ofDays(7);

    private final Sources sources;
    private final InstantSource clock;
    private final ConsoleRows rows = new ConsoleRows();
    private final Histories histories;
    private final Checks checks;
    private final Pulse pulse;

    /// Where everything comes from.
    ///
    /// @param witness this server's witness file
    /// @param unknown that ledgers were witnessed nowhere, in one line
    /// @param version of the server
    /// @param verified the verification before the first request, if there was one
    public record Sources(
            SqlStore store,
            Ledger ledger,
            LedgerCheck check,
            Path witness,
            Optional<String> unknown,
            String version,
            Optional<Views.Verified> verified,
            Governance governance,
            Certificates certificates) {}

    /// The console over those sources.
    public Console(Sources sources, InstantSource clock) {
        this.sources = sources;
        this.clock = clock;
        histories = new Histories(sources.ledger());
        checks = new Checks(sources.check(), sources.verified(), clock);
        pulse = new Pulse(sources.store(), sources.witness(), checks, clock);
    }

    /// Whether the server's parts are well.
    public Pulse pulse() {
        return pulse;
    }

    /// Who asks, and what he may.
    public Views.Me me(Caller caller) {
        return new Views.Me(
                caller.user(),
                caller.roleWords(),
                caller.project(),
                sources.version(),
                Arrays.stream(Permission.values())
                        .filter(permission -> Access.may(caller, permission))
                        .map(Permission::name)
                        .toList());
    }

    private static boolean readsLedger(Caller caller) {
        return Access.may(caller, Permission.READ_LEDGER);
    }

    /// The datasets, each with its tree of accounts.
    public List<Views.Dataset> datasets(Caller caller) {
        return sources.store().transaction(connection -> {
            List<Views.Dataset> views = new ArrayList<>();
            for (ConsoleRows.DatasetLine line : visible(connection, caller)) {
                views.add(view(connection, caller, line));
            }
            return views;
        });
    }

    private List<ConsoleRows.DatasetLine> visible(Connection connection, Caller caller) throws SQLException {
        Set<String> granted = rows.granted(connection);
        return rows.datasets(connection).stream()
                .filter(line ->
                        Access.sees(caller, line.project()) || granted.contains(line.id() + " " + caller.project()))
                .toList();
    }

    /// Every account of a ledger by its id, each after the one above it.
    private Map<String, AccountRow> accounts(Connection connection, String chain) throws SQLException {
        Map<String, AccountRow> accounts = new LinkedHashMap<>();
        sources.ledger().accounts(connection, chain).forEach(row -> accounts.put(row.id(), row));
        return accounts;
    }

    private Views.Dataset view(Connection connection, Caller caller, ConsoleRows.DatasetLine line) throws SQLException {
        Map<String, AccountRow> accounts = accounts(connection, line.chain());
        List<Views.Past> past = new ArrayList<>();
        List<AccountRow> snapshots = new ArrayList<>();
        for (ConsoleRows.PastLine ended : rows.past(connection, line.id())) {
            Optional.ofNullable(accounts(connection, ended.chain()).get(ended.accountId()))
                    .ifPresent(account -> {
                        past.add(new Views.Past(ended.endedAt(), account.view()));
                        snapshots.add(account);
                    });
        }
        Optional<AccountRow> top = Optional.ofNullable(accounts.get(line.accountId()));
        top.ifPresent(snapshots::add);
        PacAccounts pac = new PacAccounts(sources.store(), sources.ledger());
        return new Views.Dataset(
                line.id(),
                line.project(),
                line.name(),
                line.owner(),
                line.registeredAt(),
                line.kind(),
                top.map(AccountRow::view),
                seen(caller, line, accounts).stream().map(Views.AccountNode::of).toList(),
                pac.view(connection, line.accountId()).map(Views.PacGauge::of),
                new PacBudgets(pac).overTime(connection, snapshots).map(Views.PacTotal::of),
                past);
    }

    /// All accounts for an auditor. Everybody else sees no person and no notebook of another project, of his own
    /// those
    /// of others only if he may read the ledger; which projects share a dataset is for those of its own project.
    private static List<AccountRow> seen(
            Caller caller, ConsoleRows.DatasetLine dataset, Map<String, AccountRow> accounts) {
        if (caller.roles().contains(Role.AUDITOR)) {
            return List.copyOf(accounts.values());
        }
        return accounts.values().stream()
                .filter(account -> switch (account.tier()) {
                    case "dataset" -> true;
                    case "project" ->
                        account.name().equals(caller.project())
                                || (readsLedger(caller) && dataset.project().equals(caller.project()));
                    default ->
                        named(above(account, "project", accounts), caller.project())
                                && (readsLedger(caller) || named(above(account, "analyst", accounts), caller.user()));
                })
                .toList();
    }

    private static boolean named(Optional<AccountRow> account, String name) {
        return account.filter(found -> found.name().equals(name)).isPresent();
    }

    /// The account of that tier on the way up, beginning with the account itself.
    private static Optional<AccountRow> above(AccountRow account, String tier, Map<String, AccountRow> accounts) {
        Optional<AccountRow> at = Optional.of(account);
        while (at.isPresent() && !at.get().tier().equals(tier)) {
            at = at.get().parent().flatMap(parent -> Optional.ofNullable(accounts.get(parent)));
        }
        return at;
    }

    /// How a dataset's account came to what it is.
    ///
    /// @throws RefusedException if the caller may see no such dataset, or its ledger is not of differential privacy
    public Views.History history(Caller caller, String datasetId) {
        return sources.store().transaction(connection -> {
            ConsoleRows.DatasetLine line = visible(connection, caller).stream()
                    .filter(dataset ->
                            dataset.id().equals(datasetId) && dataset.kind().equals("dp"))
                    .findFirst()
                    .orElseThrow(() -> new RefusedException(new Refusal.Unknown("no dataset of that id with a ledger"
                            + " of differential privacy in your project; see /api/datasets")));
            AccountRow account = sources.ledger().account(connection, line.accountId());
            Histories.Steps steps = histories.of(connection, line.chain());
            String unit = account.unit(); // one for all points, so that they make a curve
            return new Views.History(
                    line.name(),
                    account.epsilon(),
                    account.delta(),
                    unit,
                    steps.steps().stream()
                            .map(step -> point(account, unit, step))
                            .toList(),
                    steps.readable());
        });
    }

    private static Views.Point point(AccountRow account, String unit, Histories.Step step) {
        return new Views.Point(
                step.at().toString(),
                step.balance().cap().in(unit),
                account.shown(step.balance().spent(), unit),
                account.shown(step.balance().reserved(), unit),
                account.shown(step.balance().kept(), unit),
                account.epsilonOf(step.balance().used()));
    }

    /// The sessions that the caller may see: all of the project, or his own.
    public List<Views.Session> sessions(Caller caller) {
        return sources.store().transaction(connection -> {
            List<Views.Session> views = new ArrayList<>();
            Map<String, Map<String, AccountRow>> byChain = new HashMap<>();
            for (ConsoleRows.SessionLine line : sessionLines(connection, caller)) {
                String chain = rows.chain(connection, line.accountId()).orElseThrow();
                if (!byChain.containsKey(chain)) {
                    byChain.put(chain, accounts(connection, chain));
                }
                Optional.ofNullable(byChain.getOrDefault(chain, Map.of()).get(line.accountId()))
                        .ifPresent(account -> views.add(view(line, account)));
            }
            return views;
        });
    }

    private List<ConsoleRows.SessionLine> sessionLines(Connection connection, Caller caller) throws SQLException {
        return rows.sessions(connection).stream()
                .filter(line -> Access.sees(caller, line.project()))
                .filter(line -> readsLedger(caller) || line.user().equals(caller.user()))
                .toList();
    }

    private static Views.Session view(ConsoleRows.SessionLine line, AccountRow account) {
        return new Views.Session(
                line.id(),
                line.project(),
                line.dataset(),
                line.user(),
                line.notebook(),
                line.expiresAt(),
                account.guaranteed(),
                account.closed(),
                account.view());
    }

    /// The newest charges and what became of them.
    public Views.Releases releases(Caller caller) {
        Optional<String> project =
                caller.roles().contains(Role.AUDITOR) ? Optional.empty() : Optional.of(caller.project());
        List<Views.Release> found = sources.store().transaction(connection -> rows.releases(connection, project));
        boolean more = found.size() > ConsoleRows.RELEASES_MAX;
        return new Views.Releases(more ? found.subList(0, ConsoleRows.RELEASES_MAX) : found, more);
    }

    /// The signed certificate of a release, as its file.
    ///
    /// @throws RefusedException if there is no such release that the caller may see
    public String certificate(Caller caller, String releaseId) {
        return sources.certificates().issue(caller, releaseId);
    }

    /// The proposals to raise a cap, newest first.
    public List<Proposal> approvals(Caller caller) {
        return sources.governance().proposals(caller);
    }

    /// An officer's decision.
    ///
    /// @throws RefusedException if there is no such proposal, or the caller may not decide it
    public Proposal decide(Caller caller, String id, boolean approve) {
        return sources.governance().decide(caller, new DecideCap(id, approve));
    }

    /// The ledgers: heads, signatures, witness, verification.
    public Views.Ledgers ledgers(Caller caller) {
        Optional<Map<String, Witness.Seen>> witness = witness();
        List<ConsoleRows.ChainLine> chains = sources.store().transaction(rows::chains).stream()
                .filter(chain -> Access.sees(caller, chain.project()))
                .toList();
        Checks.State state = checks.state();
        return new Views.Ledgers(
                chains.stream().map(chain -> view(chain, witness)).toList(),
                witness.isPresent(),
                state.last().map(verified -> scoped(caller, verified, chains)),
                state.running(),
                state.failed());
    }

    private static Views.Chain view(ConsoleRows.ChainLine chain, Optional<Map<String, Witness.Seen>> witness) {
        return new Views.Chain(
                chain.id(),
                chain.project(),
                chain.dataset(),
                chain.kind(),
                chain.lines(),
                chain.head(),
                chain.signedPlace(),
                chain.signedAt(),
                place(chain, witness));
    }

    private static Optional<Long> place(ConsoleRows.ChainLine chain, Optional<Map<String, Witness.Seen>> witness) {
        return witness.flatMap(seen -> Optional.ofNullable(seen.get(chain.id())))
                .map(Witness.Seen::place);
    }

    /// The findings about the ledgers that the caller may see; the others are only counted.
    private static Views.Verified scoped(Caller caller, Views.Verified verified, List<ConsoleRows.ChainLine> visible) {
        if (caller.roles().contains(Role.AUDITOR)) {
            return verified;
        }
        List<String> own = verified.findings().stream()
                .filter(finding -> visible.stream().anyMatch(chain -> finding.contains(chain.id())))
                .toList();
        return new Views.Verified(
                verified.at(),
                verified.by(),
                verified.millis(),
                verified.chains(),
                verified.lines(),
                own,
                verified.findings().size() - own.size());
    }

    private Optional<Map<String, Witness.Seen>> witness() {
        try {
            return Files.exists(sources.witness()) ? Optional.of(Witness.read(sources.witness())) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Begins a verification of all ledgers.
    ///
    /// @throws RefusedException if one runs already
    public Views.Verifying verify(Caller caller) {
        long lines = sources.store().transaction(rows::chains).stream()
                .mapToLong(ConsoleRows.ChainLine::lines)
                .sum();
        return checks.start(caller.user(), lines);
    }

    /// What the caller should look at, the worst first.
    public List<Views.Alert> alerts(Caller caller) {
        Instant now = clock.instant();
        Alarms alarms = new Alarms(now);
        sources.store().transaction(connection -> {
            for (ConsoleRows.DatasetLine line : visible(connection, caller)) {
                dataset(connection, caller, line, alarms);
            }
            for (ConsoleRows.FailedLine line :
                    rows.failed(connection, now.minus(FAILED_WINDOW).toString())) {
                if (Access.sees(caller, line.project())
                        && (readsLedger(caller) || line.user().equals(caller.user()))) {
                    alarms.failed(line);
                }
            }
            sessionLines(connection, caller).forEach(alarms::expiring);
            return alarms;
        });
        if (readsLedger(caller)) {
            sources.store().transaction(rows::twins).stream()
                    .filter(line -> Access.sees(caller, line.project()))
                    .forEach(line -> alarms.twin(line, Access.sees(caller, line.elsewhere())));
            ledgerAlarms(caller, alarms);
        }
        return alarms.alerts();
    }

    private void dataset(Connection connection, Caller caller, ConsoleRows.DatasetLine line, Alarms alarms)
            throws SQLException {
        Map<String, AccountRow> accounts = accounts(connection, line.chain());
        seen(caller, line, accounts).forEach(account -> alarms.used(line.project(), line.name(), account));
        AccountRow top = accounts.get(line.accountId());
        if (top != null && line.kind().equals("dp")) {
            alarms.burning(line.project(), line.name(), histories.of(connection, line.chain()), top);
        }
    }

    private void ledgerAlarms(Caller caller, Alarms alarms) {
        Views.Ledgers ledgers = ledgers(caller);
        alarms.verified(ledgers.last(), ledgers.failed());
        sources.unknown().ifPresent(alarms::unknown);
        alarms.witnessed(ledgers);
    }
}
