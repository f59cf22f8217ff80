package org.vitrail.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/// A notebook in the form nbformat 4.5.
final class NotebookFile {
    private final ObjectNode root;

    private NotebookFile(ObjectNode root) {
        this.root = root;
    }

    static NotebookFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no notebook '" + file + "'");
        }
        JsonNode tree = json(file);
        if (!(tree instanceof ObjectNode root)
                || root.path("nbformat").asInt() != 4
                || !root.path("cells").isArray()) {
            throw new IOException("expected a notebook of nbformat 4, got something else in '" + file + "'");
        }
        root.put("nbformat_minor", Math.max(5, root.path("nbformat_minor").asInt()));
        ObjectNode kernelspec = Wire.JSON
                .createObjectNode()
                .put("display_name", "Java (Vitrail)")
                .put("language", "java")
                .put("name", "vitrail");
        ObjectNode metadata = root.withObjectProperty("metadata");
        if (!metadata.path("kernelspec").isObject()) {
            metadata.set("kernelspec", kernelspec);
        }
        NotebookFile notebook = new NotebookFile(root);
        notebook.complete();
        return notebook;
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return Wire.JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException("expected a notebook of nbformat 4, got no JSON in '" + file + "'", e);
        }
    }

    /// What 4.5 asks of each cell: an id, metadata, and for code outputs and a count.
    private void complete() {
        int number = 0;
        for (ObjectNode cell : cells()) {
            if (!cell.path("id").isTextual()) {
                CRC32 crc = new CRC32();
                crc.update((number + source(cell)).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                cell.put("id", HexFormat.of().toHexDigits((int) crc.getValue()));
            }
            cell.withObjectProperty("metadata");
            if (isCode(cell)) {
                cell.set("outputs", Wire.JSON.createArrayNode());
                cell.putNull("execution_count");
            }
            number++;
        }
    }

    List<ObjectNode> cells() {
        List<ObjectNode> cells = new ArrayList<>();
        for (JsonNode cell : root.path("cells")) {
            if (cell instanceof ObjectNode object) {
                cells.add(object);
            }
        }
        return cells;
    }

    static boolean isCode(JsonNode cell) {
        return cell.path("cell_type").asText().equals("code");
    }

    /// Whether the cell is tagged `raises-exception`: it may fail, or not, and the run goes on, as in nbclient.
    static boolean mayFail(JsonNode cell) {
        for (JsonNode tag : cell.path("metadata").path("tags")) {
            if (tag.asText().equals("raises-exception")) {
                return true;
            }
        }
        return false;
    }

    static String source(JsonNode cell) {
        return Outputs.join(cell.path("source"));
    }

    void store(ObjectNode cell, CellResult result) {
        cell.set("outputs", result.outputs());
        if (result.count() > 0) {
            cell.put("execution_count", result.count());
        }
        if (result.outputs() instanceof ArrayNode outputs && !result.ok() && !hasError(outputs)) {
            String[] parts = result.error().split(": ", 2);
            ObjectNode error = outputs.addObject().put("output_type", "error");
            error.put("ename", parts[0]).put("evalue", parts.length > 1 ? parts[1] : "");
            error.putArray("traceback").add(result.error());
        }
    }

    private static boolean hasError(ArrayNode outputs) {
        for (JsonNode output : outputs) {
            if (output.path("output_type").asText().equals("error")) {
                return true;
            }
        }
        return false;
    }

    /// Writes the notebook as Jupyter does: one blank of indentation, a line end at the end.
    void write(Path file) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        DefaultIndenter indenter = new DefaultIndenter(" ", "\n");
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, Wire.JSON.writer(printer).writeValueAsString(root) + "\n");
    }
}
