package org.vitrail.magic;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.DecideCap;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.contract.pac.PacCapChange;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;

/// Rules, grants and proposals as they were asked for; nothing is decided here.
final class FakeGovernance {
    static final String FIRST = "aaaa1111-0000-4000-8000-000000000001";
    static final String SECOND = "aaaa2222-0000-4000-8000-000000000002";

    final List<DatasetRules> set = new CopyOnWriteArrayList<>();
    final List<GrantDataset> grants = new CopyOnWriteArrayList<>();
    final List<ProposeCap> proposed = new CopyOnWriteArrayList<>();
    final List<DecideCap> decided = new CopyOnWriteArrayList<>();
    volatile List<Proposal> proposals = List.of(proposal(FIRST, "pending", "ann"), proposal(SECOND, "rejected", "ben"));
    volatile List<String> findings = List.of();

    Object answer(ActionName action, byte[] body) {
        return switch (action) {
            case READ_RULES -> set.isEmpty() ? DatasetRules.none("clinic") : set.getLast();
            case SET_RULES -> {
                set.add(Json.read(body, DatasetRules.class));
                yield set.getLast();
            }
            case GRANT_DATASET -> {
                grants.add(Json.read(body, GrantDataset.class));
                yield new byte[0];
            }
            case PROPOSE_CAP -> {
                proposed.add(Json.read(body, ProposeCap.class));
                yield proposal(FIRST, "pending", "ann");
            }
            case LIST_PROPOSALS -> proposals;
            case DECIDE_CAP -> decide(Json.read(body, DecideCap.class));
            case VERIFY_LEDGER -> new LedgerReport(2, 1_234, findings, "ab12cd34", "2026-11-27T05:00:00.123456Z");
            default -> throw new IllegalStateException("" + action);
        };
    }

    private Proposal decide(DecideCap decision) {
        decided.add(decision);
        if (decision.approve() && decision.proposalId().equals(SECOND)) {
            throw FakeServer.refused(new Refusal.InvalidRequest("the proposal was rejected by ben already"));
        }
        return proposal(decision.proposalId(), decision.approve() ? "approved" : "rejected", "ann");
    }

    /// Of PAC privacy; `now` in 1e-12 nat, 0: there is none yet.
    static Proposal pac(String id, long now) {
        Proposal other = proposal(id, "pending", "ann");
        return new Proposal(
                id,
                other.project(),
                other.dataset(),
                other.tier(),
                other.name(),
                0,
                0,
                other.delta(),
                other.reason(),
                other.proposedBy(),
                other.proposedAt(),
                other.status(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new PacCapChange(now, 82_282_878_504L, now == 0 ? 0.5 : 0.6242, 0.7, 10)));
    }

    static Proposal proposal(String id, String status, String by) {
        Optional<String> officer = status.equals("pending") ? Optional.empty() : Optional.of("olaf");
        return new Proposal(
                id,
                "p",
                "clinic",
                "dataset",
                "clinic",
                10,
                12,
                1e-5,
                "second wave of a study that goes on",
                by,
                "2026-11-24T05:00:00Z",
                status,
                officer,
                officer.map(o -> "2026-11-25T05:00:00Z"));
    }
}
