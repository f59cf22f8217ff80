package org.vitrail.magic.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vitrail.privacy.accounting.text.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Parsing, help and completion of one magic's arguments, all from its picocli class.
public final class Arguments {
    /// The label of an argument that names a registered dataset.
    public static final String DATASET = "DATASET";

    /// The label of an argument that names a release.
    public static final String RELEASE = "RELEASE";

    /// The label of an argument that names a proposal.
    public static final String PROPOSAL = "PROPOSAL";

    private Arguments() {}

    /// What was typed.
    ///
    /// @param command the filled-in picocli object: the magic's, or the subcommand's
    /// @param help the help text to show instead of running, if it was asked for
    public record Parsed(Object command, Optional<String> help) {}

    /// A picocli object that knows better what was meant by words that it cannot take.
    public interface Advised {
        /// What to do instead, in one line; asked after the words before were taken.
        Optional<String> advice();
    }

    /// Parses arguments into a new picocli object.
    ///
    /// @throws IllegalArgumentException one line: what is wrong, what was probably meant, how to get help
    public static Parsed parse(Object command, List<String> arguments) {
        CommandLine line = line(command);
        try {
            ParseResult result = line.parseArgs(arguments.toArray(String[]::new));
            while (result.hasSubcommand() && !result.isUsageHelpRequested()) {
                result = result.subcommand();
            }
            CommandLine at = result.commandSpec().commandLine();
            return new Parsed(
                    result.commandSpec().userObject(),
                    result.isUsageHelpRequested()
                            ? Optional.of(at.getUsageMessage(CommandLine.Help.Ansi.OFF))
                            : Optional.empty());
        } catch (ParameterException e) {
            String name = e.getCommandLine().getCommandSpec().qualifiedName();
            String reason = reason(e);
            throw new IllegalArgumentException(
                    "UsageError: " + reason + (reason.endsWith("?") ? " Try " : ". Try ") + name + " --help");
        }
    }

    /// The whole help text, subcommands included.
    public static String help(Object command) {
        CommandLine line = line(command);
        StringBuilder out = new StringBuilder(line.getUsageMessage(CommandLine.Help.Ansi.OFF));
        line.getSubcommands()
                .values()
                .forEach(sub -> out.append('\n').append(sub.getUsageMessage(CommandLine.Help.Ansi.OFF)));
        return out.toString();
    }

    /// The one-line description.
    public static String summary(Object command) {
        return String.join(" ", line(command).getCommandSpec().usageMessage().description());
    }

    /// The words that could stand at the cursor.
    ///
    /// @param known label of an argument → the names that it may have, as far as they are known without asking
    public static List<String> complete(
            Object command, String typed, int cursor, Function<String, List<String>> known) {
        String before = typed.substring(0, Math.clamp(cursor, 0, typed.length()));
        List<String> words = List.of(before.split("[\\s=]+", -1));
        String word = words.getLast();
        CommandSpec spec = line(command).getCommandSpec();
        for (String earlier : words.subList(0, words.size() - 1)) {
            CommandLine sub = spec.subcommands().get(earlier);
            spec = sub == null ? spec : sub.getCommandSpec();
        }
        String previous = words.size() > 1 ? words.get(words.size() - 2) : "";
        List<String> fitting = new ArrayList<>();
        OptionSpec option = spec.findOption(previous);
        if (option != null && option.arity().max() > 0) {
            fitting.addAll(values(option, known));
        } else {
            fitting.addAll(spec.subcommands().keySet());
            spec.positionalParameters().forEach(p -> fitting.addAll(values(p, known)));
            spec.options().forEach(o -> fitting.add(o.longestName()));
        }
        return fitting.stream().filter(f -> f.startsWith(word)).distinct().toList();
    }

    private static List<String> values(ArgSpec argument, Function<String, List<String>> known) {
        List<String> values = new ArrayList<>();
        for (String label : List.of(DATASET, RELEASE, PROPOSAL)) {
            if (argument.paramLabel().contains(label)) {
                values.addAll(known.apply(label));
            }
        }
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(values::add);
        }
        return values;
    }

    private static CommandLine line(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100);
    }

    private static String reason(ParameterException e) {
        if (e instanceof UnmatchedArgumentException
                && e.getCommandLine().getCommand() instanceof Advised advised
                && advised.advice().isPresent()) {
            return advised.advice().get();
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            String typed = unmatched.getUnmatched().getFirst();
            List<String> candidates = new ArrayList<>(unmatched.getSuggestions());
            candidates.addAll(e.getCommandLine().getSubcommands().keySet());
            String kind = typed.startsWith("-") ? "unknown option" : "unexpected argument";
            CommandSpec spec = e.getCommandLine().getCommandSpec();
            if (typed.startsWith("-")) {
                spec.options().forEach(o -> candidates.addAll(List.of(o.names())));
            }
            return kind + " '" + typed + "'"
                    + Nearest.to(typed.replaceAll("=.*", ""), candidates)
                            .map(n -> "; did you mean " + n + "?")
                            .orElse("");
        }
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong arguments");
        return (message.endsWith(".") ? message.substring(0, message.length() - 1) : message) + meant(e);
    }

    /// The one of an option's few values that was probably meant.
    private static String meant(ParameterException e) {
        ArgSpec argument = e.getArgSpec();
        if (argument == null || argument.completionCandidates() == null || e.getValue() == null) {
            return "";
        }
        List<String> values = new ArrayList<>();
        argument.completionCandidates().forEach(values::add);
        return Nearest.to(e.getValue(), values)
                .map(value -> "; did you mean " + value + "?")
                .orElse("");
    }
}
