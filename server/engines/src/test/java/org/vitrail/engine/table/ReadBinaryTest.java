package org.vitrail.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.engine.table.SourceHeader.SourceColumn;
import org.vitrail.engine.table.SourceHeader.SourceType;
import org.vitrail.mechanism.port.Table;

/// Parquet and Arrow IPC, each written by the library that everybody writes it with.
class ReadBinaryTest {
    private static final TableSchema SCHEMA =
            Tables.schema(Tables.age().orMissing(), Tables.city("Ulm", "Bonn").orMissing());

    @TempDir
    private Path folder;

    @Test
    void parquet_typesNullsAndDates_areRead() throws Exception {
        Path file = Tables.parquet(
                folder,
                "SELECT * FROM (VALUES (1::SMALLINT, 'Ulm', 1.5::DECIMAL(9,2), DATE '2020-01-02', true),"
                        + " (NULL, NULL, NULL, NULL, NULL), (200, 'Bonn', 2, DATE '2021-01-02', false))"
                        + " t(age, city, price, day, flag)");
        assertThat(TableReader.header(file, Format.PARQUET).columns())
                .containsExactly(
                        new SourceColumn("age", SourceType.INTEGER),
                        new SourceColumn("city", SourceType.TEXT),
                        new SourceColumn("price", SourceType.REAL),
                        new SourceColumn("day", SourceType.TEXT),
                        new SourceColumn("flag", SourceType.TEXT));
        Table table = Tables.read(file, Format.PARQUET, SCHEMA);
        assertThat(table.numbers(0)).containsExactly(1, Double.NaN, 100);
        assertThat(table.codes(1)).containsExactly(0, 2, 1);
    }

    @Test
    void parquet_hostileColumnName_isOnlyAName() throws Exception {
        Path file = Tables.parquet(folder, "SELECT 7 AS \"age\", 'Ulm' AS city, 1 AS \"a\"\"; DROP TABLE x; --\"");
        assertThat(Tables.read(file, Format.PARQUET, SCHEMA).numbers(0)).containsExactly(7);
        assertThat(TableReader.header(file, Format.PARQUET).names()).contains("a\"; DROP TABLE x; --");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void arrow_fileAndStream_areRead(boolean stream) throws Exception {
        Path file = Tables.write(folder, arrow(stream));
        assertThat(TableReader.header(file, Format.ARROW).columns())
                .containsExactly(
                        new SourceColumn("age", SourceType.INTEGER), new SourceColumn("city", SourceType.TEXT));
        Table table = Tables.read(file, Format.ARROW, SCHEMA);
        assertThat(table.numbers(0)).containsExactly(30, Double.NaN, 30, Double.NaN); // two batches
        assertThat(table.codes(1)).containsExactly(0, 2, 0, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PARQUET", "ARROW"})
    void binary_damagedFile_isRefusedWithoutItsBytes(String name) throws Exception {
        Format format = Format.valueOf(name);
        byte[] whole = format == Format.ARROW
                ? arrow(true)
                : Files.readAllBytes(Tables.parquet(folder, "SELECT range AS age, 'canary' AS city FROM range(1000)"));
        byte[] flipped = whole.clone();
        for (int i = 40; i < flipped.length; i += 7) {
            flipped[i] ^= (byte) 0x5a;
        }
        for (byte[] bytes :
                List.of(Arrays.copyOf(whole, whole.length / 3), flipped, "canary".getBytes(StandardCharsets.UTF_8))) {
            Path file = Tables.write(folder, bytes);
            assertThatThrownBy(() -> Tables.read(file, format, SCHEMA))
                    .isInstanceOf(TableRefusedException.class)
                    .hasNoCause()
                    .hasMessageNotContaining("canary");
        }
    }

    @Test
    void header_ofAFileThatIsGone_saysSo() {
        assertThatThrownBy(() -> TableReader.header(folder.resolve("gone"), Format.CSV))
                .hasMessageContaining("snapshot file is gone");
    }

    private static byte[] arrow(boolean stream) throws Exception {
        Schema schema = new Schema(List.of(
                Field.nullable("age", new ArrowType.Int(64, true)), Field.nullable("city", ArrowType.Utf8.INSTANCE)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
                ArrowWriter writer = stream
                        ? new ArrowStreamWriter(root, null, Channels.newChannel(out))
                        : new ArrowFileWriter(root, null, Channels.newChannel(out))) {
            writer.start();
            for (int batch = 0; batch < 2; batch++) {
                root.allocateNew();
                ((BigIntVector) root.getVector("age")).setSafe(0, 30);
                ((BigIntVector) root.getVector("age")).setNull(1);
                ((VarCharVector) root.getVector("city")).setSafe(0, "Ulm".getBytes(StandardCharsets.UTF_8));
                root.setRowCount(2);
                writer.writeBatch();
            }
            writer.end();
        }
        return out.toByteArray();
    }
}
