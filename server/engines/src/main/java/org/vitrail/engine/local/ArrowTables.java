package org.vitrail.engine.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Table;

/// A product's rows as Arrow: categorical → utf8, integer → int64, real → float64; missing → null. Equal tables
/// give equal bytes.
public final class ArrowTables {
    /// Rows of one record batch.
    public static final int BATCH_ROWS = 65_536;

    private ArrowTables() {}

    /// The Arrow schema of a product's columns.
    public static Schema schema(TableSchema schema) {
        List<Field> fields = new ArrayList<>();
        for (Column column : schema.columns()) {
            ArrowType type = switch (column.domain()) {
                case Domain.Categorical _ -> ArrowType.Utf8.INSTANCE;
                case Domain.IntegerRange _ -> new ArrowType.Int(64, true);
                case Domain.RealRange _ -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            };
            fields.add(new Field(column.name(), new FieldType(column.nullable(), type, null), null));
        }
        return new Schema(fields);
    }

    /// Writes an Arrow IPC stream; the stream `out` stays open.
    public static void write(Table table, BufferAllocator allocator, OutputStream out) throws IOException {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema(table.schema()), allocator);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(new Kept(out)))) {
            writer.start();
            for (int from = 0; from < table.rowCount(); from += BATCH_ROWS) {
                fill(root, table, from, Math.min(BATCH_ROWS, table.rowCount() - from));
                writer.writeBatch();
            }
            writer.end();
        }
    }

    private static void fill(VectorSchemaRoot root, Table table, int from, int count) {
        for (int j = 0; j < table.schema().columns().size(); j++) {
            FieldVector vector = root.getVector(j);
            vector.reset(); // zeroes: nothing of the batch before, or of freed memory, is written
            switch (table.schema().columns().get(j).domain()) {
                case Domain.Categorical(List<String> values, var _) ->
                    text((VarCharVector) vector, values, table.codes(j), from, count);
                case Domain.IntegerRange _ -> integers((BigIntVector) vector, table.numbers(j), from, count);
                case Domain.RealRange _ -> reals((Float8Vector) vector, table.numbers(j), from, count);
            }
            vector.setValueCount(count);
        }
        root.setRowCount(count);
    }

    private static void text(VarCharVector vector, List<String> values, int[] codes, int from, int count) {
        List<byte[]> encoded =
                values.stream().map(v -> v.getBytes(StandardCharsets.UTF_8)).toList();
        for (int i = 0; i < count; i++) {
            int code = codes[from + i];
            if (code < encoded.size()) {
                vector.setSafe(i, encoded.get(code));
            }
        }
    }

    private static void integers(BigIntVector vector, double[] numbers, int from, int count) {
        for (int i = 0; i < count; i++) {
            double number = numbers[from + i];
            if (Double.isNaN(number)) {
                vector.setSafe(i, 0, 0);
            } else {
                vector.setSafe(i, (long) number);
            }
        }
    }

    private static void reals(Float8Vector vector, double[] numbers, int from, int count) {
        for (int i = 0; i < count; i++) {
            double number = numbers[from + i];
            if (Double.isNaN(number)) {
                vector.setSafe(i, 0, 0);
            } else {
                vector.setSafe(i, number);
            }
        }
    }

    /// A stream that is not closed with its writer.
    private static final class Kept extends OutputStream {
        private final OutputStream out;

        Kept(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
