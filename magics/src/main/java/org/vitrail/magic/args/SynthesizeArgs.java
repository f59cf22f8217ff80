package org.vitrail.magic.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.synthesis.EngineChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What can be typed behind `%dp_synthesize`.
@Command(
        name = "%dp_synthesize",
        description = "Makes a differentially private synthetic table and binds it to a variable.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  %%dp_synthesize clinic --epsilon 1 --rows 1000 --quote",
            "  %%dp_synthesize clinic --epsilon 1 --rows 1000 -o synthetic"
        })
public final class SynthesizeArgs {
    @Parameters(index = "0", paramLabel = Arguments.DATASET, description = "registered name of the private table")
    public String dataset = "";

    @Option(
            names = {"-e", "--epsilon"},
            paramLabel = "E",
            description = "required: privacy loss of the whole request, > 0; spent of the session")
    public Optional<Double> epsilon = Optional.empty();

    @Option(
            names = {"-d", "--delta"},
            paramLabel = "D",
            description = "in (0, 1) (default: the session's)")
    public Optional<Double> delta = Optional.empty();

    @Option(
            names = {"-n", "--rows"},
            paramLabel = "N",
            defaultValue = "1000",
            description = "synthetic rows, 1 to 10,000,000 (default: ${DEFAULT-VALUE})")
    public int rows = 1000;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "AUTO",
            description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    public EngineChoice engine = EngineChoice.AUTO;

    @Option(names = "--label", paramLabel = "COLUMN", description = "the column to be predicted from the others")
    public Optional<String> label = Optional.empty();

    @Option(names = "--columns", paramLabel = "A,B", split = ",", description = "only these columns, in this order")
    public List<String> columns = new ArrayList<>();

    @Option(names = "--coverage", description = "evolution: select survivors by coverage instead of rank")
    public boolean coverage;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "for everything that is not noise (default: ${DEFAULT-VALUE})")
    public long seed;

    @Option(names = "--fresh", description = "buy new noise although an identical release exists")
    public boolean fresh;

    @Option(
            names = {"-q", "--quote"},
            description = "only show the price; touches no data, costs nothing")
    public boolean quote;

    @Option(
            names = {"-v", "--verbose"},
            description = "show the whole quote or receipt unfolded")
    public boolean verbose;

    @Option(names = "--owner-report", description = "add quality figures that are NOT private (dataset's owner only)")
    public boolean ownerReport;

    @Option(
            names = "--holdout",
            paramLabel = "DATASET",
            description =
                    "with --owner-report: rows of yours the synthesizer never saw (default: a fifth of the dataset)")
    public Optional<String> holdout = Optional.empty();

    @Mixin
    public Options.Output output = new Options.Output();

    @Mixin
    public Options.Help help = new Options.Help();
}
