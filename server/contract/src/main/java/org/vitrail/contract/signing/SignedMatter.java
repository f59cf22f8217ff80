package org.vitrail.contract.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// What a signature is about. Its label is signed before the content, so a signature made for one matter is never
/// valid for another.
public enum SignedMatter {
    /// The certificate of a release, in canonical JSON.
    CERTIFICATE("vitrail-certificate-v1"),
    /// A checkpoint of the ledger.
    CHECKPOINT("vitrail-checkpoint-v1");

    private final String label;

    SignedMatter(String label) {
        this.label = label;
    }

    /// The label, as it stands in the signed bytes.
    public String label() {
        return label;
    }

    /// The bytes that are signed: the label in ASCII, one line feed, the content.
    public byte[] signedBytes(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(label.length() + 1 + content.length);
        bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        bytes.write('\n');
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }
}
