package org.vitrail.magic.pac;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What can be typed behind `%pac_attack`.
@Command(
        name = "%pac_attack",
        description =
                "Plays the best attack on a table's answers many times and shows it beside the bound. For the owner.",
        sortOptions = false,
        footer = {
            "",
            "The attacker knows all rows, all halves and the size of the noise, sees the same answer 1, 2, 4, … times and",
            "follows Bayes' rule. Every trial has a secret half of its own; nothing is charged or published.",
            "",
            "Example:",
            "  %%pac_attack visits --algorithm means --columns age --bounds age=0:100 --mi 1/128 --answers 64"
        })
public final class PacAttackArgs extends PacArgs {
    @Option(
            names = "--answers",
            paramLabel = "N",
            defaultValue = "16",
            description = "most answers that the attacker sees (default: ${DEFAULT-VALUE})")
    public int answers = 16;

    @Option(
            names = "--trials",
            paramLabel = "T",
            defaultValue = "1000",
            description = "secret halves that are played (default: ${DEFAULT-VALUE})")
    public int trials = 1000;
}
