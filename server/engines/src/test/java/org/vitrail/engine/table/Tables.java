package org.vitrail.engine.table;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Column.OnInvalid;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.release.Sensitive;

/// Files to read, and a look at what was read.
final class Tables {
    static final int MEGABYTES = 256;

    private Tables() {}

    static TableSchema schema(Column... columns) {
        return new TableSchema(List.of(columns), new PrivacyUnit.Row());
    }

    static Column refusing(Column column) {
        return new Column(column.name(), column.domain(), column.nullable(), OnInvalid.REFUSE);
    }

    static Column age() {
        return Column.of("age", Domain.IntegerRange.of(0, 100));
    }

    static Column city(String... values) {
        return Column.of("city", Domain.Categorical.of(List.of(values)));
    }

    static Path write(Path folder, String text) throws Exception {
        return write(folder, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path write(Path folder, byte[] bytes) throws Exception {
        return Files.write(Files.createTempFile(folder, "table", ".snapshot"), bytes);
    }

    /// A Parquet file of a query.
    static Path parquet(Path folder, String query) throws Exception {
        Path file = folder.resolve("t" + System.nanoTime() + ".parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
        return file;
    }

    static Table read(Path file, Format format, TableSchema schema) throws TableRefusedException {
        AtomicReference<Table> seen = new AtomicReference<>();
        Sensitive<Table> rows = TableReader.read(file, format, schema, MEGABYTES);
        rows.map(table -> {
            seen.set(table);
            return table;
        });
        return seen.get();
    }
}
