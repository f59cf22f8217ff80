package org.vitrail.engine.table;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vitrail.engine.table.SourceHeader.SourceColumn;
import org.vitrail.engine.table.SourceHeader.SourceType;

/// The header line of a CSV file: read alone, so that no row is looked at to find the names.
final class CsvHeader {
    private static final int BYTES_MAX = 1 << 20;

    private CsvHeader() {}

    static SourceHeader read(Path file) throws TableRefusedException {
        byte[] bytes;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            bytes = firstRecord(in);
        } catch (IOException e) {
            throw new TableRefusedException("the CSV file cannot be read; register the dataset again");
        }
        String line = decode(bytes);
        return header(fields(line.startsWith("\ufeff") ? line.substring(1) : line), SourceType.UNDECLARED);
    }

    /// Checks names: none empty, none twice. Refusals quote none of them: without a header line they are a row.
    static SourceHeader header(List<String> names, SourceType type) throws TableRefusedException {
        return checked(names.stream().map(name -> new SourceColumn(name, type)).toList());
    }

    static SourceHeader checked(List<SourceColumn> columns) throws TableRefusedException {
        Set<String> seen = new HashSet<>();
        for (SourceColumn column : columns) {
            if (column.name().isBlank()) {
                throw new TableRefusedException(
                        "a column's name is empty in the file; name every column (a CSV needs a header line)");
            }
            if (!seen.add(column.name())) {
                throw new TableRefusedException(
                        "two columns of the file have the same name; rename one of them (a CSV needs a header line)");
            }
        }
        if (columns.isEmpty()) {
            throw new TableRefusedException("the file has no columns; expected a header and rows");
        }
        return new SourceHeader(columns);
    }

    private static byte[] firstRecord(InputStream in) throws IOException, TableRefusedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean quoted = false;
        for (int b = in.read(); b >= 0 && (quoted || (b != '\n' && b != '\r')); b = in.read()) {
            quoted ^= b == '"';
            bytes.write(b);
            if (bytes.size() > BYTES_MAX) {
                throw new TableRefusedException(
                        "the CSV file's header is longer than 1 MiB; expected column names in its first line");
            }
        }
        return bytes.toByteArray();
    }

    private static String decode(byte[] bytes) throws TableRefusedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new TableRefusedException("the CSV file's header is not UTF-8; save the file as UTF-8");
        }
    }

    private static List<String> fields(String line) throws TableRefusedException {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new TableRefusedException("the CSV file's header has a quote that is not closed; close it");
        }
        fields.add(field.toString());
        return fields;
    }

    /// Whether the whole file is UTF-8; asked only after it could not be read.
    static boolean isUtf8(Path file) {
        try (Reader reader = new InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT))) {
            char[] buffer = new char[1 << 16];
            while (reader.read(buffer) >= 0) {
                // reading is the check
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
