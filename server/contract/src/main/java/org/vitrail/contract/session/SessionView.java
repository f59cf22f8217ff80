package org.vitrail.contract.session;

import org.vitrail.contract.Account;

/// A session as its user sees it.
///
/// @param resumed whether it existed before this call
public record SessionView(
        String sessionId, String dataset, String user, String notebook, Account account, boolean resumed) {}
