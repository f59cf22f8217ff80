package org.vitrail.magic.args;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What can be typed behind `%dp_releases`.
@Command(
        name = "%dp_releases",
        description = "Lists what your project has released already, and delivers it again; free.",
        sortOptions = false,
        footer = {
            "",
            "Whoever of the project asks for the same again gets the same bytes and pays nothing.",
            "Examples:",
            "  %%dp_releases clinic",
            "  %%dp_releases clinic --mine --all",
            "  %%dp_releases clinic --get 1a2b3c4d -o table"
        })
public final class ReleasesArgs {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = Arguments.DATASET,
            description = "default: the session opened last")
    public Optional<String> dataset = Optional.empty();

    @Option(names = "--mine", description = "only what you bought yourself")
    public boolean mine;

    @Option(names = "--all", description = "older ones too, and those of rows that were replaced since")
    public boolean all;

    @Option(
            names = "--get",
            paramLabel = Arguments.RELEASE,
            description = "deliver this release again, at no cost: the first characters of its id, the variable that"
                    + " holds it, or 'last'; needs a session of any size. An answer of PAC privacy comes again"
                    + " from its own cell")
    public Optional<String> get = Optional.empty();

    @Mixin
    public Options.Output output = new Options.Output();

    @Mixin
    public Options.Help help = new Options.Help();
}
