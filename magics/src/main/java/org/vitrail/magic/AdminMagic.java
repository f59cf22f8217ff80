package org.vitrail.magic;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.lang.model.SourceVersion;
import org.dflib.jjava.jupyter.kernel.BaseNotebookStatics;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.DecideCap;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.ServerView;
import org.vitrail.magic.args.Arguments;
import org.vitrail.magic.governance.AdminArgs;
import org.vitrail.magic.governance.GovernanceView;
import org.vitrail.magic.governance.ShortId;

/// `%dp_admin`: rules, grants, higher caps, and whether the ledger holds.
final class AdminMagic extends Magic {
    AdminMagic(Notebook notebook) {
        super("dp_admin", Object.class, AdminArgs::new, notebook);
    }

    @Override
    @Nullable
    Object run(Object parsed, Optional<String> body) {
        return switch (parsed) {
            case AdminArgs.Rules rules -> rules(rules);
            case AdminArgs.Grant grant -> grant(grant);
            case AdminArgs.Propose propose -> propose(propose);
            case AdminArgs.Proposals all -> proposals();
            case AdminArgs.Approve approve -> decide(approve.proposal, true);
            case AdminArgs.Reject reject -> decide(reject.proposal, false);
            case AdminArgs.Verify verify -> verify();
            default ->
                throw new MagicFailure("UsageError: rules, grant, propose, proposals, approve, reject or verify"
                        + " expected behind " + Magic.DP_ADMIN + ". Try " + Magic.DP_ADMIN + " --help");
        };
    }

    private DatasetRules rules(AdminArgs.Rules args) {
        boolean sets = args.lift || args.maxEpsilon.isPresent() || args.maxDelta.isPresent() || !args.engines.isEmpty();
        if (args.show && sets) {
            throw new MagicFailure("UsageError: --show only shows; leave it out to set rules");
        }
        DatasetRules now = notebook()
                .named(
                        args.dataset,
                        () -> notebook().access().call(ActionName.READ_RULES, args.dataset, DatasetRules.class));
        DatasetRules rules = now;
        if (sets) {
            DatasetRules kept = args.lift ? DatasetRules.none(args.dataset) : now;
            DatasetRules wanted = new DatasetRules(
                    args.dataset,
                    args.maxEpsilon.or(kept::epsilonMax),
                    args.maxDelta.or(kept::deltaMax),
                    args.engines.isEmpty()
                            ? kept.mechanisms()
                            : args.engines.stream().map(Magic::lower).toList());
            rules = notebook().access().call(ActionName.SET_RULES, wanted, DatasetRules.class);
        }
        notebook().show(GovernanceView.rules(rules));
        return rules;
    }

    private @Nullable Object grant(AdminArgs.Grant args) {
        GrantDataset grant = new GrantDataset(
                args.dataset, args.project, args.epsilon, args.guaranteed, args.pacCap.map(DatasetMagic::picoNats));
        notebook().named(args.dataset, () -> notebook().access().bytes(ActionName.GRANT_DATASET, grant));
        notebook()
                .say("project '" + args.project + "' may use dataset '" + args.dataset + "' up to ε "
                        + ShortNumber.of(args.epsilon)
                        + (args.guaranteed
                                ? ", which the dataset keeps for it"
                                : ", as far as the dataset's cap, which covers everybody, has it left"));
        DatasetMagic.warn(notebook(), args.pacCap);
        return null;
    }

    private Proposal propose(AdminArgs.Propose args) {
        if (args.epsilon.isPresent() == args.pacCap.isPresent()) {
            throw new MagicFailure("UsageError: --epsilon E or --pac-cap P%|NATS expected: the new cap, of one of them;"
                    + " got " + (args.epsilon.isPresent() ? "both" : "none"));
        }
        Optional<Long> pacCap = args.pacCap.map(DatasetMagic::picoNats);
        String name = args.name.orElseGet(() -> switch (args.tier) {
            case DATASET -> args.dataset;
            case PROJECT ->
                notebook()
                        .access()
                        .call(ActionName.HELLO, null, ServerView.class)
                        .project();
            case ANALYST ->
                throw new MagicFailure("UsageError: --name ANALYST expected with --tier analyst: whose cap");
        });
        ProposeCap wanted = new ProposeCap(
                args.dataset, lower(args.tier), name, args.epsilon, pacCap, args.pacUnitsMin, args.reason);
        Proposal proposal = notebook()
                .named(args.dataset, () -> notebook().access().call(ActionName.PROPOSE_CAP, wanted, Proposal.class));
        notebook().learned(Arguments.PROPOSAL, List.of(proposal.id()));
        notebook().say(GovernanceView.line(proposal));
        DatasetMagic.warn(notebook(), args.pacCap);
        return proposal;
    }

    private List<Proposal> ask() {
        List<Proposal> all = List.of(notebook().access().call(ActionName.LIST_PROPOSALS, null, Proposal[].class));
        notebook().learned(Arguments.PROPOSAL, all.stream().map(Proposal::id).toList());
        return all;
    }

    private List<Proposal> proposals() {
        List<Proposal> all = ask();
        notebook().show(GovernanceView.proposals(all, Instant.now()));
        return all;
    }

    private Proposal decide(String typed, boolean approve) {
        String id = ShortId.whole(typed, ask().stream().map(Proposal::id).toList())
                .or(() -> held(typed))
                .orElseThrow(() -> new MagicFailure(
                        "no proposal '" + typed + "'; " + Magic.DP_ADMIN + " proposals lists their ids"));
        Proposal decided = notebook().access().call(ActionName.DECIDE_CAP, new DecideCap(id, approve), Proposal.class);
        notebook().say(GovernanceView.line(decided));
        return decided;
    }

    /// The id of the proposal that a variable holds.
    private static Optional<String> held(String typed) {
        if (!SourceVersion.isName(typed)) {
            return Optional.empty();
        }
        try {
            return BaseNotebookStatics.eval(typed) instanceof Proposal proposal
                    ? Optional.of(proposal.id())
                    : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty(); // no such variable
        }
    }

    private LedgerReport verify() {
        LedgerReport report = notebook().access().callLong(ActionName.VERIFY_LEDGER, null, LedgerReport.class);
        notebook().show(GovernanceView.ledger(report));
        if (!report.findings().isEmpty()) {
            throw new MagicFailure(
                    "the ledger does not hold: " + report.findings().getFirst());
        }
        return report;
    }
}
