package org.vitrail.app.flight;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Role;
import org.vitrail.contract.wire.Json;

/// Who calls, as the text that Flight carries from the authenticator to the call: it holds no token, and clients
/// never
/// see or send it.
///
/// @param roles in lower case
record Identity(String user, List<String> roles, String project) {
    static String text(Caller caller) {
        return Json.text(new Identity(caller.user(), caller.roleWords(), caller.project()));
    }

    /// The caller of a text; empty if the authenticator did not write it.
    static Optional<Caller> caller(String text) {
        try {
            Identity known = Json.read(text, Identity.class);
            return Optional.of(new Caller(
                    known.user(),
                    known.roles().stream().map(Role::of).collect(Collectors.toUnmodifiableSet()),
                    known.project()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
