package org.vitrail.magic.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.vitrail.contract.schema.ColumnNames;

/// The caller's own table: its bytes, and the names in its header.
public final class TableSource {
    private static final int HEADER_CHARACTERS_MAX = 1_000_000;

    private TableSource() {}

    /// Opens a file, a `file:` or an `http(s)` address; the caller closes.
    public static InputStream open(String source, Path file) {
        try {
            if (source.matches("https?://.*")) {
                return download(source);
            }
            return Files.newInputStream(source.startsWith("file:") ? Path.of(URI.create(source)) : file);
        } catch (IOException | IllegalArgumentException | FileSystemNotFoundException e) {
            throw unreadable(source);
        } catch (InterruptedException e) {
            throw new ClientException(ClientException.Kind.INTERRUPTED, "interrupted while downloading");
        }
    }

    private static InputStream download(String url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(20))
                .build()) {
            Path copy = Files.createTempFile("vitrail", ".download"); // readable by the owner only
            HttpResponse<Path> answer = http.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(Duration.ofMinutes(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofFile(copy));
            InputStream bytes = Files.newInputStream(copy, java.nio.file.StandardOpenOption.DELETE_ON_CLOSE);
            if (answer.statusCode() != 200) {
                bytes.close();
                throw new ClientException(
                        ClientException.Kind.FATAL, "'" + url + "' answered with status " + answer.statusCode());
            }
            return bytes;
        }
    }

    /// The column names in a file's header; no row is read.
    ///
    /// @param file CSV (UTF-8, comma) or Arrow IPC
    public static List<String> header(Path file) {
        try {
            byte[] magic;
            try (InputStream in = Files.newInputStream(file)) {
                magic = in.readNBytes(6);
            }
            String start = new String(magic, StandardCharsets.ISO_8859_1);
            if (start.startsWith("PAR1")) {
                throw new ClientException(
                        ClientException.Kind.FATAL,
                        "a header is read from CSV and Arrow files only, '" + file + "' is Parquet");
            }
            return start.equals("ARROW1") || start.startsWith("\u00ff\u00ff\u00ff\u00ff")
                    ? arrow(file, start)
                    : names(file, csv(file));
        } catch (CharacterCodingException e) {
            throw new ClientException(ClientException.Kind.FATAL, "the header of '" + file + "' is not UTF-8");
        } catch (IOException e) {
            throw unreadable(file.toString());
        }
    }

    /// A first line that holds values is a private row, and names of a schema are public.
    private static List<String> names(Path file, List<String> fields) {
        long values = fields.stream().filter(ColumnNames::looksLikeValue).count();
        if (values > 0) {
            throw new ClientException(
                    ClientException.Kind.FATAL,
                    "expected column names in the first line of '" + file + "', got " + fields.size()
                            + " fields of which " + values + " are empty, numbers or dates; a CSV needs a header line"
                            + " (columns that are really named so: write the schema by hand)");
        }
        return fields;
    }

    private static List<String> arrow(Path file, String start) throws IOException {
        try (BufferAllocator allocator = new RootAllocator()) {
            List<Field> fields;
            if (start.equals("ARROW1")) {
                try (ArrowFileReader reader = new ArrowFileReader(Files.newByteChannel(file), allocator)) {
                    fields = reader.getVectorSchemaRoot().getSchema().getFields();
                }
            } else {
                try (ArrowStreamReader reader = new ArrowStreamReader(Files.newInputStream(file), allocator)) {
                    fields = reader.getVectorSchemaRoot().getSchema().getFields();
                }
            }
            return fields.stream().map(Field::getName).toList();
        }
    }

    /// RFC 4180: quoted names may hold commas, line breaks and doubled quotes.
    private static List<String> csv(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            int read = 0;
            for (int c = in.read(); c >= 0 && read < HEADER_CHARACTERS_MAX; c = in.read(), read++) {
                if (c == '"') {
                    quoted = !quoted;
                    in.mark(1);
                    if (quoted || in.read() != '"') {
                        if (!quoted) {
                            in.reset();
                        }
                    } else {
                        name.append('"');
                        quoted = true;
                    }
                } else if (!quoted && c == ',') {
                    names.add(name.toString());
                    name.setLength(0);
                } else if (!quoted && (c == '\n' || c == '\r')) {
                    break;
                } else if (c != '\ufeff' || read > 0) {
                    name.appendCodePoint(c);
                }
            }
        }
        names.add(name.toString());
        return names.stream().map(String::strip).toList();
    }

    private static ClientException unreadable(String source) {
        return new ClientException(
                ClientException.Kind.FATAL, "cannot read '" + source + "': no such file, or not readable");
    }
}
