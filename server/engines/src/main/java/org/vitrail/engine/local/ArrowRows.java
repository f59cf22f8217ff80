package org.vitrail.engine.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Table;

/// Reads back what [ArrowTables] wrote.
final class ArrowRows {
    private ArrowRows() {}

    /// The table of an Arrow IPC stream.
    ///
    /// @throws IOException if it is not a stream of those columns
    static Table read(InputStream in, TableSchema schema, BufferAllocator allocator) throws IOException {
        Object[] columns = new Object[schema.columns().size()];
        for (int j = 0; j < columns.length; j++) {
            columns[j] = switch (schema.columns().get(j).domain()) {
                case Domain.Categorical _ -> new int[0];
                case Domain.IntegerRange _, Domain.RealRange _ -> new double[0];
            };
        }
        int rows = 0;
        try (ArrowStreamReader reader = new ArrowStreamReader(in, allocator)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            if (!root.getSchema().equals(ArrowTables.schema(schema))) {
                throw new IOException("the stored release has other columns than its receipt");
            }
            while (reader.loadNextBatch()) {
                int count = root.getRowCount();
                for (int j = 0; j < columns.length; j++) {
                    columns[j] = appended(
                            columns[j],
                            rows,
                            count,
                            root.getVector(j),
                            schema.columns().get(j));
                }
                rows += count;
            }
        }
        return Table.of(schema, rows, columns);
    }

    private static Object appended(Object column, int rows, int count, FieldVector vector, Column described)
            throws IOException {
        return switch (described.domain()) {
            case Domain.Categorical(List<String> values, var _) ->
                codes(Arrays.copyOf((int[]) column, rows + count), rows, count, (VarCharVector) vector, values);
            case Domain.IntegerRange _ -> {
                double[] numbers = Arrays.copyOf((double[]) column, rows + count);
                BigIntVector longs = (BigIntVector) vector;
                for (int i = 0; i < count; i++) {
                    numbers[rows + i] = longs.isNull(i) ? Double.NaN : longs.get(i);
                }
                yield numbers;
            }
            case Domain.RealRange _ -> {
                double[] numbers = Arrays.copyOf((double[]) column, rows + count);
                Float8Vector doubles = (Float8Vector) vector;
                for (int i = 0; i < count; i++) {
                    numbers[rows + i] = doubles.isNull(i) ? Double.NaN : doubles.get(i);
                }
                yield numbers;
            }
        };
    }

    private static int[] codes(int[] codes, int rows, int count, VarCharVector vector, List<String> values)
            throws IOException {
        Map<String, Integer> codeOf = new HashMap<>();
        for (int k = 0; k < values.size(); k++) {
            codeOf.put(values.get(k), k);
        }
        for (int i = 0; i < count; i++) {
            int code = vector.isNull(i)
                    ? values.size()
                    : codeOf.getOrDefault(new String(vector.get(i), StandardCharsets.UTF_8), -1);
            if (code < 0) {
                throw new IOException("the stored release has a category that its schema does not declare");
            }
            codes[rows + i] = code;
        }
        return codes;
    }
}
