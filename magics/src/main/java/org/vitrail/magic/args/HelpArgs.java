package org.vitrail.magic.args;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What can be typed behind `%dp_help`.
@Command(name = "%dp_help", description = "Lists the magics, or explains one.", sortOptions = false)
public final class HelpArgs {
    @Parameters(index = "0", arity = "0..1", paramLabel = "MAGIC", description = "its name")
    public Optional<String> magic = Optional.empty();

    @Mixin
    public Options.Help help = new Options.Help();
}
