package org.vitrail.magic.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells a connection that TLS prevented from one to a server that is gone: trying again would not help.
final class Handshake {
    private static final int CAUSES_MAX = 12;

    private Handshake() {}

    /// What is wrong, in one line, if it is TLS.
    static Optional<String> line(Throwable failure, Endpoint endpoint) {
        StringBuilder all = new StringBuilder();
        @Nullable Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            all.append(cause.getClass().getName())
                    .append(' ')
                    .append(cause.getMessage())
                    .append('\n');
            cause = cause.getCause();
        }
        String said = all.toString();
        if (!endpoint.tls()) {
            return Optional.empty(); // a server that expects TLS just hangs up: see FlightLink
        }
        if (said.contains("NotSslRecordException") || said.contains("WRONG_VERSION_NUMBER")) {
            return Optional.of("the server at " + endpoint.url()
                    + " does not speak TLS; on this machine connect with grpc://, else have its administrator set"
                    + " vitrail.flight.tls-certificate and tls-key");
        }
        if (said.contains("CERTIFICATE_REQUIRED") || said.contains("TLSV1_ALERT_UNKNOWN_CA")) {
            return Optional.of("the server at " + endpoint.url()
                    + " asks for a client certificate that it knows, beside the token; give it with"
                    + " --client-certificate FILE --client-key FILE");
        }
        if (said.contains("No subject alternative") || said.contains("No name matching")) {
            return Optional.of("the certificate of the server at " + endpoint.url()
                    + " names another host; connect by the name in the certificate");
        }
        if (said.contains("SSLHandshakeException") || said.contains("CertPath") || said.contains("PKIX")) {
            return Optional.of("the certificate of the server at " + endpoint.url()
                    + " is not signed by a certificate this notebook trusts; give the right one with --ca FILE");
        }
        return Optional.empty();
    }
}
