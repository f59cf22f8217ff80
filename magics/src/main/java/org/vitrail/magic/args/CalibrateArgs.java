package org.vitrail.magic.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
    @Parameters(arity = "0..*", paramLabel = "EVENT", description = "events with one ?, here or in the cell's body")
    public List<String> events = new ArrayList<>();

    @Option(
            names = {"-e", "--epsilon"},
            paramLabel = "E",
            required = true,
            description = "the budget, > 0")
    public double epsilon;

    @Option(
            names = {"-d", "--delta"},
            paramLabel = "D",
            defaultValue = "1e-6",
            description = "in [0, 1) (default: ${DEFAULT-VALUE})")
    public double delta = 1e-6;

    @Option(
            names = "--relation",
            paramLabel = "RELATION",
            defaultValue = "ADD_OR_REMOVE_ONE",
            description = "ADD_OR_REMOVE_ONE, REPLACE_ONE or ZERO_OUT (default: ${DEFAULT-VALUE})")
    public String relation = "ADD_OR_REMOVE_ONE";

    @Option(names = "--no-plot", description = "only the number")
    public boolean withoutPlot;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "VAR",
            description = "bind the figures to this Java variable")
    public Optional<String> output = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this text")
    public boolean help;
}
