package org.vitrail.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Running notebooks headless, on a real kernel process.
@Timeout(300) // far beyond what a busy machine needs
class RunCommandTest {
    @TempDir
    private Path folder;

    /// Runs cells of the form `TAG code`; the executed notebook's cells.
    private JsonNode run(int status, String... cells) throws Exception {
        var root = Wire.JSON.createObjectNode().put("nbformat", 4).put("nbformat_minor", 5);
        var list = root.putArray("cells");
        for (String cell : cells) {
            String[] parts = cell.split(" ", 2);
            var node = list.addObject().put("cell_type", "code").put("source", parts[1]);
            node.putObject("metadata").putArray("tags").add(parts[0]);
        }
        Path file = folder.resolve("n.ipynb");
        Path out = folder.resolve("out.ipynb");
        Files.writeString(file, root.toString());
        assertThat(RunCommand.run(List.of(file.toString(), "--out", out.toString())))
                .isEqualTo(status);
        return Wire.JSON.readTree(out.toFile()).path("cells");
    }

    @Test
    void run_cellTaggedRaisesException_mayFailAndTheRunGoesOn() throws Exception {
        JsonNode cells = run(
                0,
                "raises-exception throw new IllegalStateException(\"as told\");",
                "raises-exception int fine = 1;",
                "other fine + 1");
        assertThat(cells.get(0).path("outputs").toString())
                .contains("\"error\"")
                .contains("as told");
        assertThat(cells.get(1).path("outputs")).isEmpty();
        assertThat(cells.get(2).path("outputs").toString()).contains("\"2\"");
    }

    @Test
    void run_cellWithAnotherTag_endsTheRun() throws Exception {
        JsonNode cells = run(1, "other throw new IllegalStateException(\"as told\");", "other 1 + 1");
        assertThat(cells.get(1).path("outputs")).isEmpty();
    }
}
