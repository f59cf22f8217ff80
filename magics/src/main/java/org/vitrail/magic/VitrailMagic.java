package org.vitrail.magic;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.ServerView;
import org.vitrail.magic.args.VitrailArgs;
import org.vitrail.magic.client.ClientCertificate;
import org.vitrail.magic.client.Credential;
import org.vitrail.magic.client.Endpoint;
import org.vitrail.magic.client.ServerAccess;

/// `%vitrail`: which server.
final class VitrailMagic extends Magic {
    VitrailMagic(Notebook notebook) {
        super("vitrail", Object.class, VitrailArgs::new, notebook);
    }

    @Override
    @Nullable
    Object run(Object parsed, Optional<String> body) {
        VitrailArgs args = (VitrailArgs) parsed;
        ServerAccess access = notebook().access();
        switch (args.target) {
            case "status" -> notebook().say(status(access));
            case "stop" -> {
                access.close();
                notebook()
                        .say(
                                access.embedded().stop()
                                        ? "the embedded server has ended; the next magic starts it again"
                                        : "no embedded server is running");
            }
            case "embedded" -> {
                access.disconnect();
                notebook().forget();
                notebook().say("using the embedded server again");
            }
            default -> connect(args);
        }
        return null;
    }

    private void connect(VitrailArgs args) {
        Endpoint endpoint = Endpoint.parse(args.target, args.ca.map(Magic::path), certificate(args), credential(args));
        endpoint.credential().token(); // says now what is wrong with it
        notebook().connect(endpoint);
        try {
            ServerView server = notebook().access().call(ActionName.HELLO, null, ServerView.class);
            notebook()
                    .say("connected to " + endpoint.url() + " as " + who(server) + " (version " + server.version()
                            + ")");
        } catch (RuntimeException e) {
            notebook().access().disconnect();
            throw e;
        }
    }

    private static String status(ServerAccess access) {
        Optional<Endpoint> known = access.known();
        String kind = access.isEmbedded()
                ? "embedded, data folder " + access.embedded().data()
                : "remote";
        if (known.isEmpty()) {
            return "no server is running yet; the first magic that needs one starts it (" + kind + ")";
        }
        ServerView server = access.call(ActionName.HELLO, null, ServerView.class);
        return "server at " + access.link().endpoint().url() + " (" + kind + "), version " + server.version()
                + ", you are " + who(server);
    }

    private static String who(ServerView server) {
        return server.user() + ", " + String.join(" and ", server.roles()) + " in project " + server.project();
    }

    private static Credential credential(VitrailArgs args) {
        if (args.tokenFile.isPresent() && args.tokenEnv.isPresent()) {
            throw new MagicFailure("UsageError: one of --token-file and --token-env expected, got both");
        }
        if (args.tokenEnv.isPresent()) {
            return new Credential.InEnvironment(args.tokenEnv.get());
        }
        return args.tokenFile
                .<Credential>map(file -> new Credential.InFile(Magic.path(file)))
                .or(Credential::ofEnvironment)
                .orElseThrow(
                        () -> new MagicFailure(
                                "UsageError: --token-file FILE or --token-env NAME expected (or VITRAIL_TOKEN_FILE, VITRAIL_TOKEN_ENV)"));
    }

    private static Optional<ClientCertificate> certificate(VitrailArgs args) {
        if (args.clientCertificate.isPresent() != args.clientKey.isPresent()) {
            throw new MagicFailure("UsageError: --client-certificate and --client-key expected together, got one");
        }
        return args.clientCertificate.map(
                chain -> new ClientCertificate(Magic.path(chain), Magic.path(args.clientKey.orElseThrow())));
    }
}
