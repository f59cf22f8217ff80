package org.vitrail.magic.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.certificate.Curator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What can be typed behind `%dp_certificate`.
@Command(
        name = "%dp_certificate",
        description = "Shows and saves the signed certificate of a release; free.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  %%dp_certificate last --out release.json --html release.html",
            "  %%dp_certificate synthetic --out release.json --rows release.arrow --save-key server.pub.pem",
            "  %%dp_certificate last --registry release.yaml --curator \"A Clinic\" --curator-type nonprofit"
        })
public final class CertificateArgs {
    /// The word for the release that this notebook got last.
    public static final String LAST = "last";

    @Parameters(
            index = "0",
            paramLabel = "RELEASE",
            completionCandidates = Words.class,
            description = "its id (%%dp_releases lists them), the variable that holds it, or '" + LAST + "'")
    public String release = "";

    @Option(names = "--out", paramLabel = "FILE", description = "save the signed certificate (JSON)")
    public Optional<String> out = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "save the certificate as a page to read or print")
    public Optional<String> html = Optional.empty();

    @Option(
            names = "--rows",
            paramLabel = "FILE",
            description = "save the released rows as the server keeps them (an Arrow stream), to compare their hash")
    public Optional<String> rows = Optional.empty();

    @Option(
            names = "--save-key",
            paramLabel = "FILE",
            description = "save the server's public key; compare its id on another way before you trust it")
    public Optional<String> saveKey = Optional.empty();

    @Option(
            names = "--registry",
            paramLabel = "FILE",
            description = "save a record for the OpenDP deployments registry (YAML); needs --curator, --curator-type")
    public Optional<String> registry = Optional.empty();

    @Option(names = "--curator", paramLabel = "NAME", description = "registry: who publishes the release")
    public Optional<String> curator = Optional.empty();

    @Option(names = "--curator-type", paramLabel = "TYPE", description = "registry: one of ${COMPLETION-CANDIDATES}")
    public Optional<Curator.Type> curatorType = Optional.empty();

    @Option(names = "--intended-use", paramLabel = "TEXT", description = "registry: what the release is for")
    public Optional<String> intendedUse = Optional.empty();

    @Option(
            names = "--region",
            paramLabel = "TEXT",
            description = "registry: whom the data describes, or whose laws apply")
    public Optional<String> region = Optional.empty();

    @Option(
            names = {"-f", "--force"},
            description = "overwrite existing files")
    public boolean force;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this text")
    public boolean help;

    /// What may stand in place of a release's id.
    public static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        /// Made by picocli.
        public Words() {
            super(List.of(LAST));
        }
    }
}
