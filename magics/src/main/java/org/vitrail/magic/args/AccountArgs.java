package org.vitrail.magic.args;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What can be typed behind `%dp_account`.
@Command(
        name = "%dp_account",
        description = "What does this plan cost? Prices privacy events; touches no data, asks no server, free.",
        sortOptions = false,
        footer = {
            "",
            "Events: gaussian(sigma) laplace(scale) poisson_gaussian(q, sigma) poisson_laplace(q, scale)",
            "  discrete_gaussian(sigma, sensitivity) discrete_laplace(a, sensitivity) exponential(eps)",
            "  permute_and_flip(eps) sparse_vector(eps) eps_delta(eps, delta) randomized_response(p, k)",
            "  wor_gaussian(n, m, sigma) truncated_poisson_gaussian(n, q, max_batch, sigma) tree(sigma, steps)",
            "  repeat_and_select(event, mean, shape); each may have a count.",
            "",
            "Examples:",
            "  %%dp_account poisson_gaussian(q=0.01, sigma=1.1, count=1000) --delta 1e-5",
            "  %%dp_account laplace(scale=10, count=5) gaussian(sigma=8, count=12) --delta 1e-6 -o price",
            "  %%dp_account randomized_response(p=0.5, k=4) --relation REPLACE_ONE --plot none"
        })
public final class AccountArgs {
    @Mixin
    public Options.Plan plan = new Options.Plan();

    @Option(
            names = "--plot",
            paramLabel = "WHAT",
            defaultValue = "steps",
            description = "epsilon against a share of the steps, delta against epsilon, or none: steps, profile, none "
                    + "(default: ${DEFAULT-VALUE})")
    public String plot = "steps";

    @Mixin
    public Options.Help help = new Options.Help();
}
