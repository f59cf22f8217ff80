package org.vitrail.contract.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.vitrail.contract.MechanismSpec;

/// Identifies a request for replay: the same fingerprint gets the same stored release.
public final class Fingerprint {
    private Fingerprint() {}

    /// SHA-256 over snapshot, canonical spec, engine version and scope, in hex (64 characters).
    ///
    /// @param snapshot the dataset's snapshot id
    /// @param engineVersion the version of the mechanism's code
    /// @param scope who shares releases: the project's name
    public static String of(String snapshot, MechanismSpec spec, String engineVersion, String scope) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {"vitrail-1", snapshot, Json.text(spec), engineVersion, scope}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8)); // length first: no ambiguity
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
