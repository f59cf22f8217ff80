package org.vitrail.magic.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.dflib.Series;
import org.jspecify.annotations.Nullable;

/// Collects Arrow batches into DFLib columns: int64 → `long`, float64 → `double`, utf8 → `String`; a column with
/// missing values becomes `Long` or `Double` with nulls. Numbers are kept as primitives, equal texts once.
public final class FrameReader {
    private final List<String> names = new ArrayList<>();
    private final List<Collected> columns = new ArrayList<>();

    /// Takes over a batch; its buffers may be reused afterwards.
    public void add(VectorSchemaRoot batch) {
        if (names.isEmpty()) {
            for (FieldVector vector : batch.getFieldVectors()) {
                names.add(vector.getName());
                columns.add(
                        switch (vector) {
                            case BigIntVector v -> new Longs();
                            case Float8Vector v -> new Doubles();
                            default -> new Objects();
                        });
            }
        }
        for (int c = 0; c < names.size(); c++) {
            columns.get(c).add(batch.getVector(c), batch.getRowCount());
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
        return columns.stream().map(Collected::series).toArray(Series<?>[]::new);
    }

    private interface Collected {
        void add(FieldVector vector, int rows);

        Series<?> series();
    }

    private static final class Longs implements Collected {
        private final BitSet missing = new BitSet();
        private long[] values = new long[1024];
        private int size;

        @Override
        public void add(FieldVector vector, int rows) {
            BigIntVector numbers = (BigIntVector) vector;
            values = Arrays.copyOf(values, capacity(values.length, size + rows));
            for (int row = 0; row < rows; row++, size++) {
                if (numbers.isNull(row)) {
                    missing.set(size);
                } else {
                    values[size] = numbers.get(row);
                }
            }
        }

        @Override
        public Series<?> series() {
            if (missing.isEmpty()) {
                return Series.ofLong(Arrays.copyOf(values, size));
            }
            @Nullable Long[] boxed = new Long[size];
            for (int i = 0; i < size; i++) {
                boxed[i] = missing.get(i) ? null : values[i];
            }
            return Series.of(boxed);
        }
    }

    private static final class Doubles implements Collected {
        private final BitSet missing = new BitSet();
        private double[] values = new double[1024];
        private int size;

        @Override
        public void add(FieldVector vector, int rows) {
            Float8Vector numbers = (Float8Vector) vector;
            values = Arrays.copyOf(values, capacity(values.length, size + rows));
            for (int row = 0; row < rows; row++, size++) {
                if (numbers.isNull(row)) {
                    missing.set(size);
                } else {
                    values[size] = numbers.get(row);
                }
            }
        }

        @Override
        public Series<?> series() {
            if (missing.isEmpty()) {
                return Series.ofDouble(Arrays.copyOf(values, size));
            }
            @Nullable Double[] boxed = new Double[size];
            for (int i = 0; i < size; i++) {
                boxed[i] = missing.get(i) ? null : values[i];
            }
            return Series.of(boxed);
        }
    }

    private static final class Objects implements Collected {
        private static final int TEXTS_MAX = 100_000;

        private final List<@Nullable Object> values = new ArrayList<>();
        private final Map<String, String> texts = new HashMap<>();

        @Override
        public void add(FieldVector vector, int rows) {
            for (int row = 0; row < rows; row++) {
                Object value = vector.isNull(row) ? null : vector.getObject(row);
                boolean plain = value == null || value instanceof Number || value instanceof Boolean;
                values.add(plain ? value : once(String.valueOf(value)));
            }
        }

        private String once(String text) {
            String known = texts.get(text);
            if (known == null && texts.size() < TEXTS_MAX) {
                texts.put(text, text);
            }
            return known == null ? text : known;
        }

        @Override
        public Series<?> series() {
            return Series.of(values.toArray());
        }
    }

    private static int capacity(int now, int needed) {
        return needed <= now ? now : (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, now * 2L));
    }
}
