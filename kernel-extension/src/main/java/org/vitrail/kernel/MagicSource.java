package org.vitrail.kernel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;

/// Turns the magics of a cell into Java; everything else stays as it is.
///
/// | written | becomes |
/// |---|---|
/// | `%m a b` on a line of its own | a call without a value |
/// | `var r = %m a` | a call cast to the magic's result type |
/// | `Type r = %m a` | a call whose type is inferred |
/// | `%%m a` and a body, possibly empty | one call with the body as text |
///
/// Lines inside text blocks and block comments are left alone. A backslash at the end of a magic's line continues it.
final class MagicSource extends MagicParser {
    private static final Pattern HELP = Pattern.compile("\\s*(?:\\?\\s*%{1,2}([\\w.]+)|%{1,2}([\\w.]+)\\?{1,2})\\s*");
    private static final Pattern LINE =
            Pattern.compile("^(\\s*(?:[\\w.<>\\[\\], ]+\\s*=\\s*)?)%([A-Za-z_]\\w*)(?!\\w)(.*)$", Pattern.DOTALL);
    private static final Pattern CELL =
            Pattern.compile("^\\s*%%([A-Za-z_]\\w*)(?!\\w)([^\\n]*)\\n?(.*)$", Pattern.DOTALL);
    /// Their argument is Java, quotes and all.
    private static final Set<String> RAW = Set.of("time");

    private static final String CALL = "org.vitrail.kernel.Magics.";

    private final Predicate<String> known;
    private final Function<String, Optional<Class<?>>> result;

    /// @param known whether a line magic of that name is registered
    /// @param result the declared result type of a magic, where it declares one
    MagicSource(Predicate<String> known, Function<String, Optional<Class<?>>> result) {
        super("%", "%%", new MagicTranspiler());
        this.known = known;
        this.result = result;
    }

    /// The name of the magic that the cell asks help for.
    static Optional<String> helpFor(String source) {
        Matcher m = HELP.matcher(source);
        return m.matches() ? Optional.of(m.group(1) != null ? m.group(1) : m.group(2)) : Optional.empty();
    }

    static boolean isCell(String source) {
        return source.stripLeading().startsWith("%%");
    }

    @Override
    public String resolveMagics(String source) {
        Matcher cell = CELL.matcher(source);
        if (isCell(source) && cell.matches()) {
            return CALL + "cell(" + MagicWords.literal(cell.group(1)) + ", "
                    + MagicWords.list(words(cell.group(1), cell.group(2))) + ", "
                    + MagicWords.literal(cell.group(3)) + ");";
        }
        if (source.indexOf('%') < 0) {
            return source;
        }
        StringBuilder out = new StringBuilder();
        JavaLines state = new JavaLines();
        List<String> lines = source.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher m = LINE.matcher(line);
            if (state.isCode() && m.matches() && (state.endsStatement() || known.test(m.group(2)))) {
                StringBuilder arguments = new StringBuilder(m.group(3));
                int extra = 0;
                while (ends(arguments) && i + 1 < lines.size()) {
                    arguments.setLength(arguments.toString().stripTrailing().length() - 1);
                    arguments.append(' ').append(lines.get(++i));
                    extra++;
                }
                out.append(call(m.group(1), m.group(2), arguments.toString())).append("\n".repeat(extra));
                state.statement();
            } else {
                out.append(line);
                state.pass(line);
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static List<String> words(String name, String arguments) {
        return RAW.contains(name) ? List.of(arguments.strip()) : MagicWords.split(arguments);
    }

    private static boolean ends(CharSequence text) {
        return text.toString().stripTrailing().endsWith("\\");
    }

    private String call(String prefix, String name, String arguments) {
        String rest = MagicWords.literal(name) + ", " + MagicWords.list(words(name, arguments)) + ");";
        if (prefix.isBlank()) {
            return prefix + CALL + (result.apply(name).isPresent() ? "run(" : "value(") + rest;
        }
        String type = prefix.strip().startsWith("var ")
                ? "<" + result.apply(name).map(Class::getCanonicalName).orElse("java.lang.Object") + ">"
                : "";
        return prefix + CALL + type + "value(" + rest;
    }
}
