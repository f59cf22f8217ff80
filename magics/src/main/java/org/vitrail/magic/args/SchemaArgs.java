package org.vitrail.magic.args;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What can be typed behind `%dp_schema`.
@Command(
        name = "%dp_schema",
        description = "Shows a dataset's public schema, or writes a template for a new one.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  %%dp_schema clinic",
            "  %%dp_schema visits --template visits.yaml --from visits.csv      (reads only the header)"
        })
public final class SchemaArgs {
    @Parameters(index = "0", paramLabel = Arguments.DATASET, description = "registered name; with --from: any name")
    public String dataset = "";

    @Option(names = "--template", paramLabel = "FILE", description = "write a schema file to be filled in or edited")
    public Optional<String> template = Optional.empty();

    @Option(names = "--from", paramLabel = "DATAFILE", description = "take the column names from this file's header")
    public Optional<String> from = Optional.empty();

    @Option(
            names = {"-f", "--force"},
            description = "overwrite an existing file")
    public boolean force;

    @Mixin
    public Options.Help help = new Options.Help();
}
