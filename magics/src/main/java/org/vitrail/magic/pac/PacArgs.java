package org.vitrail.magic.pac;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vitrail.learning.Task;
import org.vitrail.magic.args.Arguments;
import org.vitrail.privacy.accounting.text.Nearest;
import org.vitrail.privacy.pac.Nats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What can be typed behind `%pac_calibrate` and `%pac_attack`.
@Command(
        name = "%pac_calibrate",
        description = "An answer from a secret half of a table, with the noise that a chosen promise needs.",
        sortOptions = false,
        footer = {
            "",
            "The promise: someone who knows everything else and could guess with 50 %% whether a unit is in the secret",
            "half can do so with at most --advantage. It does not hide whether a unit is in the table at all. It is not",
            "differential privacy and has no epsilon. Promises add up in nats; the table's account is shown each time.",
            "",
            "Algorithms: means, quantiles, histograms, covariance, pca, kmeans, svm, logistic, regression, forest,",
            "trees (drawn without the rows, so that only the classes of their leaves are learnt; best with narrow bounds).",
            "Bounds are public: what lies outside is cut, so that no outlier gives itself away.",
            "A query in the cell, with --dataset: aggregates over groups by declared categories; the schema's bounds are",
            "the public bounds. Refusals by the query's text are free; an answer is paid before the rows are looked at.",
            "An answer that was delivered is given again at no cost (--fresh buys another). A question that is refused",
            "after looking (too few units), fails or is interrupted stays charged, and is charged again if asked again.",
            "Each number has noise of at least what one unit may bring by the schema's bounds: narrow bounds pay.",
            "WITH, GROUP BY ALL and JOIN … USING are read as the SELECTs in FROM, keys and conditions that they stand for.",
            "It may join the datasets that link to NAME (%%dp_dataset register … --link), whose units stay protected.",
            "A function of one's own: Pac.calibrate(TABLE, half -> new double[] {…}, \"56%%\").",
            "",
            "Examples:",
            "  %%pac_calibrate visits --algorithm means --columns age,cost --bounds age=0:100,cost=0:500"
                    + " --advantage 56%% -o answer",
            "  %%pac_calibrate iris --algorithm kmeans --k 3 --label species --classes setosa,versicolor,virginica"
                    + " --columns … --bounds … --mi 1/128",
            "  %%pac_calibrate visits --algorithm means --columns age --bounds age=0:100 --rehearse --mi 1/128",
            "  %%pac_calibrate --dataset visits --algorithm kmeans --k 3 --columns age,cost --mi 1/16",
            "  %%%%pac_calibrate --dataset visits --mi 1/128 --quote",
            "  SELECT town, count(*) AS n, avg(cost) AS cost FROM visits GROUP BY town ORDER BY town"
        })
public class PacArgs implements Arguments.Advised {
    private static final int K = 2;
    private static final Pattern QUERY = Pattern.compile("\\s*(select|with)\\b", Pattern.CASE_INSENSITIVE);

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TABLE",
            description = "a Java variable that holds a DataFrame; or --dataset")
    public String table = "";

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description =
                    "a dataset of the server, asked by the SELECT in the cell or by --algorithm; paid by the session"
                            + " in nats")
    public Optional<String> dataset = Optional.empty();

    @Option(
            names = {"-a", "--algorithm"},
            paramLabel = "NAME",
            description = "see below")
    public String algorithm = "";

    @Option(
            names = {"-c", "--columns"},
            paramLabel = "A,B",
            split = ",",
            description = "numeric columns that it reads")
    public List<String> columns = List.of();

    @Option(
            names = {"-b", "--bounds"},
            paramLabel = "A=LOW:HIGH",
            split = ",",
            description = "public bounds of columns")
    public Map<String, String> bounds = new LinkedHashMap<>();

    @Option(names = "--label", paramLabel = "COLUMN", description = "column of classes")
    public Optional<String> label = Optional.empty();

    @Option(names = "--classes", paramLabel = "X,Y", split = ",", description = "the label's values; public")
    public List<String> classes = List.of();

    @Option(names = "--target", paramLabel = "COLUMN", description = "column that a regression explains")
    public Optional<String> target = Optional.empty();

    @Option(names = "--k", paramLabel = "K", description = "clusters or components (default: 2)")
    public Optional<Integer> k = Optional.empty();

    @Option(
            names = "--penalty",
            paramLabel = "P",
            description = "C of a classifier (small needs little noise; default 0.01), lambda of a regression"
                    + " (default 0.1)")
    public Optional<Double> penalty = Optional.empty();

    @Option(
            names = "--rebalance",
            description =
                    "bring the classes of a half to the size of its largest one (SMOTE: new rows between near ones"
                            + " of a class) before svm, logistic, forest, trees, or kmeans with --label learn from it; for a table of"
                            + " this notebook")
    public boolean rebalance;

    @Option(
            names = "--advantage",
            paramLabel = "P%",
            description = "success that this answer may give a guesser whose chance was 50 %%")
    public Optional<String> advantage = Optional.empty();

    @Option(names = "--mi", paramLabel = "NATS", description = "the same in nats, such as 1/128 (which is 56.3 %%)")
    public Optional<String> nats = Optional.empty();

    @Option(
            names = "--noise-at-most",
            paramLabel = "X",
            description = "for a table of this notebook, not with --dataset: the least promise whose noise has a"
                    + " deviation of at most X on each number; for the table's owner, as it tells about the rows")
    public Optional<Double> noiseAtMost = Optional.empty();

    @Option(names = "--unit", paramLabel = "COLUMN", description = "whom to protect (default: one row)")
    public Optional<String> unit = Optional.empty();

    @Option(
            names = "--worlds",
            paramLabel = "M",
            description = "halves that the secret one is among: 64, 128 or 256 (first request; default: 128)")
    public Optional<Integer> worlds = Optional.empty();

    @Option(
            names = "--cap",
            paramLabel = "P%",
            description = "success that all answers about the table may give (first request; default: 95%%)")
    public Optional<String> cap = Optional.empty();

    @Option(names = "--coordinates", description = "noise along the numbers themselves, not along principal directions")
    public boolean coordinates;

    @Option(
            names = "--rehearse",
            description = "charge nothing, publish nothing: show the owner the answers of all worlds and the noise")
    public boolean rehearse;

    @Option(
            names = {"-q", "--quote"},
            description = "with --dataset: only show the price; touches no data, costs nothing")
    public boolean quote;

    @Option(names = "--fresh", description = "with --dataset: buy a new answer although an identical one exists")
    public boolean fresh;

    @Option(
            names = {"-v", "--verbose"},
            description = "with --dataset: show the whole quote or receipt unfolded")
    public boolean verbose;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "VAR",
            description = "bind the answer to this Java variable")
    public Optional<String> output = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this text")
    public boolean help;

    /// The amount that `--advantage` means: `56%`, or `56`.
    public static Nats advantage(String typed) {
        return Promise.success("--advantage", typed);
    }

    /// The columns' names, without the spaces around commas.
    public List<String> columnNames() {
        return columns.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /// Clusters or components.
    public int clusters() {
        return k.orElse(K);
    }

    /// Whether a query stands where the table's name should.
    private boolean hasQuery() {
        return QUERY.matcher(table).lookingAt();
    }

    @Override
    public Optional<String> advice() {
        return hasQuery()
                ? Optional.of("a SELECT is expected in the cell, below the magic's line, got it on the line: write"
                        + " %%pac_calibrate --dataset NAME --mi 1/128 and the SELECT on the next line")
                : Optional.empty();
    }

    /// Refuses a table, or a query, beside a dataset.
    public void requireNoTable() {
        if (!table.isEmpty()) {
            throw new IllegalArgumentException("UsageError: "
                    + advice().orElse("one of TABLE and --dataset NAME expected, got both, '" + table
                            + "' and --dataset " + dataset.orElse("")));
        }
    }

    /// Refuses what the algorithm would not read, as far as it is known.
    public void requireRead() {
        Nearest.to(algorithm, Task.NAMES)
                .filter(name -> !Task.NAMES.contains(algorithm))
                .ifPresent(name -> {
                    throw new IllegalArgumentException("expected one of " + Task.NAMES + " for --algorithm, got '"
                            + algorithm + "'; did you mean " + name + "?");
                });
        if (Task.NAMES.contains(algorithm)) {
            unread("--k", k.isPresent() && !Task.takesK(algorithm), Task::takesK);
            unread("--penalty", penalty.isPresent() && !Task.takesPenalty(algorithm), Task::takesPenalty);
            unread("--label", label.isPresent() && !Task.takesLabel(algorithm), Task::takesLabel);
            unread("--target", target.isPresent() && !Task.takesTarget(algorithm), Task::takesTarget);
        }
        if (!classes.isEmpty() && label.isEmpty()) {
            throw new IllegalArgumentException("expected --classes beside --label COLUMN, got no --label");
        }
    }

    private void unread(String option, boolean given, Predicate<String> takes) {
        if (given) {
            throw new IllegalArgumentException("expected " + option + " with "
                    + Task.NAMES.stream().filter(takes).collect(Collectors.joining(", ")) + " only, got " + algorithm
                    + ", which does not read it: leave it out");
        }
    }

    /// Refuses what a SELECT says itself.
    public void requireNoAlgorithm() {
        if (k.isPresent() || penalty.isPresent() || label.isPresent() || target.isPresent() || !columns.isEmpty()) {
            throw new IllegalArgumentException("expected --columns, --label, --target, --k and --penalty beside"
                    + " --algorithm NAME only: a SELECT in the cell says itself what it reads");
        }
    }
}
