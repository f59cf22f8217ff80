package org.vitrail.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `run NOTEBOOK [--out FILE] [--html FILE] [--timeout S] [--allow-errors]`: runs a notebook on a kernel of this
/// jar.
public final class RunCommand {
    /// Arrow's buffers lie outside the heap by `sun.misc.Unsafe`; without this the JVM warns in the notebook. A jar's
    /// manifest cannot say it.
    public static final String ARROW_MEMORY = "--sun-misc-unsafe-memory-access=allow";

    private static final int LINES_SHOWN = 40;

    private final Path notebook;
    private @Nullable Path out;
    private @Nullable Path html;
    private Duration timeout = Duration.ofMinutes(10);
    private boolean allowErrors;

    private RunCommand(Path notebook) {
        this.notebook = notebook;
    }

    /// Runs the notebook and prints the outputs as text.
    ///
    /// @return the exit status: 0, 1 if a cell failed, 2 on wrong arguments
    /// @throws IOException if a file cannot be read or written, or the kernel dies
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        RunCommand command;
        try {
            command = parse(new ArrayDeque<>(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("vitrail: " + e.getMessage()
                    + "; usage: run NOTEBOOK [--out FILE] [--html FILE] [--timeout SECONDS] [--allow-errors]");
            return 2;
        }
        return command.execute();
    }

    private static RunCommand parse(Deque<String> words) {
        RunCommand command = null;
        Path out = null;
        Path html = null;
        Duration timeout = Duration.ofMinutes(10);
        boolean allowErrors = false;
        while (!words.isEmpty()) {
            String word = words.pop();
            switch (word) {
                case "--out" -> out = Path.of(value(word, words));
                case "--html" -> html = Path.of(value(word, words));
                case "--timeout" -> timeout = seconds(value(word, words));
                case "--allow-errors" -> allowErrors = true;
                default -> {
                    if (word.startsWith("--") || command != null) {
                        throw new IllegalArgumentException("unexpected argument '" + word + "'");
                    }
                    command = new RunCommand(Path.of(word));
                }
            }
        }
        if (command == null) {
            throw new IllegalArgumentException("expected a notebook");
        }
        command.out = out;
        command.html = html;
        command.timeout = timeout;
        command.allowErrors = allowErrors;
        return command;
    }

    private static String value(String option, Deque<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("expected a value after " + option);
        }
        return words.pop();
    }

    private static Duration seconds(String text) {
        try {
            long seconds = Long.parseLong(text);
            if (seconds > 0) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected whole seconds after --timeout, got '" + text + "'", e);
        }
        throw new IllegalArgumentException("expected a positive number of seconds, got " + text);
    }

    private int execute() throws IOException, InterruptedException {
        NotebookFile file = NotebookFile.read(notebook);
        String failed = "";
        try (KernelSession session = KernelSession.start(
                kernelCommand(),
                Map.of("JPY_SESSION_NAME", notebook.toAbsolutePath().normalize().toString()))) {
            int number = 0;
            for (ObjectNode cell : file.cells()) {
                String code = NotebookFile.source(cell);
                if (!NotebookFile.isCode(cell) || code.isBlank()) {
                    continue;
                }
                number++;
                System.out.println("In [" + number + "]: " + headline(code));
                CellResult result = session.execute(code, timeout);
                file.store(cell, result);
                show(result);
                if (!result.ok() && !allowErrors && !NotebookFile.mayFail(cell)) {
                    failed = "cell " + number + " failed: " + result.error();
                    break;
                }
            }
        } finally {
            write(file);
        }
        if (!failed.isEmpty()) {
            System.err.println("vitrail: " + failed.lines().findFirst().orElse(failed));
            return 1;
        }
        return 0;
    }

    private void write(NotebookFile file) throws IOException {
        if (out != null) {
            file.write(out);
        }
        if (html != null) {
            Path page = html.toAbsolutePath();
            Path folder = page.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(page, HtmlPage.of(file, notebook.getFileName().toString()));
        }
    }

    /// The same JVM and the same classes as this process.
    static List<String> kernelCommand() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try {
            Path code = Path.of(RunCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(code)) {
                return List.of(java, ARROW_MEMORY, "-jar", code.toString(), "{connection_file}");
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("expected local classes: " + e.getMessage(), e);
        }
        return List.of(
                java,
                ARROW_MEMORY,
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.vitrail.kernel.Main",
                "{connection_file}");
    }

    private static String headline(String code) {
        List<String> lines = code.strip().lines().toList();
        return lines.getFirst() + (lines.size() > 1 ? " …" : "");
    }

    private static void show(CellResult result) {
        for (JsonNode output : result.outputs()) {
            List<String> lines = Outputs.text(output).lines().toList();
            lines.stream().limit(LINES_SHOWN).forEach(line -> System.out.println("  " + line));
            if (lines.size() > LINES_SHOWN) {
                System.out.println("  … " + (lines.size() - LINES_SHOWN) + " more lines");
            }
        }
    }
}
