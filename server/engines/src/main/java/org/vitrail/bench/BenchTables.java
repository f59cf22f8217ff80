package org.vitrail.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.engine.table.ClinicSample;
import org.vitrail.mechanism.port.Table;

/// A test data set: private rows, held-out rows, public schema.
///
/// @param name `adult`, `artificial-characters`, `clinic`, or a file of shared/data without its `.csv`
/// @param train the private rows
/// @param test rows no synthesizer sees
/// @param label the column to be predicted
/// @param delta 1/(N ln N) of the training rows, as in the reference
public record BenchTables(String name, Table train, Table test, String label, double delta) {

    /// Adult (UCI 1996): 32,561 / 16,281 rows, 15 columns, with the declared bounds of the data's README.
    ///
    /// @throws IllegalStateException if the data is not beside the repository
    public static BenchTables adult() {
        Path folder = folder("adult");
        List<String[]> train = read(folder.resolve("train.csv"));
        List<String[]> test = read(folder.resolve("test.csv"));
        String[] header = train.get(0);
        List<Column> columns = new ArrayList<>();
        for (int j = 0; j < header.length; j++) {
            columns.add(Column.of(
                    header[j],
                    switch (header[j]) {
                        case "age" -> Domain.IntegerRange.of(17, 90);
                        case "fnlwgt" -> Domain.IntegerRange.of(0, 1_500_000);
                        case "education-num" -> Domain.IntegerRange.of(1, 16);
                        case "capital-gain" -> Domain.IntegerRange.of(0, 99_999);
                        case "capital-loss" -> Domain.IntegerRange.of(0, 5_000);
                        case "hours-per-week" -> Domain.IntegerRange.of(1, 99);
                        default ->
                            categories(
                                    Stream.concat(
                                                    train.stream().skip(1),
                                                    test.stream().skip(1))
                                            .toList(),
                                    j);
                    }));
        }
        return of("adult", columns, train, test, "income");
    }

    /// Artificial Characters (Guvenir et al. 1992): 7,152 / 1,533 rows, 7 numbers and a label of ten classes.
    ///
    /// @throws IllegalStateException if the data is not beside the repository
    public static BenchTables artificialCharacters() {
        Path folder = folder("artificial-characters");
        List<String[]> train = read(folder.resolve("train.csv"));
        List<String[]> test = read(folder.resolve("test.csv"));
        List<Column> columns = List.of(
                Column.of("V1", Domain.IntegerRange.of(0, 7)),
                Column.of("V2", Domain.IntegerRange.of(0, 50)),
                Column.of("V3", Domain.IntegerRange.of(0, 65)),
                Column.of("V4", Domain.IntegerRange.of(0, 50)),
                Column.of("V5", Domain.IntegerRange.of(-2, 65)),
                Column.of("V6", Domain.RealRange.of(0, 55)),
                Column.of("V7", Domain.RealRange.of(0, 80)),
                Column.of("Class", Domain.Categorical.of(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"))));
        return of("artificial-characters", columns, train, test, "Class");
    }

    /// The built-in sample, every visit its own unit: the last fifth of its rows is held out.
    public static BenchTables clinic() {
        List<Column> columns = ClinicSample.schema().columns();
        List<String[]> lines = new String(ClinicSample.csv(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(",", -1))
                .toList();
        List<String> header = List.of(lines.getFirst());
        int[] order = columns.stream()
                .mapToInt(column -> header.indexOf(column.name()))
                .toArray();
        List<String[]> rows = lines.stream()
                .map(line -> Arrays.stream(order).mapToObj(at -> line[at]).toArray(String[]::new))
                .toList();
        int held = rows.size() * 4 / 5;
        List<String[]> test = new ArrayList<>(rows.subList(held, rows.size()));
        test.addFirst(rows.getFirst());
        return of("clinic", columns, rows.subList(0, held), test, "diagnosis");
    }

    /// A file of shared/data whose last column is a label and whose other columns are numbers, shuffled with seed 0
    /// and
    /// split 80/20.
    ///
    /// The bounds are the file's own lowest and highest values, widened by a twentieth of the range on each
    /// side. For a benchmark only: bounds read from private rows are not private.
    ///
    /// @throws IllegalStateException if the data is not beside the repository
    public static BenchTables file(String name) {
        List<String[]> lines = new ArrayList<>(read(folder(name + ".csv")));
        String[] header = lines.removeFirst();
        int label = header.length - 1;
        List<Column> columns = new ArrayList<>();
        for (int j = 0; j < label; j++) {
            int column = j;
            DoubleSummaryStatistics seen = lines.stream()
                    .mapToDouble(row -> Double.parseDouble(row[column]))
                    .summaryStatistics();
            double more = (seen.getMax() - seen.getMin()) / 20;
            columns.add(Column.of(header[j], Domain.RealRange.of(seen.getMin() - more, seen.getMax() + more)));
        }
        columns.add(Column.of(header[label], categories(lines, label)));
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(0);
        for (int i = lines.size() - 1; i > 0; i--) {
            Collections.swap(lines, i, random.nextInt(i + 1));
        }
        int held = lines.size() * 4 / 5;
        List<String[]> train = new ArrayList<>(lines.subList(0, held));
        List<String[]> test = new ArrayList<>(lines.subList(held, lines.size()));
        train.addFirst(header);
        test.addFirst(header);
        return of(name, columns, train, test, header[label]);
    }

    /// The data set called `name`.
    public static BenchTables named(String name) {
        return switch (name) {
            case "adult" -> adult();
            case "artificial-characters", "ac" -> artificialCharacters();
            case "clinic" -> clinic();
            case "breast_cancer", "dry_bean", "iris", "rice", "wine" -> file(name);
            default ->
                throw new IllegalArgumentException("the data set must be 'clinic' (built in), 'adult',"
                        + " 'artificial-characters', 'breast_cancer', 'dry_bean', 'iris', 'rice' or 'wine', or 'votes' for"
                        + " the vote histogram, got '" + name + "'");
        };
    }

    /// Whether the test data lies beside the repository.
    public static boolean available() {
        return root().isPresent();
    }

    private static Optional<Path> root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path data = at.resolveSibling("shared").resolve("data");
            if (Files.isDirectory(at.resolve("server")) && Files.isDirectory(data)) {
                return Optional.of(data);
            }
        }
        return Optional.empty();
    }

    private static Path folder(String name) {
        return root().orElseThrow(() -> new IllegalStateException("the data set '" + name
                        + "' lies in ../shared/data beside the repository, which is absent; 'clinic' is built in"))
                .resolve(name);
    }

    private static BenchTables of(
            String name, List<Column> columns, List<String[]> train, List<String[]> test, String label) {
        TableSchema schema = new TableSchema(columns, new PrivacyUnit.Row());
        Table privateRows = encode(schema, train);
        double n = privateRows.rowCount();
        return new BenchTables(name, privateRows, encode(schema, test), label, 1 / (n * Math.log(n)));
    }

    private static Domain categories(List<String[]> rows, int column) {
        return Domain.Categorical.of(
                rows.stream().map(row -> row[column]).distinct().sorted().toList());
    }

    /// Numbers outside the bounds go to the nearest bound.
    private static Table encode(TableSchema schema, List<String[]> lines) {
        List<String[]> rows = lines.subList(1, lines.size());
        Object[] columns = new Object[schema.columns().size()];
        for (int j = 0; j < columns.length; j++) {
            int column = j;
            columns[j] = switch (schema.columns().get(j).domain()) {
                case Domain.Categorical categorical ->
                    rows.stream()
                            .mapToInt(row -> code(categorical, row[column]))
                            .toArray();
                case Domain.IntegerRange range -> numbers(rows, j, (double) range.min(), (double) range.max());
                case Domain.RealRange range -> numbers(rows, j, range.min(), range.max());
            };
        }
        return Table.of(schema, rows.size(), columns);
    }

    private static int code(Domain.Categorical categorical, String value) {
        int code = categorical.values().indexOf(value);
        return code >= 0
                ? code
                : categorical
                        .other()
                        .map(categorical.values()::indexOf)
                        .orElse(categorical.values().size());
    }

    private static double[] numbers(List<String[]> rows, int column, double min, double max) {
        return rows.stream()
                .mapToDouble(row ->
                        row[column].isEmpty() ? Double.NaN : Math.clamp(Double.parseDouble(row[column]), min, max))
                .toArray();
    }

    /// The files hold no quotes and no line breaks inside a value.
    private static List<String[]> read(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .map(line -> Arrays.stream(line.split(",", -1)).toArray(String[]::new))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read a test data file; expected it in shared/data", e);
        }
    }
}
