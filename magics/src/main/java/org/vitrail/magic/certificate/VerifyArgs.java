package org.vitrail.magic.certificate;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What can be typed behind `%dp_verify`, and behind `verify` on the command line.
@Command(
        name = "%dp_verify",
        description = "Verifies a certificate's file; offline, no server is asked.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  %%dp_verify release.json --key server.pub.pem",
            "  %%dp_verify release.json --key server.pub.pem --data release.arrow"
        })
public final class VerifyArgs {
    @Parameters(index = "0", paramLabel = "FILE", description = "the certificate (JSON)")
    public String file = "";

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "the public key you trust (PEM); without it, only which key signed is told")
    public Optional<String> key = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "released rows as %%dp_certificate --rows saves them: compared with the certificate")
    public Optional<String> data = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this text")
    public boolean help;
}
