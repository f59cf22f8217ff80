package org.vitrail.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;
import org.dflib.jjava.jupyter.kernel.magic.UndefinedMagicException;
import org.jspecify.annotations.Nullable;
import org.vitrail.privacy.accounting.text.Nearest;

/// Turns what went wrong in a cell into the few lines that help.
final class Failures {
    /// The failure type of the magics, by name: an extension may come from another class loader.
    private static final String MAGIC_FAILURE = "org.vitrail.magic.MagicFailure";

    private static final String USAGE = "UsageError: ";
    private static final int FRAMES = 8;

    private Failures() {}

    /// @param thrown what the code threw, as thrown
    /// @param event the exception as JShell reports it (its frames name snippets); null if there is none
    static CellFailure of(Throwable thrown, @Nullable Throwable event) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof CellFailure failure) {
                return failure;
            }
            if (t instanceof Checkpoint.Stopped) {
                return CellFailure.interrupted("interrupted");
            }
            if (isMagicFailure(t.getClass())) {
                return magic(text(t));
            }
            if (t instanceof UndefinedMagicException) {
                return CellFailure.usage(text(t));
            }
        }
        return new CellFailure(thrown.getClass().getSimpleName(), text(thrown), frames(thrown, event));
    }

    private static CellFailure magic(String message) {
        return message.startsWith(USAGE)
                ? CellFailure.usage(message.substring(USAGE.length()))
                : new CellFailure("MagicError", message, List.of());
    }

    static boolean isMagicFailure(Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (c.getName().equals(MAGIC_FAILURE)) {
                return true;
            }
        }
        return false;
    }

    private static String text(Throwable t) {
        return t.getMessage() == null ? "" : t.getMessage();
    }

    private static List<String> frames(Throwable thrown, @Nullable Throwable event) {
        List<String> lines = new ArrayList<>();
        StackTraceElement[] trace = event == null ? thrown.getStackTrace() : event.getStackTrace();
        for (StackTraceElement frame : trace) {
            if (ours(frame.getClassName()) || lines.size() == FRAMES) {
                break;
            }
            lines.add("    at " + place(frame));
        }
        Throwable cause = thrown.getCause();
        for (int i = 0; cause != null && i < 3; i++, cause = cause.getCause()) {
            lines.add("Caused by: " + cause.getClass().getSimpleName() + ": " + text(cause));
        }
        return lines;
    }

    private static boolean ours(String name) {
        return name.startsWith("org.vitrail.kernel.")
                || name.startsWith("jdk.jshell.")
                || name.startsWith("jdk.internal.reflect.")
                || name.startsWith("java.lang.reflect.");
    }

    private static String place(StackTraceElement frame) {
        String file = frame.getFileName();
        boolean snippet = file != null && file.startsWith("#");
        String called = frame.getMethodName();
        String method = called.isEmpty() || called.startsWith("do_it$") ? "cell" : called;
        String name = frame.getClassName().isEmpty() || frame.getClassName().startsWith("REPL.")
                ? method
                : frame.getClassName() + "." + method;
        return snippet
                ? name + " (line " + frame.getLineNumber() + ")"
                : name + "(" + (file == null ? "" : file + ":" + frame.getLineNumber()) + ")";
    }

    /// A snippet that does not compile.
    static CellFailure compile(JShell shell, Snippet snippet, String source) {
        List<Diag> errors = shell.diagnostics(snippet).filter(Diag::isError).toList();
        List<String> details = new ArrayList<>();
        String first = "";
        for (Diag error : errors) {
            String message = message(error);
            if (first.isEmpty()) {
                first = message;
            } else {
                details.add(message);
            }
            mark(details, source, (int) error.getStartPosition(), (int) error.getEndPosition());
        }
        return new CellFailure("CompileError", first.isEmpty() ? "the code does not compile" : first, details);
    }

    private static String message(Diag error) {
        StringBuilder text = new StringBuilder();
        error.getMessage(Locale.ROOT)
                .lines()
                .filter(line -> !line.strip().startsWith("location:"))
                .forEach(line -> text.append(text.isEmpty() ? "" : ", ").append(line.strip()));
        return text.toString();
    }

    /// The line of the error with carets below it.
    private static void mark(List<String> details, String source, int start, int end) {
        if (start < 0 || start > source.length()) {
            return;
        }
        int from = source.lastIndexOf('\n', start - 1) + 1;
        int newline = source.indexOf('\n', start);
        int to = newline < 0 ? source.length() : newline;
        int width = Math.max(1, Math.min(end, to) - start);
        details.add("    " + source.substring(from, to));
        details.add("    " + " ".repeat(start - from) + "^".repeat(width));
    }

    /// Code that names something that is declared nowhere.
    static CellFailure unresolved(JShell shell, UnresolvedReferenceException e) {
        return new CellFailure(
                "CompileError",
                "'" + e.getSnippet().name() + "' uses what is not defined yet: "
                        + String.join(
                                ", ",
                                shell.unresolvedDependencies(e.getSnippet()).toList()),
                List.of());
    }

    /// Names closest to a mistyped one, best first, at most three.
    static List<String> similar(String typed, Iterable<String> names) {
        TreeMap<String, String> ranked = new TreeMap<>();
        for (String name : names) {
            int distance = Nearest.edits(typed.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance <= Math.max(2, typed.length() / 3) || name.endsWith("_" + typed)) {
                ranked.put("%03d %s".formatted(distance, name), name);
            }
        }
        return ranked.values().stream().limit(3).toList();
    }
}
