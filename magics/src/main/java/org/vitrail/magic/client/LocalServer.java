package org.vitrail.magic.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.ServerFile;
import org.vitrail.contract.wire.TokenFile;

/// Reads what a server on this machine left in its data folder.
final class LocalServer {
    private LocalServer() {}

    /// The server that a data folder names, if its process is there.
    static Optional<ServerFile> running(Path data) {
        try {
            ServerFile file = Json.read(Files.readString(data.resolve(ServerFile.NAME)), ServerFile.class);
            return ProcessHandle.of(file.pid()).filter(LocalServer::isServer).map(p -> file);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // not there, or being replaced
        }
    }

    /// Process ids are used again: a process that tells its command line must be a Java process.
    private static boolean isServer(ProcessHandle process) {
        return process.isAlive()
                && process.info().command().map(c -> c.contains("java")).orElse(true);
    }

    /// How to talk to a server of that data folder.
    static Endpoint endpoint(Path data, ServerFile server) {
        Path tokens = data.resolve(TokenFile.NAME);
        Path file = Optional.ofNullable(System.getenv("VITRAIL_TOKEN_FILE"))
                .map(Path::of)
                .orElse(tokens);
        return new Endpoint(
                server.host(),
                server.flightPort(),
                server.tls(),
                Optional.empty(),
                Optional.empty(),
                new Credential.InFile(file));
    }

    /// The first token of a `tokens.json` that is written in plain.
    static String plainToken(String json, Path file) {
        try {
            return Json.read(json, TokenFile.class).tokens().stream()
                    .map(TokenFile.Token::token)
                    .filter(t -> !t.startsWith("sha256:"))
                    .findFirst()
                    .orElseThrow(() -> new ClientException(
                            ClientException.Kind.FATAL, "'" + file + "' holds no plain token; use --token-file"));
        } catch (IllegalArgumentException e) {
            throw new ClientException(ClientException.Kind.FATAL, "'" + file + "' is not a token file");
        }
    }
}
