package org.vitrail.engine.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.release.Sensitive;

/// Reads tables that hang together: the same rows of each, in the same order, at each call. To be called in a worker
/// process.
public final class LinkedReader {
    private static final long SAME_EACH_TIME = 0; // key of the rows that are used of a unit with too many

    private LinkedReader() {}

    /// Where one of the tables is, and how it is read.
    ///
    /// @param key the column that others link to; empty if none does, or if it is the unit's
    public record Source(Path file, Format format, TableSchema schema, Optional<String> key) {
        private List<String> names() {
            List<String> names = TableReader.names(schema);
            key.ifPresent(names::add);
            return names;
        }
    }

    /// Refuses tables that cannot be read, by their public headers alone.
    ///
    /// @throws TableRefusedException if a file is gone, is not of its format, or lacks a column
    public static void require(List<Source> sources) throws TableRefusedException {
        for (Source source : sources) {
            DeclaredColumns.require(TableReader.header(source.file(), source.format()), source.names());
        }
    }

    /// All rows, encoded; of each unit of a table at most its `rowsMax`. The texts of units and keys become codes
    /// that the tables share; the first table's units have the codes that it would have alone, by their order of
    /// appearance.
    ///
    /// @param megabytes limit of the reader's memory outside the heap
    /// @return one for each source
    /// @throws TableRefusedException as [#require] and [TableReader#read]
    public static Sensitive<List<KeyedTable>> read(List<Source> sources, int megabytes) throws TableRefusedException {
        Map<String, Integer> codes = new HashMap<>();
        List<KeyedTable> tables = new ArrayList<>();
        for (Source source : sources) {
            tables.add(read(source, codes, megabytes));
        }
        return Sensitive.of(List.copyOf(tables));
    }

    private static KeyedTable read(Source source, Map<String, Integer> codes, int megabytes)
            throws TableRefusedException {
        TableSchema schema = source.schema();
        List<ColumnEncoder> encoders =
                schema.columns().stream().map(ColumnEncoder::new).toList();
        List<CellSink> sinks = new ArrayList<>(encoders);
        KeySink keys = new KeySink(codes);
        return switch (schema.unit()) {
            case PrivacyUnit.Row() -> {
                scan(source, sinks, keys, megabytes);
                int count = encoders.getFirst().count();
                Table all = Table.of(schema, count, TableReader.columns(encoders));
                yield new KeyedTable(all, IntStream.range(0, count).toArray(), keys.keys());
            }
            case PrivacyUnit.Person(String column, int rowsMax) -> {
                PersonSink persons = new PersonSink(column);
                sinks.add(persons);
                scan(source, sinks, keys, megabytes);
                persons.check();
                yield bounded(source, encoders, persons, rowsMax, keys.keys(), codes);
            }
        };
    }

    private static void scan(Source source, List<CellSink> sinks, KeySink keys, int megabytes)
            throws TableRefusedException {
        if (source.key().isPresent()) {
            sinks.add(keys);
        }
        SourceHeader header = TableReader.header(source.file(), source.format());
        TableReader.scan(source.file(), source.format(), header, source.names(), sinks, megabytes);
    }

    private static KeyedTable bounded(
            Source source,
            List<ColumnEncoder> encoders,
            PersonSink sink,
            int rowsMax,
            int[] keys,
            Map<String, Integer> codes)
            throws TableRefusedException {
        int[] units = sink.names().stream()
                .mapToInt(name -> KeySink.code(codes, name))
                .toArray();
        int[] persons = sink.persons();
        Table all = Table.ofPersons(source.schema(), persons.length, persons, TableReader.columns(encoders));
        int[] used = sink.used(rowsMax, SAME_EACH_TIME);
        return new KeyedTable(
                used.length == persons.length ? all : all.rows(used),
                Arrays.stream(used).map(row -> units[persons[row]]).toArray(),
                source.key().isPresent()
                        ? Arrays.stream(used).map(row -> keys[row]).toArray()
                        : keys);
    }
}
