package org.vitrail.app.governance;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.vitrail.app.access.Access;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Permission;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.AccountSeed;
import org.vitrail.app.ledger.Desk;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.app.store.SealedTable;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.DecideCap;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.contract.pac.PacCapChange;
import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.contract.wire.Json;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Kind;

/// Rules, grants and higher caps. Whatever is decided is kept, and noted in the dataset's ledger.
public final class Governance {
    private final SqlStore store;
    private final Ledger ledger;
    private final Datasets datasets;
    private final PacAccounts pac;
    private final RuleBook rules = new RuleBook();
    private final Proposals proposals = new Proposals();
    private final PacCaps caps;

    /// Over those stores.
    public Governance(SqlStore store, Ledger ledger, Datasets datasets) {
        this.store = store;
        this.ledger = ledger;
        this.datasets = datasets;
        this.pac = new PacAccounts(store, ledger);
        this.caps = new PacCaps(ledger, datasets, pac);
    }

    /// The rules of a dataset that the caller may use.
    public DatasetRules rules(Caller caller, String dataset) {
        DatasetRow row = datasets.find(caller, dataset);
        return store.transaction(connection -> rules.of(connection, row));
    }

    /// Sets the rules of the caller's own dataset; they hold for requests from now on.
    public DatasetRules set(Caller caller, DatasetRules wanted) {
        DatasetRow row = own(caller, wanted.dataset(), Permission.SET_POLICY);
        List<String> known = Stream.concat(
                        Stream.of(EngineChoice.values())
                                .map(engine -> engine.name().toLowerCase(java.util.Locale.ROOT)),
                        Stream.of(RuleBook.PAC))
                .toList();
        if (!known.containsAll(wanted.mechanisms())) {
            throw new IllegalArgumentException("the engines are " + known + ", got " + wanted.mechanisms());
        }
        return ledger.write(ledger.chain(row.accountId()), desk -> {
            if (ledger.account(desk.reading(), row.accountId()).closed()) {
                throw new RefusedException(new Refusal.Unavailable("dataset '" + row.name()
                        + "' was registered anew at the same moment; the rules were not set, set them again"));
            }
            int number = rules.add(desk.writing(), row, wanted, caller.user());
            desk.pen()
                    .seal(
                            row.accountId(),
                            "rules by " + caller.user() + ": " + Json.text(wanted),
                            SealedTable.DATASET_RULES,
                            row.id(),
                            Integer.toString(number));
            return wanted;
        });
    }

    /// Lets another project use the caller's own dataset.
    public void grant(Caller caller, GrantDataset wanted) {
        DatasetRow row = own(caller, wanted.dataset(), Permission.GRANT_DATASET);
        if (wanted.project().equals(row.project())) {
            throw new IllegalArgumentException("dataset '" + row.name() + "' is in project '" + row.project()
                    + "' already; a grant is for another project");
        }
        if (wanted.pacCapPicoNats().isPresent() && row.declaration().pac().isEmpty()) {
            throw PacAccounts.noCap(row.name());
        }
        String account = UUID.randomUUID().toString();
        String chain = ledger.chain(row.accountId());
        ledger.transaction(
                transaction -> { // both ledgers, or neither
                    Desk<DpAmount> desk = transaction.desk(Kind.DP, chain);
                    AccountRow top = ledger.account(desk.reading(), row.accountId());
                    if (ledger.below(desk.reading(), top.id(), "project", wanted.project())
                            .isPresent()) {
                        throw new RefusedException(new Refusal.InvalidRequest("project '" + wanted.project()
                                + "' may use dataset '" + row.name() + "' already; raise its cap with a proposal"));
                    }
                    DpAmount cap = top.measures().caps(wanted.epsilon(), top.delta());
                    if (!cap.left(top.cap()).equals(cap.none())) { // more than the dataset's in some measure
                        throw new RefusedException(Ledger.exceeded(top, cap));
                    }
                    desk.pen()
                            .open(new AccountSeed<>(
                                    account,
                                    Optional.of(top.id()),
                                    "project",
                                    wanted.project(),
                                    wanted.epsilon(),
                                    top.delta(),
                                    cap,
                                    wanted.guaranteed()));
                    desk.pen().note(top.id(), "granted to project " + wanted.project() + " by " + caller.user());
                    if (wanted.pacCapPicoNats().isPresent()) {
                        pac.open(transaction, account, row.name(), wanted.pacCapPicoNats(), wanted.guaranteed());
                    }
                    return wanted;
                });
    }

    /// Asks for a higher cap of an account of the caller's own dataset, or for its first cap of PAC privacy.
    public Proposal propose(Caller caller, ProposeCap wanted) {
        DatasetRow row = own(caller, wanted.dataset(), Permission.PROPOSE_CAP);
        return ledger.write(ledger.chain(row.accountId()), desk -> {
            AccountRow account = find(desk.reading(), row, wanted);
            Optional<PacCapChange> change = wanted.pacCapPicoNats().isPresent()
                    ? Optional.of(caps.change(desk.reading(), row, account, wanted))
                    : Optional.empty();
            if (wanted.epsilon().isPresent()) {
                require(account, wanted.epsilon().get());
            }
            Proposal proposal = new Proposal(
                    UUID.randomUUID().toString(),
                    row.project(),
                    row.name(),
                    account.tier(),
                    account.name(),
                    wanted.epsilon().isPresent() ? account.epsilon() : 0,
                    wanted.epsilon().orElse(0.0),
                    account.delta(),
                    wanted.reason(),
                    caller.user(),
                    Instant.now().toString(),
                    "pending",
                    Optional.empty(),
                    Optional.empty(),
                    change);
            proposals.insert(desk.writing(), proposal, row.id(), account.id());
            String what = "proposal by " + caller.user() + ": "
                    + change.map(PacCaps::words)
                            .orElse("epsilon " + proposal.epsilonWanted() + " instead of " + account.epsilon());
            desk.pen().seal(account.id(), what, SealedTable.CAP_PROPOSAL, proposal.id());
            if (change.isPresent()) {
                desk.pen().seal(account.id(), what, SealedTable.PAC_PROPOSAL, proposal.id());
            }
            return proposal;
        });
    }

    private AccountRow find(Connection connection, DatasetRow row, ProposeCap wanted) throws SQLException {
        if (wanted.tier().equals("dataset")) {
            return ledger.account(connection, row.accountId());
        }
        String chain = ledger.chain(row.accountId());
        List<AccountRow> found = ledger.inChain(connection, chain, wanted.tier(), wanted.name());
        List<String> projects = new ArrayList<>();
        for (AccountRow account : found) {
            projects.add(project(connection, account));
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (!found.isEmpty()) {
            int own = projects.indexOf(row.project());
            if (own >= 0 && own == projects.lastIndexOf(row.project())) {
                return found.get(own);
            }
            throw ambiguous(row, wanted, projects);
        }
        int cut = wanted.name().lastIndexOf('/');
        List<AccountRow> named = new ArrayList<>();
        if (cut > 0) {
            for (AccountRow account : ledger.inChain(
                    connection, chain, wanted.tier(), wanted.name().substring(cut + 1))) {
                if (project(connection, account).equals(wanted.name().substring(0, cut))) {
                    named.add(account);
                }
            }
        }
        if (named.size() > 1) {
            throw ambiguous(row, wanted, List.of(wanted.name().substring(0, cut)));
        }
        return named.stream()
                .findFirst()
                .orElseThrow(() -> new RefusedException(new Refusal.Unknown("dataset '" + row.name() + "' has no "
                        + wanted.tier() + " '" + wanted.name() + "' yet: its account opens with its first session")));
    }

    private String project(Connection connection, AccountRow account) throws SQLException {
        return ledger.route(connection, account.id()).stream()
                .filter(above -> above.tier().equals("project"))
                .map(AccountRow::name)
                .findFirst()
                .orElse("");
    }

    private static RefusedException ambiguous(DatasetRow row, ProposeCap wanted, List<String> projects) {
        return new RefusedException(new Refusal.InvalidRequest("dataset '" + row.name() + "' has several open "
                + wanted.tier() + " accounts '" + wanted.name() + "', in the projects " + projects
                + "; name one as PROJECT/NAME, or propose for the account above"));
    }

    private static void require(AccountRow account, double epsilon) {
        if (account.guaranteed()) {
            throw new RefusedException(new Refusal.InvalidRequest("the cap of " + account.tier() + " '" + account.name()
                    + "' is guaranteed above it and cannot be raised"));
        }
        if (!(epsilon > account.epsilon())) {
            throw new RefusedException(new Refusal.InvalidRequest("a cap is only ever raised: more than epsilon "
                    + account.epsilon() + " is expected, got " + epsilon));
        }
    }

    /// Decides on somebody else's proposal, once. An approved cap holds at once, and stands in the ledger with both
    /// names.
    public Proposal decide(Caller caller, DecideCap decision) {
        Proposals.Row found = store.transaction(connection -> proposals.byId(connection, decision.proposalId()))
                .filter(row -> row.proposal().project().equals(caller.project())) // to see is not to decide
                .orElseThrow(() -> new RefusedException(
                        new Refusal.Unknown("no proposal of that id in your project; see the list of proposals")));
        Access.requireApprover(caller, found.proposal().proposedBy());
        String chain = ledger.chain(found.accountId());
        return ledger.transaction(transaction -> {
            Desk<DpAmount> desk = transaction.desk(Kind.DP, chain);
            Proposal now = proposals
                    .byId(desk.reading(), decision.proposalId())
                    .orElseThrow()
                    .proposal();
            if (!now.status().equals("pending")) {
                throw new RefusedException(new Refusal.InvalidRequest("the proposal was " + now.status() + " by "
                        + now.decidedBy().orElse("") + " already; a new one is needed for another decision"));
            }
            if (decision.approve()) {
                raise(transaction, desk, found, now, caller);
            }
            proposals.decide(desk.writing(), now, caller.user(), decision.approve());
            desk.pen()
                    .seal(
                            found.accountId(),
                            "proposal " + (decision.approve() ? "approved" : "rejected") + " by " + caller.user(),
                            SealedTable.CAP_DECISION,
                            now.id());
            return proposals.byId(desk.reading(), now.id()).orElseThrow().proposal();
        });
    }

    private void raise(
            Ledger.Transaction transaction, Desk<DpAmount> desk, Proposals.Row found, Proposal now, Caller officer)
            throws SQLException {
        AccountRow account = ledger.account(desk.reading(), found.accountId());
        String why = "proposal " + now.id() + " by " + now.proposedBy() + ", approved by " + officer.user();
        if (now.pac().isPresent()) {
            caps.raise(transaction, desk, found, account, now.pac().get(), why);
            return;
        }
        require(account, now.epsilonWanted());
        desk.pen()
                .raise(
                        account.id(),
                        account.measures().caps(now.epsilonWanted(), account.delta()),
                        now.epsilonWanted(),
                        why);
    }

    /// The proposals that the caller may see, newest first.
    public List<Proposal> proposals(Caller caller) {
        return store.transaction(proposals::all).stream()
                .map(Proposals.Row::proposal)
                .filter(proposal -> Access.sees(caller, proposal.project()))
                .toList();
    }

    private DatasetRow own(Caller caller, String dataset, Permission permission) {
        Access.require(caller, permission);
        DatasetRow row = datasets.find(caller, dataset);
        if (!row.project().equals(caller.project())) {
            throw new RefusedException(new Refusal.Forbidden("dataset '" + row.name() + "' belongs to project '"
                    + row.project() + "'; ask an owner there to " + permission.words()));
        }
        return row;
    }
}
