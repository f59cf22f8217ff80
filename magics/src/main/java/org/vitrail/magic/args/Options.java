package org.vitrail.magic.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Options that several magics have, written once.
public final class Options {
    private Options() {}

    /// `--help`; [Arguments#parse] asks the parser for it.
    public static final class Help {
        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "show this text")
        public boolean asked;
    }

    /// `-o`.
    public static final class Output {
        @Option(
                names = {"-o", "--output"},
                paramLabel = "VAR",
                description = "bind the result to this Java variable")
        public Optional<String> variable = Optional.empty();
    }

    /// A dataset's cap.
    public static final class Cap {
        @Option(
                names = "--cap-epsilon",
                paramLabel = "E",
                defaultValue = "10",
                description = "the dataset's cap over all sessions (default: ${DEFAULT-VALUE})")
        public double epsilon = 10;

        @Option(
                names = "--cap-delta",
                paramLabel = "D",
                defaultValue = "1e-5",
                description = "its delta (default: ${DEFAULT-VALUE})")
        public double delta = 1e-5;

        @Option(
                names = "--pac-cap",
                paramLabel = "P%|NATS",
                description =
                        "PAC privacy: what all answers together may make of a guess of 50 %% (70%%), or nats (default:"
                                + " none is answered; of a sample: 70%%)")
        public Optional<String> pac = Optional.empty();

        @Option(
                names = "--pac-units-min",
                paramLabel = "N",
                defaultValue = "10",
                description = "PAC privacy: groups of fewer units are not shown (default: ${DEFAULT-VALUE})")
        public int pacUnitsMin = 10;

        @Option(
                names = "--measures",
                paramLabel = "M,M",
                split = ",",
                description =
                        "what the cap is kept in, for good: gdp, zcdp, renyi-ORDER, pure, sums (default: gdp). Any"
                                + " of several may accept a request, for which they split delta; today's mechanisms are"
                                + " Gaussian, for which gdp is exact and the split only costs")
        public List<String> measures = new ArrayList<>();
    }

    /// A plan of privacy events and the terms it is priced on.
    public static final class Plan {
        @Parameters(
                arity = "0..*",
                paramLabel = "EVENT",
                description = "one or more events, here or in the cell's body")
        public List<String> events = new ArrayList<>();

        @Option(
                names = {"-d", "--delta"},
                paramLabel = "D",
                defaultValue = "1e-6",
                description = "in [0, 1); 0 asks for pure privacy (default: ${DEFAULT-VALUE})")
        public double delta = 1e-6;

        @Option(
                names = "--relation",
                paramLabel = "RELATION",
                defaultValue = "ADD_OR_REMOVE_ONE",
                description = "ADD_OR_REMOVE_ONE, REPLACE_ONE or ZERO_OUT (default: ${DEFAULT-VALUE})")
        public String relation = "ADD_OR_REMOVE_ONE";

        @Mixin
        public Output output = new Output();
    }
}
