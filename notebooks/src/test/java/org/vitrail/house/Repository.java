package org.vitrail.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The checkout under test.
final class Repository {
    static final List<String> MODULES = List.of(
            "server/contract",
            "server/privacy",
            "server/learning",
            "server/mechanisms",
            "server/providers",
            "server/engines",
            "server/app",
            "magics",
            "kernel-extension");

    private Repository() {}

    /// The folder that holds the launcher.
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "no folder with .mvn above " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    /// All Java sources of ours, main and test.
    static List<Path> javaSources() {
        return sources(".java");
    }

    /// All Java sources that ship.
    static List<Path> mainSources() {
        return javaSources().stream()
                .filter(path -> path.toString().contains("/src/main/"))
                .toList();
    }

    /// All files of ours with that ending, without build outputs.
    static List<Path> sources(String ending) {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(path -> path.toString().endsWith(ending))
                    .filter(path -> {
                        String inside = root().relativize(path).toString();
                        return !inside.contains("target/")
                                && !inside.startsWith(".git/")
                                && !inside.startsWith(".vitrail/");
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file's lines.
    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file's text.
    static String text(Path file) {
        return String.join("\n", lines(file));
    }
}
