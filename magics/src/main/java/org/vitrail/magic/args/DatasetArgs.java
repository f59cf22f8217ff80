package org.vitrail.magic.args;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What can be typed behind `%dp_dataset`.
@Command(
        name = "%dp_dataset",
        description = "Registers private tables and lists them.",
        sortOptions = false,
        subcommands = {DatasetArgs.Register.class, DatasetArgs.Sample.class, DatasetArgs.Names.class})
public final class DatasetArgs {
    @Mixin
    public Options.Help help = new Options.Help();

    /// `register`.
    @Command(
            name = "register",
            description = "Uploads a table to the server and registers it under a name.",
            sortOptions = false,
            footer = {
                "",
                "Schema, bounds and categories are declared (--schema, or the body of %%%%dp_dataset) or paid for",
                "(--infer-budget); they are never read silently from private rows. With both, the columns that the",
                "schema does not name are paid for. EPSILON is spent of the cap. DELTA (default: a tenth of",
                "--cap-delta) is set aside of it once, for categories that nobody listed; with 0 no such category",
                "comes out. What cannot be inferred for that price is left out, and the answer says so.",
                "With several --measures a request is taken in all of them and accepted if it fits the cap of any;",
                "each has an equal share of --cap-delta (pure needs none). They are fixed when the cap is opened.",
                "Examples:",
                "  %%dp_dataset register visits visits.csv --schema visits.yaml --unit patient_id --rows-max 4",
                "  %%dp_dataset register visits visits.csv --schema visits.yaml --measures gdp,zcdp,renyi-16,pure",
                "  %%dp_dataset register visits visits.parquet --infer-budget 0.5",
                "  %%dp_dataset register visits visits.arrow --infer-budget 0.5,1e-6 --unit patient_id",
                "  %%dp_dataset register visits https://example.org/visits.csv --schema visits.yaml",
                "  %%dp_dataset register visits file:///data/visits.csv --schema visits.yaml",
                "  %%dp_dataset register visits jdbc:postgresql://db/clinic?user=u&password=p --table visits"
                        + " --schema visits.yaml",
                "  %%dp_dataset register visits jdbc:h2:file:/data/clinic --query \"SELECT age, sex FROM visits\""
                        + " --infer-budget 0.5",
                "  %%dp_dataset register visits visits-2027.csv --schema visits.yaml --renew",
                "Several tables for %%%%pac_calibrate: the one whose units are protected has --pac-cap, each other one",
                "links to it, or to one that does, and has its link's column as --unit. A query on the first may then",
                "join them all; a row of the others counts for the unit that its links lead to. KEY is the unit's",
                "column of the first, or a column of the linked table that its schema does not name.",
                "  %%dp_dataset register customer customer.csv --schema c.yaml --unit c_custkey --rows-max 1"
                        + " --pac-cap 70%%",
                "  %%dp_dataset register orders orders.csv --schema o.yaml --unit o_custkey --rows-max 20"
                        + " --link o_custkey=customer.c_custkey",
                "  %%dp_dataset register lineitem lineitem.csv --schema l.yaml --unit l_orderkey --rows-max 7"
                        + " --link l_orderkey=orders.o_orderkey"
            })
    public static final class Register {
        @Parameters(index = "0", paramLabel = "NAME", description = "letters, digits, '_' and '-'")
        public String name = "";

        @Parameters(
                index = "1",
                paramLabel = "FILE|URL",
                description = "a file, file:/…, http(s)://…, or jdbc:… (read by the server)")
        public String source = "";

        @Option(
                names = "--unit",
                paramLabel = "row|COLUMN",
                description = "whom to protect: one row, or one value of a column (default: the schema's)")
        public Optional<String> unit = Optional.empty();

        @Option(
                names = "--rows-max",
                paramLabel = "M",
                description = "with --unit COLUMN: at most M rows of one person are used (inferred schema: 4)")
        public Optional<Integer> rowsMax = Optional.empty();

        @Option(
                names = "--link",
                paramLabel = "COLUMN=TABLE.KEY",
                description =
                        "rows belong to those of another dataset, whose PAC account pays for what is told of both")
        public Optional<String> link = Optional.empty();

        @Option(
                names = "--schema",
                paramLabel = "FILE",
                description = "declared columns (YAML or JSON); %%dp_schema writes a template")
        public Optional<String> schema = Optional.empty();

        @Option(
                names = "--infer-budget",
                paramLabel = "EPSILON[,DELTA]",
                description = "pay for the bounds and categories of columns that no schema declares")
        public Optional<String> inferBudget = Optional.empty();

        @Mixin
        public Options.Cap cap = new Options.Cap();

        @Option(names = "--rows-public", paramLabel = "N", description = "declare the number of rows public")
        public Optional<Long> rowsPublic = Optional.empty();

        @Option(
                names = "--renew",
                description = "newer rows of this dataset, with a cap of their own; what was spent before stays in the"
                        + " total over time")
        public boolean renew;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "one of ${COMPLETION-CANDIDATES} (default: from the file's name)")
        public Optional<FileFormat> format = Optional.empty();

        @Option(names = "--query", paramLabel = "SQL", description = "with jdbc: the select statement")
        public Optional<String> query = Optional.empty();

        @Option(names = "--table", paramLabel = "TABLE", description = "with jdbc: the table")
        public Optional<String> table = Optional.empty();

        @Mixin
        public Options.Help help = new Options.Help();
    }

    /// How an uploaded file is read.
    public enum FileFormat {
        /// With a header line, UTF-8.
        CSV,
        /// Apache Parquet.
        PARQUET,
        /// Arrow IPC.
        ARROW
    }

    /// `sample`.
    @Command(name = "sample", description = "Registers a built-in sample table.", sortOptions = false)
    public static final class Sample {
        @Parameters(
                index = "0",
                paramLabel = "SAMPLE",
                arity = "0..1",
                defaultValue = "clinic",
                description = "which one: clinic (default: ${DEFAULT-VALUE})")
        public String sample = "clinic";

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "register it under this name (default: the sample's)")
        public Optional<String> name = Optional.empty();

        @Mixin
        public Options.Cap cap = new Options.Cap();

        @Mixin
        public Options.Help help = new Options.Help();
    }

    /// `list`.
    @Command(name = "list", description = "Lists the datasets that you may use.", sortOptions = false)
    public static final class Names {
        @Mixin
        public Options.Help help = new Options.Help();
    }
}
