package org.vitrail.magic.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What can be typed behind `%dp_budget`.
@Command(
        name = "%dp_budget",
        description = "Shows what is spent, set aside and left at every level that pays; free.",
        sortOptions = false,
        footer = {
            "",
            "Each charge is taken from the session, its analyst, the project and the dataset alike.",
            "Examples:",
            "  %%dp_budget",
            "  %%dp_budget clinic --what-if 0.5       how many more releases of epsilon 0.5 there could be",
            "  %%dp_budget clinic --what-if last      and how many like the last one"
        })
public final class BudgetArgs {
    /// The word for the release that this notebook got last.
    public static final String LAST = "last";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = Arguments.DATASET,
            description = "default: the session opened last")
    public Optional<String> dataset = Optional.empty();

    @Option(
            names = "--what-if",
            paramLabel = "EPSILON[,DELTA]|" + LAST,
            completionCandidates = Words.class,
            description = "how many more requests of that price there could be (default delta: the session's);"
                    + " buys nothing")
    public Optional<String> whatIf = Optional.empty();

    @Mixin
    public Options.Output output = new Options.Output();

    @Mixin
    public Options.Help help = new Options.Help();

    /// What may stand in place of a price.
    public static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        /// Made by picocli.
        public Words() {
            super(List.of(LAST));
        }
    }
}
