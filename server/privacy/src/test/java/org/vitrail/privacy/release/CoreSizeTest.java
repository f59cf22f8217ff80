package org.vitrail.privacy.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What an auditor reads: ring 0, `release` + `noise`, in an hour, and the ledger's arithmetic in another.
class CoreSizeTest {
    @Test
    void ringZero_codeLinesAndFiles_stayWithinAnHour() throws IOException {
        check(List.of("release", "noise"), 200, 500, 7, 10);
    }

    @Test
    void ledger_codeLinesAndFiles_stayWithinAnHour() throws IOException {
        check(List.of("ledger"), 200, 700, 8, 14);
    }

    private static void check(List<String> packages, long linesMin, long linesMax, long filesMin, long filesMax)
            throws IOException {
        long lines = 0;
        long files = 0;
        for (String name : packages) {
            try (Stream<Path> found = Files.list(Path.of("src/main/java/org/vitrail/privacy", name))) {
                for (Path file : found.toList()) {
                    long code = codeLines(Files.readAllLines(file));
                    lines += code;
                    files += file.endsWith("package-info.java") ? 0 : 1;
                    assertThat(code).as("%s was counted", file).isPositive();
                }
            }
        }
        assertThat(lines).isBetween(linesMin, linesMax);
        assertThat(files).isBetween(filesMin, filesMax);
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
