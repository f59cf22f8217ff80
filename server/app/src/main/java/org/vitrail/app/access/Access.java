package org.vitrail.app.access;

import static org.vitrail.app.access.Role.ANALYST;
import static org.vitrail.app.access.Role.AUDITOR;
import static org.vitrail.app.access.Role.OFFICER;
import static org.vitrail.app.access.Role.OWNER;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.wire.ActionName;

/// Who may do what: the one place that says so, for Flight and for HTTP. Pure. Which dataset or session a caller
/// may see is said by the one that holds it, with [#sees].
public final class Access {
    private Access() {}

    /// The roles that have a permission. Without a role that is named here nobody may.
    static Set<Role> holders(Permission permission) {
        return switch (permission) {
            case READ_SERVER, READ_DATASET, READ_CERTIFICATE, READ_CONSOLE -> Set.of(OWNER, OFFICER, ANALYST, AUDITOR);
            case REGISTER_DATASET, READ_OWNER_REPORT, PROPOSE_CAP, SET_POLICY, GRANT_DATASET, RENEW_DATASET ->
                Set.of(OWNER);
            case OPEN_SESSION, READ_BUDGET, QUOTE, SPEND, CANCEL_JOB, READ_RELEASE, EXPIRE_SESSION ->
                Set.of(OWNER, ANALYST);
            case APPROVE_CAP -> Set.of(OFFICER);
            case LIST_APPROVALS, READ_LEDGER, VERIFY_LEDGER -> Set.of(OWNER, OFFICER, AUDITOR);
        };
    }

    /// What a Flight action needs.
    public static Permission needed(ActionName action) {
        return switch (action) {
            case HELLO -> Permission.READ_SERVER;
            case REGISTER_DATASET -> Permission.REGISTER_DATASET;
            case LIST_DATASETS, DESCRIBE_DATASET -> Permission.READ_DATASET;
            case OPEN_SESSION -> Permission.OPEN_SESSION;
            case BUDGET -> Permission.READ_BUDGET;
            case QUOTE -> Permission.QUOTE;
            case SUBMIT -> Permission.SPEND;
            case CANCEL -> Permission.CANCEL_JOB;
            case OWNER_REPORT -> Permission.READ_OWNER_REPORT;
            case LIST_RELEASES -> Permission.READ_DATASET;
            case CLOSE_SESSION -> Permission.EXPIRE_SESSION;
            case READ_RULES -> Permission.READ_DATASET;
            case SET_RULES -> Permission.SET_POLICY;
            case GRANT_DATASET -> Permission.GRANT_DATASET;
            case PROPOSE_CAP -> Permission.PROPOSE_CAP;
            case DECIDE_CAP -> Permission.APPROVE_CAP;
            case LIST_PROPOSALS -> Permission.LIST_APPROVALS;
            case VERIFY_LEDGER -> Permission.VERIFY_LEDGER;
            case CERTIFICATE -> Permission.READ_CERTIFICATE;
            case RELEASE_PIECE -> Permission.READ_RELEASE;
            case SERVER_KEY -> Permission.READ_SERVER;
        };
    }

    /// Whether a role has a permission.
    public static boolean may(Role role, Permission permission) {
        return holders(permission).contains(role);
    }

    /// Whether one of the caller's roles has a permission.
    public static boolean may(Caller caller, Permission permission) {
        return caller.roles().stream().anyMatch(role -> may(role, permission));
    }

    /// Refuses a caller none of whose roles has the permission.
    ///
    /// @throws RefusedException [Refusal.Forbidden]: the role expected, the role got, what to do
    public static void require(Caller caller, Permission permission) {
        if (!may(caller, permission)) {
            List<Role> holders = Arrays.stream(Role.values())
                    .filter(role -> may(role, permission))
                    .toList();
            throw new RefusedException(new Refusal.Forbidden("to " + permission.words() + " the role "
                    + words(holders, " or ") + " is expected, got " + words(caller.roles(), " and ")
                    + "; ask somebody who has it in project '" + caller.project() + "'"));
        }
    }

    /// Refuses whoever may not approve what that user proposed: the role is needed, and nobody approves a proposal
    /// of his own, whatever roles he has.
    ///
    /// @throws RefusedException [Refusal.Forbidden]
    public static void requireApprover(Caller caller, String proposer) {
        require(caller, Permission.APPROVE_CAP);
        if (caller.user().equalsIgnoreCase(proposer)) {
            throw new RefusedException(new Refusal.Forbidden("an approval by another person than the proposer is"
                    + " expected, got the proposer '" + proposer + "'; ask another officer of project '"
                    + caller.project() + "'"));
        }
    }

    /// Whether what is public of a project may be shown to the caller: of his own, and to an auditor of every one.
    public static boolean sees(Caller caller, String project) {
        return caller.project().equals(project) || caller.roles().contains(AUDITOR);
    }

    private static String words(Collection<Role> roles, String between) {
        return roles.stream().sorted().map(Role::word).collect(Collectors.joining(between));
    }
}
