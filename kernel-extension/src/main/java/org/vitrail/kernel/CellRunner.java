package org.vitrail.kernel;

import java.util.List;
import java.util.Map;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/// Runs the Java of a cell, snippet by snippet, in one JShell.
final class CellRunner {
    private static final List<String> IMPORTS = List.of(
            "java.util.*",
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.time.*",
            "java.nio.file.*",
            "java.util.stream.*",
            "java.util.concurrent.*",
            "java.util.function.*",
            "static org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.*");
    private static final List<String> OPTIONAL_IMPORTS = List.of("org.dflib.DataFrame", "org.dflib.Series");

    private final JShell shell;
    private final CellEngine engine;
    private final SnippetLoader loader;
    private final CellThread thread;

    private CellRunner(JShell shell, CellEngine engine, SnippetLoader loader, CellThread thread) {
        this.shell = shell;
        this.engine = engine;
        this.loader = loader;
        this.thread = thread;
    }

    /// Makes a JShell with its imports; takes about a second.
    static CellRunner start(CellThread thread) {
        SnippetLoader loader = new SnippetLoader();
        CellEngine engine = new CellEngine(loader, thread);
        JShell shell = JShell.builder()
                .in(System.in)
                .executionEngine(new Provider(engine), Map.of())
                .compilerOptions("-proc:none")
                .build();
        CellRunner runner = new CellRunner(shell, engine, loader, thread);
        IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
        if (present("org.dflib.DataFrame")) {
            OPTIONAL_IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
            shell.eval("import static org.dflib.Exp.*;");
        }
        shell.eval("if (true) { }");
        return runner;
    }

    private static boolean present(String name) {
        try {
            Class.forName(name, false, CellRunner.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    JShell shell() {
        return shell;
    }

    ClassLoader classLoader() {
        return loader.classLoader();
    }

    /// @return the value of the last snippet if it is an expression, else null
    /// @throws CellFailure if a snippet fails; those after it are not run
    @Nullable
    Object run(String source) throws CellFailure {
        Object value = null;
        String rest = source;
        while (!rest.isBlank()) {
            CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (!info.completeness().isComplete()) {
                if (info.completeness() == jdk.jshell.SourceCodeAnalysis.Completeness.EMPTY) {
                    break;
                }
                value = snippet(rest);
                break;
            }
            if (thread.interrupted()) {
                throw CellFailure.interrupted("stopped before it ran");
            }
            value = snippet(info.source());
            rest = info.remaining();
        }
        if (thread.interrupted()) {
            throw CellFailure.interrupted("interrupted");
        }
        return value;
    }

    private @Nullable Object snippet(String source) throws CellFailure {
        Object value = null;
        for (SnippetEvent event : shell.eval(source)) {
            Object kept = engine.take(event.value());
            if (event.causeSnippet() != null) {
                continue;
            }
            if (event.exception() != null) {
                throw thrown(event.exception());
            }
            if (event.status() == Snippet.Status.REJECTED) {
                throw Failures.compile(shell, event.snippet(), source);
            }
            value = isExpression(event.snippet()) ? kept : null;
        }
        return value;
    }

    private CellFailure thrown(JShellException exception) {
        Throwable raw = engine.takeError();
        if (thread.interrupted()) {
            Throwable cause = raw == null ? exception : raw;
            CellFailure failure = Failures.of(cause, exception);
            boolean told = failure.name().equals("MagicError") || failure.name().equals("KeyboardInterrupt");
            return CellFailure.interrupted(told ? failure.message() : "interrupted");
        }
        if (exception instanceof UnresolvedReferenceException unresolved) {
            return Failures.unresolved(shell, unresolved);
        }
        return Failures.of(raw == null ? exception : raw, exception instanceof EvalException ? exception : null);
    }

    private static boolean isExpression(Snippet snippet) {
        return switch (snippet.subKind()) {
            case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> true;
            default -> false;
        };
    }

    private record Provider(CellEngine engine) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "vitrail";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return engine;
        }
    }
}
