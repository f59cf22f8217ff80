package org.vitrail.magic.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where a server listens and what opens its door.
///
/// @param host name or address
/// @param port of Arrow Flight
/// @param tls whether the line is encrypted
/// @param ca certificates to trust instead of the system's, in PEM
/// @param certificate shown to a server that asks for one
/// @param credential where the bearer token is
public record Endpoint(
        String host,
        int port,
        boolean tls,
        Optional<Path> ca,
        Optional<ClientCertificate> certificate,
        Credential credential) {
    /// The port of a server that was started without another one.
    public static final int PORT_DEFAULT = 8815;

    /// Reads `grpc://HOST[:PORT]`, `grpc+tls://HOST[:PORT]`.
    ///
    /// @throws ClientException for any other form
    public static Endpoint parse(
            String url, Optional<Path> ca, Optional<ClientCertificate> certificate, Credential credential) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw wrongUrl(url);
        }
        boolean tls = "grpc+tls".equals(uri.getScheme());
        if (!(tls || "grpc".equals(uri.getScheme())) || uri.getHost() == null || uri.getUserInfo() != null) {
            throw wrongUrl(url);
        }
        if (!tls && !isLoopback(uri.getHost())) {
            throw new ClientException(
                    ClientException.Kind.FATAL,
                    "'" + url + "' would send the token unencrypted to another machine; use grpc+tls://");
        }
        if (!tls && certificate.isPresent()) {
            throw new ClientException(
                    ClientException.Kind.FATAL,
                    "'" + url + "' would not show the client certificate; use grpc+tls://, or leave"
                            + " --client-certificate out");
        }
        return new Endpoint(
                uri.getHost(), uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort(), tls, ca, certificate, credential);
    }

    /// The address as the user would type it.
    public String url() {
        return (tls ? "grpc+tls://" : "grpc://") + host + ":" + port;
    }

    /// Without the token.
    @Override
    public String toString() {
        return url();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]");
    }

    private static ClientException wrongUrl(String url) {
        return new ClientException(
                ClientException.Kind.FATAL,
                "server address grpc://HOST:PORT or grpc+tls://HOST:PORT expected, got '" + url + "'");
    }
}
