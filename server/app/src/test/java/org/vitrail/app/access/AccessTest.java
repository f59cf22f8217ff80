package org.vitrail.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;

/// The table in the code is the one in the documentation, and its rules hold.
class AccessTest {
    private static final Path DOCUMENT = Path.of("..", "ARCHITECTURE.md");
    private static final List<Role> COLUMNS = List.of(Role.OWNER, Role.OFFICER, Role.ANALYST, Role.AUDITOR);

    /// The rows `| PERMISSION | yes | – | .. |` of the section "Who may what".
    private static Map<String, Set<Role>> documented() throws IOException {
        String section =
                Files.readString(DOCUMENT).split("\n## Who may what\n", 2)[1].split("\n## ", 2)[0];
        Map<String, Set<Role>> rows = new LinkedHashMap<>();
        for (String line :
                section.lines().filter(l -> l.matches("\\| [A-Z_]+ \\|.*")).toList()) {
            String[] cells = line.split("\\|", -1);
            Set<Role> roles = EnumSet.noneOf(Role.class);
            for (int i = 0; i < COLUMNS.size(); i++) {
                if (cells[i + 2].strip().equals("yes")) {
                    roles.add(COLUMNS.get(i));
                }
            }
            rows.put(cells[1].strip(), roles);
        }
        return rows;
    }

    private static List<String> differences(Map<String, Set<Role>> documented, BiPredicate<Role, Permission> rule) {
        List<String> found = new ArrayList<>();
        for (Permission permission : Permission.values()) {
            for (Role role : Role.values()) {
                boolean said =
                        documented.getOrDefault(permission.name(), Set.of()).contains(role);
                if (said != rule.test(role, permission)) {
                    found.add(role.word() + " " + permission.name().toLowerCase(Locale.ROOT));
                }
            }
        }
        return found;
    }

    @Test
    void table_ofTheDocumentation_isTheCodes() throws IOException {
        assertThat(documented().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Permission.values()).map(Enum::name).toList());
        assertThat(differences(documented(), Access::may)).isEmpty();
    }

    @Test
    void table_withAnyOneCellPlanted_isNoticed() throws IOException {
        Map<String, Set<Role>> documented = documented();
        for (Permission permission : Permission.values()) {
            for (Role role : Role.values()) {
                BiPredicate<Role, Permission> planted =
                        (r, p) -> (r == role && p == permission) ? !Access.may(r, p) : Access.may(r, p);
                assertThat(differences(documented, planted)).hasSize(1);
            }
        }
    }

    @Test
    void officersAndAuditors_neitherSpendNorRegisterNorSeeRows() {
        for (Role role : List.of(Role.OFFICER, Role.AUDITOR)) {
            for (Permission permission : List.of(
                    Permission.SPEND,
                    Permission.OPEN_SESSION,
                    Permission.REGISTER_DATASET,
                    Permission.READ_RELEASE,
                    Permission.READ_OWNER_REPORT,
                    Permission.SET_POLICY,
                    Permission.PROPOSE_CAP)) {
                assertThat(Access.may(role, permission))
                        .as(role + " " + permission)
                        .isFalse();
            }
        }
        assertThat(Access.holders(Permission.APPROVE_CAP))
                .doesNotContainAnyElementsOf(Access.holders(Permission.PROPOSE_CAP));
    }

    private static Refusal refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Refusal[] seen = new Refusal[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(RefusedException.class, e -> seen[0] = e.refusal());
        return seen[0];
    }

    @Test
    void refusal_namesTheRoleExpectedTheRolesGotAndWhatToDo() {
        Caller ada = new Caller("ada", Set.of(Role.AUDITOR, Role.OFFICER), "clinic");
        assertThat(refusal(() -> Access.require(ada, Permission.SPEND)))
                .isEqualTo(new Refusal.Forbidden("to spend budget the role owner or analyst is expected, got officer"
                        + " and auditor; ask somebody who has it in project 'clinic'"));
    }

    @Test
    void approver_ofAnothersProposal_mayAndOfHisOwnNever() {
        Caller both = new Caller("bo", Set.of(Role.values()), "clinic");
        Access.requireApprover(both, "olga");
        assertThat(refusal(() -> Access.requireApprover(both, "bo")))
                .isInstanceOfSatisfying(
                        Refusal.Forbidden.class,
                        no -> assertThat(no.line())
                                .contains("by another person than the proposer is expected, got the proposer 'bo'"));
        Caller owner = new Caller("olga", Set.of(Role.OWNER), "clinic");
        assertThat(refusal(() -> Access.requireApprover(owner, "bo"))).isInstanceOf(Refusal.Forbidden.class);
    }

    @Test
    void public_ofAnotherProject_isSeenByAuditorsOnly() {
        for (Role role : Role.values()) {
            Caller caller = new Caller("x", Set.of(role), "clinic");
            assertThat(Access.sees(caller, "clinic")).isTrue();
            assertThat(Access.sees(caller, "elsewhere")).as(role.word()).isEqualTo(role == Role.AUDITOR);
        }
    }

    @Test
    void caller_withoutARoleOrWithABadName_isNone() {
        assertThatThrownBy(() -> new Caller("x", Set.of(), "p")).hasMessageContaining("at least one role");
        for (String name : List.of("", " ", "a\nb", "x".repeat(201))) {
            assertThatThrownBy(() -> new Caller(name, Set.of(Role.OWNER), "p")).hasMessageContaining("a user must");
            assertThatThrownBy(() -> new Caller("x", Set.of(Role.OWNER), name)).hasMessageContaining("a project must");
        }
    }
}
