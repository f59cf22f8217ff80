package org.vitrail.contract.wire;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.Arrays;
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
    /// @param role one or several of `owner`, `officer`, `analyst`, `auditor`; in the file a text with commas,
    ///     or a list of texts
    /// @param project who shares datasets and releases
    public record Token(
            String token,
            String user,

            @JsonFormat(
                    with = {
                        JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                        JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
                    })
            List<String> role,

            String project) {
        public Token {
            role = role.stream()
                    .flatMap(words -> Arrays.stream(words.split(",", -1)))
                    .map(String::strip)
                    .toList();
        }

        /// A token of the roles in one text.
        public static Token of(String token, String user, String role, String project) {
            return new Token(token, user, List.of(role), project);
        }

        /// Never the token itself.
        @Override
        public String toString() {
            return "Token[" + user + ", " + role + ", " + project + "]";
        }
    }
}
