package org.vitrail.privacy.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Ring 0, `release` + `noise` + `ledger`, is what an auditor reads in an hour.
class CoreSizeTest {
    private static final int LINES = 600;
    private static final int FILES = 12;

    @Test
    void ringZero_codeLinesAndFiles_stayWithinAnHour() throws IOException {
        long lines = 0;
        long files = 0;
        for (String name : List.of("release", "noise", "ledger")) {
            try (Stream<Path> found = Files.list(Path.of("src/main/java/org/vitrail/privacy", name))) {
                for (Path file : found.toList()) {
                    long code = codeLines(Files.readAllLines(file));
                    lines += code;
                    files += file.endsWith("package-info.java") ? 0 : 1;
                    assertThat(code).as("%s was counted", file).isPositive();
                }
            }
        }
        assertThat(lines).isBetween(200L, (long) LINES);
        assertThat(files).isBetween(8L, (long) FILES);
    }

    @Test
    void codeLines_ofSample_countsCodeOnly() {
        assertThat(codeLines(List.of("/// doc", "", "class A {", "    // note", "    int a; // why", "}")))
                .isEqualTo(3);
    }

    private static long codeLines(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                .count();
    }
}
