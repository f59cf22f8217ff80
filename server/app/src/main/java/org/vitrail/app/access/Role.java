package org.vitrail.app.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a caller is to a project. A caller may have several; [Access] says what each may do.
public enum Role {
    /// Registers datasets, sets their unit, caps and rules, proposes higher caps, and spends.
    OWNER,
    /// Approves what an owner proposed; neither registers nor spends.
    OFFICER,
    /// Spends.
    ANALYST,
    /// Reads what is public of every project; sees no release and no private value, never spends.
    AUDITOR;

    /// The role of that name in lower case.
    ///
    /// @throws IllegalArgumentException naming the roles that exist
    public static Role of(String name) {
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
