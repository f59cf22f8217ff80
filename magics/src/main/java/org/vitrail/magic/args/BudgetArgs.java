package org.vitrail.magic.args;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What can be typed behind `%dp_budget` and `%dp_releases`.
@Command(name = "%dp_budget", description = "Shows what is spent, set aside and left; free.", sortOptions = false)
public final class BudgetArgs {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = Arguments.DATASET,
            description = "default: the session opened last")
    public Optional<String> dataset = Optional.empty();

    @Mixin
    public Options.Output output = new Options.Output();

    @Mixin
    public Options.Help help = new Options.Help();
}
