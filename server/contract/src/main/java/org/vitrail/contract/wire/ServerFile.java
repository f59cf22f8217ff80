package org.vitrail.contract.wire;

/// What a running server writes into its data folder as [#NAME] (readable by its owner only, replaced atomically),
/// so
/// that a client on the same machine finds it.
///
/// @param host the address it listens on, for instance `127.0.0.1`
/// @param flightPort where Arrow Flight answers
/// @param httpPort where `/q/health` answers
/// @param pid the server's process; the file is stale if it is gone
/// @param version of the server
/// @param tls whether Flight speaks TLS
public record ServerFile(String host, int flightPort, int httpPort, long pid, String version, boolean tls) {
    /// The file's name in the data folder.
    public static final String NAME = "server.json";
}
