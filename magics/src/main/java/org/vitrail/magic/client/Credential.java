package org.vitrail.magic.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the bearer token is; read anew for every call, so that a token that is renewed there goes on working.
public sealed interface Credential {
    /// The token as it is now.
    ///
    /// @throws ClientException in one line, without the token
    String token();

    /// In a file: its first line, or the first plain token of the server's `tokens.json`.
    record InFile(Path file) implements Credential {
        @Override
        public String token() {
            try {
                String text = Files.readString(file).strip();
                if (text.startsWith("{")) {
                    return LocalServer.plainToken(text, file);
                }
                return required(text.lines().findFirst().orElse(""), "the token file '" + file + "'");
            } catch (IOException e) {
                throw new ClientException(
                        ClientException.Kind.FATAL,
                        "cannot read the token file '" + file + "' ("
                                + e.getClass().getSimpleName() + ")");
            }
        }
    }

    /// In the kernel's environment, as JupyterHub leaves it in `JUPYTERHUB_API_TOKEN`.
    record InEnvironment(String name) implements Credential {
        @Override
        public String token() {
            String value = System.getenv(name);
            if (value == null) {
                throw new ClientException(
                        ClientException.Kind.FATAL,
                        "the environment variable '" + name + "' is not set in this kernel; set it before the kernel"
                                + " starts, or use --token-file FILE");
            }
            return required(value, "the environment variable '" + name + "'");
        }
    }

    /// What the kernel's environment says: `VITRAIL_TOKEN_FILE`, or `VITRAIL_TOKEN_ENV` with the name of the variable
    /// that holds the token.
    static Optional<Credential> ofEnvironment() {
        return Optional.ofNullable(System.getenv("VITRAIL_TOKEN_FILE"))
                .<Credential>map(file -> new InFile(Path.of(file)))
                .or(() ->
                        Optional.ofNullable(System.getenv("VITRAIL_TOKEN_ENV")).map(InEnvironment::new));
    }

    private static String required(String text, String where) {
        String token = text.strip();
        if (!token.matches("[\\x21-\\x7e]{16,16384}")) {
            throw new ClientException(
                    ClientException.Kind.FATAL, where + " must hold a token of 16 to 16384 printable characters");
        }
        return token;
    }
}
