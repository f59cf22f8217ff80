package org.vitrail.engine.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.release.Sensitive;

/// Reads snapshot files: their public header, and their private rows, encoded by a declared schema. To be
/// called in a worker process.
///
/// Column names are taken as public, as are the types that a Parquet or Arrow file declares. Columns that
/// the schema does not name are not read. A sample and a JDBC copy are read by the format they were
/// written in.
public final class TableReader {
    private TableReader() {}

    /// Loads the native library ahead of the first job.
    public static void warm() {
        DuckDbScan.warm();
    }

    /// The public header.
    ///
    /// @throws TableRefusedException if it is not a file of that format, or names are empty or repeated
    public static SourceHeader header(Path file, Format format) throws TableRefusedException {
        if (!Files.isRegularFile(file)) {
            throw new TableRefusedException("the dataset's snapshot file is gone; register the dataset again");
        }
        return switch (format) {
            case CSV, SAMPLE -> CsvHeader.read(file);
            case PARQUET -> DuckDbScan.parquetHeader(file);
            case ARROW, JDBC -> ArrowScan.header(file);
        };
    }

    /// All rows, encoded; of each person at most `rowsMax`, chosen at random, anew at each call.
    ///
    /// @param megabytes limit of the reader's memory outside the heap
    /// @throws TableRefusedException if the file is not what its format asks for, a column is missing, or a
    ///     `REFUSE` column breaks its rule
    public static Sensitive<Table> read(Path file, Format format, TableSchema schema, int megabytes)
            throws TableRefusedException {
        SourceHeader header = header(file, format);
        List<ColumnEncoder> encoders =
                schema.columns().stream().map(ColumnEncoder::new).toList();
        List<CellSink> sinks = new ArrayList<>(encoders);
        switch (schema.unit()) {
            case PrivacyUnit.Row() -> {
                scan(file, format, header, names(schema), sinks, megabytes);
                return Sensitive.of(table(schema, encoders));
            }
            case PrivacyUnit.Person(String column, int rowsMax) -> {
                PersonSink persons = new PersonSink(column);
                sinks.add(persons);
                scan(file, format, header, names(schema), sinks, megabytes);
                persons.check();
                return Sensitive.of(bounded(schema, encoders, persons, rowsMax));
            }
        }
    }

    /// The columns that are read: the released ones, then the person column.
    public static List<String> names(TableSchema schema) {
        List<String> names =
                new ArrayList<>(schema.columns().stream().map(Column::name).toList());
        if (schema.unit() instanceof PrivacyUnit.Person(String column, int _)) {
            names.add(column);
        }
        return names;
    }

    private static Table table(TableSchema schema, List<ColumnEncoder> encoders) throws TableRefusedException {
        int count = encoders.getFirst().count();
        return Table.of(schema, count, columns(encoders));
    }

    private static Table bounded(TableSchema schema, List<ColumnEncoder> encoders, PersonSink sink, int rowsMax)
            throws TableRefusedException {
        int[] persons = sink.persons();
        Table all = Table.ofPersons(schema, persons.length, persons, columns(encoders));
        int[] used = sink.used(rowsMax, PersonSink.freshKey());
        return used.length == persons.length ? all : all.rows(used);
    }

    /// The encoded cells of each column.
    ///
    /// @throws TableRefusedException if a `REFUSE` column breaks its rule
    static Object[] columns(List<ColumnEncoder> encoders) throws TableRefusedException {
        Object[] columns = new Object[encoders.size()];
        for (int j = 0; j < columns.length; j++) {
            encoders.get(j).check();
            columns[j] = encoders.get(j).encoded();
        }
        return columns;
    }

    /// Reads the named columns into their sinks.
    static void scan(
            Path file,
            Format format,
            SourceHeader header,
            List<String> names,
            List<? extends CellSink> sinks,
            int megabytes)
            throws TableRefusedException {
        DeclaredColumns.require(header, names);
        switch (format) {
            case CSV, SAMPLE -> DuckDbScan.csv(file, header, names, sinks, megabytes);
            case PARQUET -> DuckDbScan.parquet(file, header, names, sinks, megabytes);
            case ARROW, JDBC -> ArrowScan.run(file, names, sinks, megabytes);
        }
    }
}
