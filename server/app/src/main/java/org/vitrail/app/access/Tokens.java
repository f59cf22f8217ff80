package org.vitrail.app.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.TokenFile;

/// The bearer tokens of a file, for one machine. Only their SHA-256 is kept, and looked up by it: the time of a
/// look-up says nothing about a token. The file is looked at for every call and read again when it changed, and every
/// few seconds while it is used: a token that is taken out opens nothing any more.
public final class Tokens implements TokenSource {
    private static final Logger LOG = Logger.getLogger("org.vitrail.access");
    private static final int LENGTH_MIN = 16;
    private static final String HASHED = "sha256:";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private static final Duration READ_AGAIN = Duration.ofSeconds(2); // a file's time may be coarse

    private final Path file;
    private final InstantSource clock;
    private Reading last;

    private Tokens(Path file, InstantSource clock) throws IOException {
        this.file = file;
        this.clock = clock;
        this.last = reading();
    }

    /// What the file said.
    ///
    /// @param trouble why it says nothing any more
    private record Reading(Map<String, Caller> byDigest, Stamp stamp, Instant at, Optional<String> trouble) {}

    /// How a changed file is told from an unchanged one.
    private record Stamp(FileTime changed, long bytes, Optional<Object> key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime(), now.size(), Optional.ofNullable(now.fileKey()));
        }
    }

    /// Reads a token file; where it is not there, writes one with a single random token for `user`, as an owner of
    /// the project `default`.
    ///
    /// @throws IllegalArgumentException one line, without any token, if the file is malformed or others may read it
    public static Tokens readOrCreate(Path file, String user) throws IOException {
        if (!Files.exists(file)) {
            TokenFile fresh =
                    new TokenFile(List.of(TokenFile.Token.of(randomToken(), user, Role.OWNER.word(), "default")));
            writeOwnerOnly(file, Json.bytes(fresh));
        }
        return read(file, InstantSource.system());
    }

    /// Reads a token file, and again whenever it changed.
    ///
    /// @param clock tells when it was last read
    /// @throws IllegalArgumentException as for [#readOrCreate]
    public static Tokens read(Path file, InstantSource clock) throws IOException {
        return new Tokens(file, clock);
    }

    @Override
    public Optional<SignedIn> check(String token) {
        Reading now = current();
        return Optional.ofNullable(now.byDigest().get(digest(token)))
                .<SignedIn>map(caller -> new SignedIn.Accepted(caller, Optional.empty()))
                .or(() -> now.trouble().map(SignedIn.Unavailable::new));
    }

    private synchronized Reading current() {
        Reading known = last;
        try {
            if (known.trouble().isPresent()
                    || !Stamp.of(file).equals(known.stamp())
                    || !clock.instant().isBefore(known.at().plus(READ_AGAIN))) {
                last = reading();
            }
        } catch (IOException | IllegalArgumentException e) {
            // What the file said before may be what somebody wanted to take back.
            String line = "the server's token file cannot be read now (its log says why); ask its administrator to mend"
                    + " it, then call again";
            if (known.trouble().isEmpty()) {
                LOG.warnf(
                        "the token file opens nothing until it is mended: %s",
                        e instanceof IOException ? "cannot be read" : e.getMessage());
            }
            last = new Reading(Map.of(), known.stamp(), known.at(), Optional.of(line));
        }
        return last;
    }

    private Reading reading() throws IOException {
        Stamp stamp = Stamp.of(file); // before its content: a change in between is seen next time
        Instant at = clock.instant();
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalArgumentException("the token file " + file.getFileName()
                    + " must be readable by its owner only; run chmod 600 on it");
        }
        Map<String, Caller> byDigest = new HashMap<>();
        for (TokenFile.Token token : parse(file).tokens()) {
            Caller caller = new Caller(
                    token.user(),
                    token.role().stream().map(Role::of).collect(Collectors.toUnmodifiableSet()),
                    token.project());
            if (byDigest.put(digestOf(token), caller) != null) {
                throw new IllegalArgumentException("two entries hold the same token; remove one");
            }
        }
        return new Reading(Map.copyOf(byDigest), stamp, at, Optional.empty());
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
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String randomToken() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// The SHA-256 of a token, in hex: what is kept instead of it.
    public static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
