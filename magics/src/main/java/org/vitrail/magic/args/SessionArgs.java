package org.vitrail.magic.args;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What can be typed behind `%dp_session`.
@Command(
        name = "%dp_session",
        description = "Opens this notebook's budget on a dataset, resumes it, or ends it.",
        sortOptions = false,
        footer = {
            "",
            "A session belongs to you and this notebook's name and survives kernel restarts; a new notebook",
            "draws from the same cap of the dataset. Its cap is a ceiling; with --guaranteed the accounts above",
            "keep it for the session until it is spent, ended or expired. What was spent never comes back.",
            "Examples:",
            "  %%dp_session --dataset clinic --epsilon 3 --delta 1e-6",
            "  %%dp_session --dataset clinic --epsilon 3 --delta 1e-6 --guaranteed --expires 7d",
            "  %%dp_session --dataset clinic --end"
        })
public final class SessionArgs {
    @Option(names = "--dataset", required = true, paramLabel = Arguments.DATASET, description = "registered name")
    public String dataset = "";

    @Option(
            names = {"-e", "--epsilon"},
            paramLabel = "E",
            description = "this notebook's cap, > 0; leave out to resume")
    public Optional<Double> epsilon = Optional.empty();

    @Option(
            names = {"-d", "--delta"},
            paramLabel = "D",
            description = "its delta, in (0, 1); leave out to resume")
    public Optional<Double> delta = Optional.empty();

    @Option(names = "--name", paramLabel = "NB", description = "the notebook's durable name (default: its file name)")
    public Optional<String> name = Optional.empty();

    @Option(
            names = "--guaranteed",
            description = "the accounts above keep the cap for this session, and its --pac-cap if one is named")
    public boolean guaranteed;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "takes no more charges after this time, as 90m, 12h, 7d or 1d12h (default: never)")
    public Optional<String> expires = Optional.empty();

    @Option(
            names = "--pac-cap",
            paramLabel = "P%|NATS",
            description = "PAC privacy: what all answers of this session may make of a guess of 50 %% (60%%), or nats"
                    + " (default: as the dataset)")
    public Optional<String> pacCap = Optional.empty();

    @Option(names = "--end", description = "ends the session: it takes no more charges, what was kept for it is free")
    public boolean end;

    @Mixin
    public Options.Help help = new Options.Help();
}
