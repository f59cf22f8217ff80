package org.vitrail.contract.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One block of a PEM file (RFC 7468), strictly: the block and white space around it, nothing else.
public final class PemBlock {
    private static final int LINE_LENGTH = 64;

    private PemBlock() {}

    /// The PEM text of some DER bytes, ending in a line feed.
    ///
    /// @param label for instance `PUBLIC KEY`
    public static String write(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    /// The DER bytes of the one block that the text holds.
    ///
    /// @throws IllegalArgumentException one line that never quotes the text
    public static byte[] read(String label, String text) {
        Pattern form =
                Pattern.compile("\\s*-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----\\s*");
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "one PEM block '-----BEGIN " + label + "-----' and nothing else was expected, got something else");
        }
        byte[] body = matcher.group(1).replaceAll("\\s+", "").getBytes(StandardCharsets.US_ASCII);
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the PEM block '" + label + "' must hold base64, got something else");
        }
    }
}
