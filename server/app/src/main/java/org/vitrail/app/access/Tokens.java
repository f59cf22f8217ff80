package org.vitrail.app.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.TokenFile;

/// The bearer tokens a server accepts. Only their SHA-256 is kept, and looked up by it: the time of a look-up says
/// nothing about a token.
public final class Tokens {
    private static final int LENGTH_MIN = 16;
    private static final String HASHED = "sha256:";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Map<String, Caller> byDigest;

    private Tokens(Map<String, Caller> byDigest) {
        this.byDigest = Map.copyOf(byDigest);
    }

    /// Reads a token file; where it is not there, writes one with a single random token for `user`, as an owner of
    /// the
    /// project `default`.
    ///
    /// @throws IllegalArgumentException one line, without any token, if the file is malformed or others may read it
    public static Tokens readOrCreate(Path file, String user) throws IOException {
        if (!Files.exists(file)) {
            TokenFile fresh =
                    new TokenFile(List.of(new TokenFile.Token(randomToken(), user, Role.OWNER.word(), "default")));
            writeOwnerOnly(file, Json.bytes(fresh));
        }
        return read(file);
    }

    /// Reads a token file.
    ///
    /// @throws IllegalArgumentException as for [#readOrCreate]
    public static Tokens read(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalArgumentException("the token file " + file.getFileName()
                    + " must be readable by its owner only; run chmod 600 on it");
        }
        Map<String, Caller> byDigest = new HashMap<>();
        for (TokenFile.Token token : parse(file).tokens()) {
            if (token.user().isBlank() || token.project().isBlank()) {
                throw new IllegalArgumentException("every token needs a user and a project; one has none");
            }
            Caller caller = new Caller(token.user(), Role.of(token.role()), token.project());
            if (byDigest.put(digestOf(token), caller) != null) {
                throw new IllegalArgumentException("two entries hold the same token; remove one");
            }
        }
        return new Tokens(byDigest);
    }

    private static TokenFile parse(Path file) throws IOException {
        try {
            return Json.read(Files.readAllBytes(file), TokenFile.class);
        } catch (IllegalArgumentException e) {
            // The parser's own words may quote the file.
            throw new IllegalArgumentException("the token file " + file.getFileName()
                    + " is not JSON of the form {\"tokens\":[{\"token\":..,\"user\":..,\"role\":..,\"project\":..}]}");
        }
    }

    private static String digestOf(TokenFile.Token token) {
        if (token.token().startsWith(HASHED)) {
            String digest = token.token().substring(HASHED.length());
            if (!digest.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("a hashed token must be sha256: and 64 lower-case hex digits");
            }
            return digest;
        }
        if (token.token().length() < LENGTH_MIN) {
            throw new IllegalArgumentException("a token must have at least " + LENGTH_MIN + " characters; the one of '"
                    + token.user() + "' has fewer");
        }
        return digest(token.token());
    }

    /// The key of a presented token for [#caller], if the token is known.
    public Optional<String> key(String token) {
        String digest = digest(token);
        return byDigest.containsKey(digest) ? Optional.of(digest) : Optional.empty();
    }

    /// Whose key that is.
    public Optional<Caller> caller(String key) {
        return Optional.ofNullable(byDigest.get(key));
    }

    /// Writes bytes that only the file's owner may read, all or none.
    public static void writeOwnerOnly(Path file, byte[] bytes) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            Files.createFile(draft);
        }
        Files.write(draft, bytes);
        Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static String randomToken() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
