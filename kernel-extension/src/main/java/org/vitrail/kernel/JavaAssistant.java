package org.vitrail.kernel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;

/// Completion, documentation and completeness of Java, from JShell.
final class JavaAssistant {
    private static final String INDENT = "  ";

    private JavaAssistant() {}

    static ReplacementOptions complete(JShell shell, String code, int at) {
        int[] anchor = {at};
        List<Suggestion> found = shell.sourceCodeAnalysis().completionSuggestions(code, at, anchor);
        Set<String> words = new LinkedHashSet<>();
        found.stream().filter(Suggestion::matchesType).forEach(s -> words.add(s.continuation()));
        found.stream().map(Suggestion::continuation).forEach(words::add);
        return new ReplacementOptions(List.copyOf(words), anchor[0], at);
    }

    /// Signatures and Javadoc of what the cursor is on.
    static Optional<String> inspect(JShell shell, String code, int at) {
        int end = at;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        String head = code.substring(0, end);
        SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
        List<Documentation> found = analysis.documentation(head + "(", end + 1, true);
        if (found.isEmpty()) {
            found = analysis.documentation(head, end, true);
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.stream().map(JavaAssistant::text).collect(Collectors.joining("\n\n")));
    }

    private static String text(Documentation documentation) {
        String javadoc = documentation.javadoc();
        return javadoc == null ? documentation.signature() : documentation.signature() + "\n" + javadoc;
    }

    static String completeness(JShell shell, String code) {
        String rest = code;
        while (true) {
            SourceCodeAnalysis.CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            Completeness state = info.completeness();
            if (state == Completeness.UNKNOWN) {
                return BaseKernel.IS_COMPLETE_BAD;
            }
            if (state == Completeness.CONSIDERED_INCOMPLETE || state == Completeness.DEFINITELY_INCOMPLETE) {
                return INDENT;
            }
            rest = info.remaining();
            if (rest == null || rest.isBlank()) {
                return BaseKernel.IS_COMPLETE_YES;
            }
        }
    }
}
