package org.vitrail.app.access;

import java.util.List;
import java.util.Set;

/// Who calls, as the token says.
///
/// @param user the name charges and sessions are booked under: at most 200 characters, none of them a control
///     character; the same name is the same person, whatever kind of token says it
/// @param roles what the caller is; at least one
/// @param project the scope: who shares datasets and releases; a name as `user`
public record Caller(String user, Set<Role> roles, String project) {
    private static final int NAME_LENGTH_MAX = 200;

    public Caller {
        requireName("user", user);
        requireName("project", project);
        roles = Set.copyOf(roles);
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("user '" + user + "' must have at least one role, got none");
        }
    }

    private static void requireName(String what, String name) {
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a " + what + " must have 1 to " + NAME_LENGTH_MAX
                    + " characters, not all blank and none of them a control character, got " + name.length());
        }
    }

    /// The roles in lower case, in the order of [Role].
    public List<String> roleWords() {
        return roles.stream().sorted().map(Role::word).toList();
    }
}
