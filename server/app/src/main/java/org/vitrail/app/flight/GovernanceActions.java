package org.vitrail.app.flight;

import java.nio.charset.StandardCharsets;
import org.vitrail.app.access.Caller;
import org.vitrail.app.governance.Governance;
import org.vitrail.app.ledger.LedgerCheck;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.DecideCap;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;

/// The actions on rules, caps and the ledger itself: decodes, calls, encodes.
final class GovernanceActions {
    private final Governance governance;
    private final LedgerCheck check;

    GovernanceActions(Governance governance, LedgerCheck check) {
        this.governance = governance;
        this.check = check;
    }

    /// The answer to one of them, for a caller who was asked for his role already.
    byte[] answer(Caller caller, ActionName action, byte[] body) {
        return switch (action) {
            case READ_RULES -> Json.bytes(governance.rules(caller, new String(body, StandardCharsets.UTF_8)));
            case SET_RULES -> Json.bytes(governance.set(caller, Json.read(body, DatasetRules.class)));
            case GRANT_DATASET -> {
                governance.grant(caller, Json.read(body, GrantDataset.class));
                yield new byte[0];
            }
            case PROPOSE_CAP -> Json.bytes(governance.propose(caller, Json.read(body, ProposeCap.class)));
            case DECIDE_CAP -> Json.bytes(governance.decide(caller, Json.read(body, DecideCap.class)));
            case LIST_PROPOSALS -> Json.bytes(governance.proposals(caller));
            case VERIFY_LEDGER -> Json.bytes(check.run(caller));
            default -> throw new IllegalStateException("not an action on rules, caps or the ledger: " + action);
        };
    }
}
