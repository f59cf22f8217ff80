package org.vitrail.magic.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.magic.args.Arguments;
import org.vitrail.magic.args.Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What can be typed behind `%dp_admin`.
@Command(
        name = "%dp_admin",
        description = "Rules, grants, higher caps and the ledger, for a dataset's owner, an officer, an auditor.",
        sortOptions = false,
        subcommands = {
            AdminArgs.Rules.class,
            AdminArgs.Grant.class,
            AdminArgs.Propose.class,
            AdminArgs.Proposals.class,
            AdminArgs.Approve.class,
            AdminArgs.Reject.class,
            AdminArgs.Verify.class
        })
public final class AdminArgs {
    @Mixin
    public Options.Help help = new Options.Help();

    /// `rules`.
    @Command(
            name = "rules",
            description = "Shows what may be asked of a dataset, or sets it (its owner).",
            sortOptions = false,
            footer = {
                "",
                "What is not named stays as it is. Examples:",
                "  %%dp_admin rules clinic",
                "  %%dp_admin rules clinic --max-epsilon 1 --engines auto,marginals",
                "  %%dp_admin rules clinic --lift"
            })
    public static final class Rules {
        @Parameters(index = "0", paramLabel = Arguments.DATASET, description = "registered name")
        public String dataset = "";

        @Option(names = "--max-epsilon", paramLabel = "E", description = "largest epsilon of one request, > 0")
        public Optional<Double> maxEpsilon = Optional.empty();

        @Option(names = "--max-delta", paramLabel = "D", description = "largest delta of one request, in (0, 1)")
        public Optional<Double> maxDelta = Optional.empty();

        @Option(
                names = "--engines",
                paramLabel = "A,B",
                split = ",",
                description = "only these: ${COMPLETION-CANDIDATES}")
        public List<EngineChoice> engines = new ArrayList<>();

        @Option(names = "--lift", description = "first lift all rules that hold now")
        public boolean lift;

        @Option(names = "--show", description = "only show them (as without any option)")
        public boolean show;

        @Mixin
        public Options.Help help = new Options.Help();
    }

    /// `grant`.
    @Command(
            name = "grant",
            description = "Lets another project use a dataset, below the dataset's cap (its owner).",
            sortOptions = false,
            footer = {"", "Example:", "  %%dp_admin grant clinic --to research --epsilon 2"})
    public static final class Grant {
        @Parameters(index = "0", paramLabel = Arguments.DATASET, description = "registered name")
        public String dataset = "";

        @Option(names = "--to", paramLabel = "PROJECT", required = true, description = "who may use it")
        public String project = "";

        @Option(
                names = {"-e", "--epsilon"},
                paramLabel = "E",
                required = true,
                description = "that project's cap, at the dataset's delta")
        public double epsilon;

        @Option(names = "--guaranteed", description = "the dataset keeps that cap for the project")
        public boolean guaranteed;

        @Option(
                names = "--pac-cap",
                paramLabel = "P%|NATS",
                description = "that project's cap of PAC privacy (default: as the dataset)")
        public Optional<String> pacCap = Optional.empty();

        @Mixin
        public Options.Help help = new Options.Help();
    }

    /// Whose cap a proposal is about.
    public enum Tier {
        /// The dataset's own.
        DATASET,
        /// A project's.
        PROJECT,
        /// One analyst's.
        ANALYST
    }

    /// `propose`.
    @Command(
            name = "propose",
            description =
                    "Asks for a higher cap; nothing changes until an officer, another person, approves (its owner).",
            sortOptions = false,
            footer = {
                "",
                "Examples:",
                "  %%dp_admin propose clinic --epsilon 12 --reason \"second wave of the study\"",
                "  %%dp_admin propose clinic --pac-cap 75%% --reason \"more questions\""
            })
    public static final class Propose {
        @Parameters(index = "0", paramLabel = Arguments.DATASET, description = "registered name")
        public String dataset = "";

        @Option(
                names = {"-e", "--epsilon"},
                paramLabel = "E",
                description = "the new cap, at the account's own delta")
        public Optional<Double> epsilon = Optional.empty();

        @Option(
                names = "--pac-cap",
                paramLabel = "P%|NATS",
                description = "or the new cap of PAC privacy: what all answers together may make of a guess of 50 %%"
                        + " (75%%), or nats; also the first one of a dataset that has none")
        public Optional<String> pacCap = Optional.empty();

        @Option(
                names = "--pac-units-min",
                paramLabel = "N",
                description = "with a dataset's first --pac-cap: groups of fewer units are not shown (default: 10)")
        public Optional<Integer> pacUnitsMin = Optional.empty();

        @Option(
                names = "--tier",
                paramLabel = "TIER",
                defaultValue = "DATASET",
                description = "whose cap: one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
        public Tier tier = Tier.DATASET;

        @Option(names = "--name", paramLabel = "NAME", description = "which project (default: yours) or analyst")
        public Optional<String> name = Optional.empty();

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "for whoever decides, and for the ledger; 1 to 500 characters")
        public String reason = "";

        @Mixin
        public Options.Help help = new Options.Help();
    }

    /// `proposals`.
    @Command(
            name = "proposals",
            description = "Lists the proposals and what became of them (owner, officer, auditor).",
            sortOptions = false)
    public static final class Proposals {
        @Mixin
        public Options.Help help = new Options.Help();
    }

    /// What an officer decides about.
    public abstract static class Decision {
        @Parameters(
                index = "0",
                paramLabel = Arguments.PROPOSAL,
                description = "the first characters of its id, or the variable that holds it")
        public String proposal = "";

        @Mixin
        public Options.Help help = new Options.Help();
    }

    /// `approve`.
    @Command(
            name = "approve",
            description = "Raises the cap that another person proposed (officer).",
            sortOptions = false)
    public static final class Approve extends Decision {}

    /// `reject`.
    @Command(name = "reject", description = "Leaves the cap as it is, for good (officer).", sortOptions = false)
    public static final class Reject extends Decision {}

    /// `verify`.
    @Command(
            name = "verify",
            description = "Reads every line, signature and balance of the ledger again (owner, officer, auditor).",
            sortOptions = false)
    public static final class Verify {
        @Mixin
        public Options.Help help = new Options.Help();
    }
}
