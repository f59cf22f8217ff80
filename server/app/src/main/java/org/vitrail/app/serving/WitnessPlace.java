package org.vitrail.app.serving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.app.ledger.Witness;

/// Where the witness file is: as configured, or in the state folder of this user, which copies of the data folder do
/// not hold; if that cannot be written, in the data folder.
///
/// @param wanted where it is to be
/// @param inFolder where it is if that cannot be written
/// @param key id of the key that signs
record WitnessPlace(Path wanted, Path inFolder, String key) {
    private static final Logger LOG = Logger.getLogger("org.vitrail.ledger");

    /// @param key id of the key that signs: it is made with a data folder and stays with it
    static WitnessPlace of(VitrailConfig config, Path folder, String key) {
        Path inFolder = folder.resolve(Witness.FILE);
        return new WitnessPlace(
                config.store()
                        .witnessFile()
                        .orElseGet(() -> config.stateFolder()
                                .toAbsolutePath()
                                .resolve(installation(config, folder, key))
                                .resolve(Witness.FILE)),
                inFolder,
                key);
    }

    /// The same for the same ledger wherever its folder is, and another for every other. Servers that share a key may
    /// have ledgers of their own: then the place of the ledger counts too.
    private static String installation(VitrailConfig config, Path folder, String key) {
        if (config.store().url().isPresent()) {
            return key + "-" + digest(config.store().url().get());
        }
        return config.signingKey().isPresent() ? key + "-" + digest(folder.toString()) : key;
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /// What was witnessed in either place, of each ledger the newest.
    ///
    /// @throws IllegalArgumentException if a file is damaged
    Map<String, Witness.Seen> seen() throws IOException {
        Map<String, Witness.Seen> seen = new HashMap<>(Witness.read(wanted));
        Witness.read(inFolder).forEach((chain, head) -> seen.merge(chain, head, Witness.Seen::newer));
        return seen;
    }

    /// What was witnessed of ledgers that the same key signs in other places of the state folder: a database that was
    /// given another address, or a data folder that was moved, is still the one that was witnessed there.
    ///
    /// @throws IllegalArgumentException if a file is damaged
    Map<String, Witness.Seen> seenElsewhere() throws IOException {
        Map<String, Witness.Seen> seen = new HashMap<>();
        Path state = wanted.resolveSibling("..").normalize();
        if (!Files.isDirectory(state)) {
            return seen;
        }
        try (Stream<Path> places = Files.list(state)) {
            for (Path place : places.filter(
                            other -> String.valueOf(other.getFileName()).startsWith(key))
                    .sorted()
                    .toList()) {
                Witness.read(place.resolve(Witness.FILE))
                        .forEach((chain, head) -> seen.merge(chain, head, Witness.Seen::newer));
            }
        }
        return seen;
    }

    /// The file, in a folder that can be written.
    Path writable() {
        if (wanted.equals(inFolder)) {
            return wanted;
        }
        Path folder = wanted.resolveSibling(".").normalize();
        try {
            if (!Files.isDirectory(folder)) {
                boolean posix =
                        folder.getFileSystem().supportedFileAttributeViews().contains("posix");
                if (posix) {
                    Files.createDirectories(
                            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                } else {
                    Files.createDirectories(folder);
                }
            }
            if (Files.isWritable(folder)) {
                return wanted;
            }
        } catch (IOException e) {
            LOG.debugf("%s cannot be made (%s)", folder, e.getClass().getSimpleName());
        }
        LOG.warnf(
                "the witness file cannot be kept in %s; it is kept in the data folder, where setting the whole folder"
                        + " back to an old copy is not noticed: set vitrail.state-folder or vitrail.store.witness-file",
                folder);
        return inFolder;
    }
}
