package org.vitrail.magic.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.wire.Json;

/// Keeps the idempotency key of every request from before it is sent until its end is known, so that a request
/// that is sent again (a lost line, a killed kernel) is the same request to the server and never charged twice.
///
/// @param folder where; one small file for each open request
public record PendingJobs(Path folder) {

    /// The request to send: with the key of an earlier attempt whose end is not known, or with a new one that is on
    /// disk when this returns.
    public SubmitJob prepare(String server, String sessionId, MechanismSpec spec, boolean fresh, boolean ownerReport) {
        Path file = file(server, sessionId, spec, fresh, ownerReport);
        try {
            return Json.read(Files.readString(file), SubmitJob.class);
        } catch (IOException | IllegalArgumentException e) {
            SubmitJob job = new SubmitJob(sessionId, spec, UUID.randomUUID().toString(), fresh, ownerReport);
            write(file, Json.text(job));
            return job;
        }
    }

    /// Forgets a request whose end is known.
    public void settled(String server, SubmitJob job) {
        try {
            Files.deleteIfExists(file(server, job.sessionId(), job.spec(), job.fresh(), job.ownerReport()));
        } catch (IOException e) {
            // the key stays: the next identical request replays this one, which costs nothing
        }
    }

    private void write(Path file, String text) {
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "part", ".tmp"); // readable by the owner only
            Files.writeString(part, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ClientException(
                    ClientException.Kind.FATAL,
                    "nothing was sent: the request's key cannot be kept in '" + folder + "' ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    private Path file(String server, String sessionId, MechanismSpec spec, boolean fresh, boolean ownerReport) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String identity = String.join(
                    "\n", server, sessionId, Json.text(spec), String.valueOf(fresh), String.valueOf(ownerReport));
            byte[] hash = digest.digest(identity.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash, 0, 16) + ".json");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
