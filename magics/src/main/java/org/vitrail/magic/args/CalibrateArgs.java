package org.vitrail.magic.args;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What can be typed behind `%dp_calibrate`.
@Command(
        name = "%dp_calibrate",
        description = "What noise, how many steps, what rate does this budget allow? Touches no data, free.",
        sortOptions = false,
        footer = {
            "",
            "Write the plan's events as for %%dp_account, with ? for the one number to be found:",
            "  sigma, scale, p  the smallest noise     count, steps  the most steps",
            "  q                the largest rate       eps, a        the largest parameter",
            "",
            "Examples:",
            "  %%dp_calibrate poisson_gaussian(q=0.01, sigma=?, count=1000) --epsilon 1 --delta 1e-5",
            "  %%dp_calibrate poisson_gaussian(q=0.01, sigma=4, count=?) --epsilon 1 --delta 1e-5"
        })
public final class CalibrateArgs {
    @Mixin
    public Options.Plan plan = new Options.Plan();

    @Option(
            names = {"-e", "--epsilon"},
            paramLabel = "E",
            required = true,
            description = "the budget, > 0")
    public double epsilon;

    @Option(names = "--no-plot", description = "only the number")
    public boolean withoutPlot;

    @Mixin
    public Options.Help help = new Options.Help();
}
