package org.vitrail.engine.table;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.vitrail.engine.table.SourceHeader.SourceColumn;
import org.vitrail.engine.table.SourceHeader.SourceType;

/// Reads Arrow IPC, file or stream. Nested columns are read as their text; compressed batches are refused.
final class ArrowScan {
    private static final byte[] FILE_MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_MEGABYTES = 256;
    private static final String WHAT_TO_DO = "write it again as an uncompressed Arrow IPC file or stream";

    private ArrowScan() {}

    /// Something done with an open reader.
    private interface Reading<T> {
        T with(ArrowReader reader) throws IOException, TableRefusedException;
    }

    static SourceHeader header(Path file) throws TableRefusedException {
        return reading(
                file,
                HEADER_MEGABYTES,
                reader -> header(reader.getVectorSchemaRoot().getSchema()));
    }

    static SourceHeader header(Schema schema) throws TableRefusedException {
        List<SourceColumn> columns = new ArrayList<>();
        for (Field field : schema.getFields()) {
            columns.add(new SourceColumn(field.getName(), type(field)));
        }
        return CsvHeader.checked(columns);
    }

    private static SourceType type(Field field) {
        if (field.getDictionary() != null) {
            return SourceType.TEXT;
        }
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Int) {
            return SourceType.INTEGER;
        }
        return type instanceof ArrowType.FloatingPoint || type instanceof ArrowType.Decimal
                ? SourceType.REAL
                : SourceType.TEXT;
    }

    static void run(Path file, List<String> names, List<? extends CellSink> sinks, int megabytes)
            throws TableRefusedException {
        reading(file, megabytes, reader -> {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                for (int j = 0; j < sinks.size(); j++) {
                    deliver(reader, root.getVector(names.get(j)), root.getRowCount(), sinks.get(j));
                }
            }
            return true;
        });
    }

    private static void deliver(ArrowReader reader, FieldVector vector, int count, CellSink sink) throws IOException {
        var dictionary = vector.getField().getDictionary();
        if (dictionary == null) {
            cells(vector, count, sink);
            return;
        }
        var values = reader.getDictionaryVectors().get(dictionary.getId());
        if (values == null) {
            throw new IOException("a dictionary is missing");
        }
        try (FieldVector decoded = (FieldVector) DictionaryEncoder.decode(vector, values)) {
            cells(decoded, count, sink);
        }
    }

    private static void cells(FieldVector vector, int count, CellSink sink) {
        for (int i = 0; i < count; i++) {
            Object value = vector.getObject(i);
            if (value == null) {
                sink.missing();
            } else if (value instanceof Number number && sink.wantsNumbers()) {
                sink.number(number.doubleValue());
            } else {
                sink.text(value.toString());
            }
        }
    }

    /// Without a cause: the reader's messages may quote the file.
    private static <T> T reading(Path file, int megabytes, Reading<T> reading) throws TableRefusedException {
        try (BufferAllocator allocator = new RootAllocator((long) megabytes << 20);
                ArrowReader reader = reader(file, allocator)) {
            return reading.with(reader);
        } catch (IOException | IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
            throw DuckDbScan.unreadable("Arrow IPC", WHAT_TO_DO);
        } catch (IndexOutOfBoundsException | NullPointerException | ArithmeticException | ClassCastException e) {
            throw DuckDbScan.unreadable("Arrow IPC", WHAT_TO_DO); // what a malformed file does to the library
        }
    }

    private static ArrowReader reader(Path file, BufferAllocator allocator) throws IOException {
        byte[] first;
        try (var in = Files.newInputStream(file)) {
            first = in.readNBytes(FILE_MAGIC.length);
        }
        SeekableByteChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return Arrays.equals(first, FILE_MAGIC)
                ? new ArrowFileReader(channel, allocator)
                : new ArrowStreamReader(channel, allocator);
    }
}
