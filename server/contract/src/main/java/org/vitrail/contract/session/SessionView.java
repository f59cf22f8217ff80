package org.vitrail.contract.session;

import java.util.Optional;
import org.vitrail.contract.Account;

/// A session as its user sees it.
///
/// @param guaranteed whether the accounts above keep its cap for it
/// @param expiresAt when it takes no more charges, as ISO 8601 in UTC; empty: never
/// @param resumed whether it existed before this call
public record SessionView(
        String sessionId,
        String dataset,
        String user,
        String notebook,
        Account account,
        boolean guaranteed,
        Optional<String> expiresAt,
        boolean resumed) {
    public SessionView {
        expiresAt = expiresAt == null ? Optional.empty() : expiresAt;
    }
}
