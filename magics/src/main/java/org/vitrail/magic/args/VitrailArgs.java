package org.vitrail.magic.args;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What can be typed behind `%vitrail`.
@Command(
        name = "%vitrail",
        description = "Connects to a server, shows which one is used, stops the embedded one.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  %%vitrail grpc+tls://dp.example.org:8815 --token-file ~/dp.token --ca ~/ca.pem",
            "  %%vitrail grpc+tls://dp.example.org:8815 --token-env JUPYTERHUB_API_TOKEN",
            "  %%vitrail status"
        })
public final class VitrailArgs {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL|status|stop|embedded",
            defaultValue = "status",
            completionCandidates = Verbs.class,
            description = "a server's address; status (default); stop the embedded server; embedded: use it again")
    public String target = "status";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "holds the bearer token; read again for every call (default: VITRAIL_TOKEN_FILE)")
    public Optional<String> tokenFile = Optional.empty();

    @Option(
            names = "--token-env",
            paramLabel = "NAME",
            description = "the kernel's environment variable with the bearer token, instead of --token-file")
    public Optional<String> tokenEnv = Optional.empty();

    @Option(names = "--ca", paramLabel = "FILE", description = "certificates to trust, PEM")
    public Optional<String> ca = Optional.empty();

    @Option(
            names = "--client-certificate",
            paramLabel = "FILE",
            description = "shown to a server that asks for one beside the token, PEM; with --client-key")
    public Optional<String> clientCertificate = Optional.empty();

    @Option(names = "--client-key", paramLabel = "FILE", description = "its key, PEM (PKCS#8, no password)")
    public Optional<String> clientKey = Optional.empty();

    @Mixin
    public Options.Help help = new Options.Help();

    /// The words that may stand for a server's address.
    static final class Verbs extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Verbs() {
            super(java.util.List.of("status", "stop", "embedded"));
        }
    }
}
