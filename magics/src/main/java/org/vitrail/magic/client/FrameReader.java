package org.vitrail.magic.client;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.dflib.Series;
import org.jspecify.annotations.Nullable;

/// Collects Arrow batches into DFLib columns: int64 → `long`, float64 → `double`, utf8 → `String`; a column with
/// missing values becomes `Long` or `Double` with nulls.
public final class FrameReader {
    private final List<String> names = new ArrayList<>();
    private final List<List<@Nullable Object>> columns = new ArrayList<>();
    private final List<Class<?>> types = new ArrayList<>();

    /// Takes over a batch; its buffers may be reused afterwards.
    public void add(VectorSchemaRoot batch) {
        if (names.isEmpty()) {
            for (FieldVector vector : batch.getFieldVectors()) {
                names.add(vector.getName());
                columns.add(new ArrayList<>());
                types.add(
                        switch (vector) {
                            case BigIntVector v -> Long.class;
                            case Float8Vector v -> Double.class;
                            default -> Object.class;
                        });
            }
        }
        for (int c = 0; c < names.size(); c++) {
            FieldVector vector = batch.getVector(c);
            List<@Nullable Object> column = columns.get(c);
            for (int row = 0; row < batch.getRowCount(); row++) {
                column.add(value(vector, row));
            }
        }
    }

    /// Whether a schema has been seen.
    public boolean isEmpty() {
        return names.isEmpty();
    }

    /// Column names in order.
    public List<String> names() {
        return List.copyOf(names);
    }

    /// The columns, of equal length, in the order of the names.
    public Series<?>[] series() {
        Series<?>[] series = new Series<?>[names.size()];
        for (int c = 0; c < series.length; c++) {
            List<@Nullable Object> column = columns.get(c);
            boolean missing = column.contains(null);
            if (types.get(c) == Long.class && !missing) {
                series[c] = Series.ofLong(
                        column.stream().mapToLong(v -> ((Number) v).longValue()).toArray());
            } else if (types.get(c) == Double.class && !missing) {
                series[c] = Series.ofDouble(column.stream()
                        .mapToDouble(v -> ((Number) v).doubleValue())
                        .toArray());
            } else {
                series[c] = Series.of(column.toArray());
            }
        }
        return series;
    }

    private static @Nullable Object value(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (vector) {
            case BigIntVector v -> v.get(row);
            case Float8Vector v -> v.get(row);
            default -> {
                Object value = vector.getObject(row);
                yield value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
            }
        };
    }
}
