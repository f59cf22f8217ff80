package org.vitrail.contract.wire;

import java.util.List;

/// The answer to `hello`.
///
/// @param version of the server
/// @param user who the token says one is
/// @param roles of `owner`, `officer`, `analyst`, `auditor`, in this order
/// @param project whose datasets and releases one shares
public record ServerView(String version, String user, List<String> roles, String project) {
    public ServerView {
        roles = List.copyOf(roles);
    }
}
