package org.vitrail.kernel;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.vitrail.magic.MagicDescription;

/// Help, completion and result types of magics.
final class MagicAssistant {
    private static final Pattern NAME = Pattern.compile("^(?:.*=\\s*|\\s*\\??\\s*)(%{1,2})(\\w*)$");
    private static final Pattern CALL = Pattern.compile("^(?:.*=\\s*|\\s*)(%{1,2})([A-Za-z_]\\w*)\\s(.*)$");
    private static final Pattern WORD_AT = Pattern.compile("%{1,2}([A-Za-z_]\\w*)");

    private final Map<String, MagicDescription> described = new ConcurrentHashMap<>();
    private final MagicsRegistry registry;
    private final Supplier<List<String>> variables;

    MagicAssistant(MagicsRegistry registry, Supplier<List<String>> variables) {
        this.registry = registry;
        this.variables = variables;
    }

    void add(List<MagicDescription> magics) {
        magics.forEach(magic -> described.put(magic.name(), magic));
    }

    Optional<Class<?>> result(String name) {
        return Optional.ofNullable(described.get(name)).map(MagicDescription::result);
    }

    boolean isLine(String name) {
        return registry.getLineMagicNames().contains(name);
    }

    /// The help text of a magic, empty where nobody describes it.
    Optional<String> help(String name) {
        MagicDescription magic = described.get(name);
        if (magic != null) {
            return Optional.of(magic.help());
        }
        boolean known = registry.getLineMagicNames().contains(name)
                || registry.getCellMagicNames().contains(name);
        return known ? Optional.of("%" + name + " (no help given by its extension)") : Optional.empty();
    }

    /// All names with one line each.
    String list() {
        StringBuilder text = new StringBuilder();
        TreeSet<String> names = new TreeSet<>(registry.getLineMagicNames());
        names.addAll(registry.getCellMagicNames());
        for (String name : names) {
            boolean line = registry.getLineMagicNames().contains(name);
            MagicDescription magic = described.get(name);
            text.append(line ? "%" : "%%").append(name);
            text.append(magic == null ? "" : "  " + magic.summary()).append('\n');
        }
        return text.append("%name? shows the help of one magic").toString();
    }

    /// The help for the magic on the line of the cursor, if the cursor is on its name or its arguments.
    Optional<String> inspect(String code, int at) {
        String line = line(code, at);
        Matcher word = WORD_AT.matcher(line);
        boolean magic = line.strip().startsWith("%")
                || NAME.matcher(line).matches()
                || CALL.matcher(line + " ").matches();
        return magic && word.find() ? help(word.group(1)) : Optional.empty();
    }

    /// Completions where the cursor is in a magic; empty where it is in Java.
    Optional<ReplacementOptions> complete(String code, int at) {
        int start = code.lastIndexOf('\n', at - 1) + 1;
        String typed = code.substring(start, at);
        Matcher name = NAME.matcher(typed);
        if (name.matches()) {
            boolean cell = name.group(1).length() == 2;
            List<String> names = (cell ? registry.getCellMagicNames() : registry.getLineMagicNames())
                    .stream()
                            .filter(n -> n.startsWith(name.group(2)))
                            .sorted()
                            .map(n -> name.group(1) + n)
                            .toList();
            return Optional.of(new ReplacementOptions(
                    names, at - name.group(2).length() - name.group(1).length(), at));
        }
        Matcher call = CALL.matcher(typed);
        if (!call.matches()
                || (call.group(1).length() == 2 && !code.substring(0, start).isBlank())) {
            return Optional.empty();
        }
        return Optional.of(arguments(call.group(2), call.group(3), at));
    }

    private ReplacementOptions arguments(String name, String typed, int at) {
        int from = typed.length();
        while (from > 0 && " \t=$".indexOf(typed.charAt(from - 1)) < 0) {
            from--;
        }
        String word = typed.substring(from).toLowerCase(Locale.ROOT);
        boolean variable = from > 0 && typed.charAt(from - 1) == '$';
        MagicDescription magic = described.get(name);
        List<String> offered = variable
                ? variables.get()
                : magic == null
                        ? List.of()
                        : magic.completion()
                                .complete(
                                        typed.stripLeading(),
                                        typed.stripLeading().length());
        List<String> fitting = offered.stream()
                .filter(w -> w.toLowerCase(Locale.ROOT).startsWith(word))
                .distinct()
                .toList();
        return new ReplacementOptions(fitting, at - typed.length() + from, at);
    }

    private static String line(String code, int at) {
        int start = code.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
        int end = code.indexOf('\n', Math.min(at, code.length()));
        return code.substring(Math.min(start, code.length()), end < 0 ? code.length() : Math.max(end, start));
    }
}
