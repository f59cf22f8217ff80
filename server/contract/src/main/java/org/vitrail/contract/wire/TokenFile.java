package org.vitrail.contract.wire;

import java.util.List;

/// Who may talk to a server; a JSON file that only its owner may read. Without a configured file the server reads
/// [#NAME] in its data folder, and writes it with one random token for its own user if it is not there.
public record TokenFile(List<Token> tokens) {
    /// The file's name in the data folder.
    public static final String NAME = "tokens.json";

    public TokenFile {
        tokens = List.copyOf(tokens);
    }

    /// One bearer token.
    ///
    /// @param token at least 16 characters; or `sha256:` and the token's SHA-256 in hex
    /// @param user whose it is
    /// @param role `owner` (registers datasets, spends) or `analyst` (spends)
    /// @param project who shares datasets and releases
    public record Token(String token, String user, String role, String project) {
        /// Never the token itself.
        @Override
        public String toString() {
            return "Token[" + user + ", " + role + ", " + project + "]";
        }
    }
}
