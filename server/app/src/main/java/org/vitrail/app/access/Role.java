package org.vitrail.app.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a caller may do.
public enum Role {
    /// Registers datasets with their caps, and spends.
    OWNER,
    /// Spends.
    ANALYST;

    /// The role of that name in lower case.
    ///
    /// @throws IllegalArgumentException naming the roles that exist
    static Role of(String name) {
        return Arrays.stream(values())
                .filter(role -> role.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a role must be one of "
                        + Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", ")) + ", got '" + name
                        + "'"));
    }

    /// The role's name in lower case.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
