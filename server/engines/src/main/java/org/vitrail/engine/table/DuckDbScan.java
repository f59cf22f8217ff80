package org.vitrail.engine.table;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrail.engine.table.SourceHeader.SourceColumn;
import org.vitrail.engine.table.SourceHeader.SourceType;

/// Reads CSV and Parquet through an embedded DuckDB that may read one file and nothing else: external access is
/// off before the file is opened, the configuration is locked, no extension is loaded, nothing is written. No
/// text of a query comes from a user: names of columns are quoted, the file's name is a literal.
final class DuckDbScan {
    private static final int THREADS = 2;

    private DuckDbScan() {}

    static void warm() {
        try (Connection connection = memory(256);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            rows.next();
        } catch (SQLException e) {
            throw new IllegalStateException("the embedded DuckDB cannot start: " + e.getClass(), e);
        }
    }

    /// A database in memory that may read `file` only.
    static Connection open(Path file, int megabytes) throws SQLException {
        Connection connection = memory(megabytes);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET allowed_paths = [" + literal(file.toString()) + "]");
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Connection memory(int megabytes) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("allow_unsigned_extensions", "false");
        settings.setProperty("allow_community_extensions", "false");
        settings.setProperty("memory_limit", megabytes + "MB");
        settings.setProperty("threads", Integer.toString(THREADS));
        settings.setProperty("temp_directory", "");
        settings.setProperty("jdbc_stream_results", "true");
        return DriverManager.getConnection("jdbc:duckdb:", settings);
    }

    static SourceHeader parquetHeader(Path file) throws TableRefusedException {
        try (Connection connection = open(file, 256);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + parquetSource(file) + " LIMIT 0")) {
            ResultSetMetaData meta = rows.getMetaData();
            List<SourceColumn> columns = new ArrayList<>();
            for (int j = 1; j <= meta.getColumnCount(); j++) {
                columns.add(new SourceColumn(meta.getColumnName(j), type(meta.getColumnTypeName(j))));
            }
            return CsvHeader.checked(columns);
        } catch (SQLException e) {
            throw unreadable("Parquet", "write it again with a common Parquet writer");
        }
    }

    private static SourceType type(String name) {
        return switch (name) {
            case "TINYINT",
                    "SMALLINT",
                    "INTEGER",
                    "BIGINT",
                    "UTINYINT",
                    "USMALLINT",
                    "UINTEGER",
                    "UBIGINT",
                    "HUGEINT" -> SourceType.INTEGER;
            case "FLOAT", "DOUBLE" -> SourceType.REAL;
            default -> name.startsWith("DECIMAL") ? SourceType.REAL : SourceType.TEXT;
        };
    }

    static void parquet(
            Path file, SourceHeader header, List<String> names, List<? extends CellSink> sinks, int megabytes)
            throws TableRefusedException {
        List<Boolean> numeric = new ArrayList<>();
        List<String> selected = new ArrayList<>();
        for (int j = 0; j < names.size(); j++) {
            SourceType type =
                    header.columns().get(header.names().indexOf(names.get(j))).type();
            boolean number = sinks.get(j).wantsNumbers() && (type == SourceType.INTEGER || type == SourceType.REAL);
            numeric.add(number);
            selected.add("CAST(" + identifier(names.get(j)) + " AS " + (number ? "DOUBLE" : "VARCHAR") + ")");
        }
        String query = "SELECT " + String.join(", ", selected) + " FROM " + parquetSource(file);
        try {
            run(file, query, numeric, sinks, megabytes);
        } catch (SQLException e) {
            throw unreadable("Parquet", "write it again with a common Parquet writer");
        }
    }

    /// Every cell as text: nothing is guessed from the rows.
    static void csv(Path file, SourceHeader header, List<String> names, List<? extends CellSink> sinks, int megabytes)
            throws TableRefusedException {
        String columns = IntStream.range(0, header.columns().size())
                .mapToObj(j -> "'c" + j + "': 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        String selected =
                names.stream().map(name -> "c" + header.names().indexOf(name)).collect(Collectors.joining(", "));
        String query = "SELECT " + selected + " FROM read_csv(" + literal(file.toString()) + ", columns = " + columns
                + ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', strict_mode = true,"
                + " null_padding = false, ignore_errors = false, compression = 'none', encoding = 'utf-8')";
        try {
            run(file, query, names.stream().map(_ -> false).toList(), sinks, megabytes);
        } catch (SQLException e) {
            throw CsvHeader.isUtf8(file)
                    ? unreadable("CSV", "every row must have as many fields as the header, quoted as in RFC 4180")
                    : new TableRefusedException("the CSV file is not UTF-8 throughout; save it as UTF-8");
        }
    }

    private static void run(
            Path file, String query, List<Boolean> numeric, List<? extends CellSink> sinks, int megabytes)
            throws SQLException {
        try (Connection connection = open(file, megabytes);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                for (int j = 0; j < sinks.size(); j++) {
                    deliver(rows, j + 1, numeric.get(j), sinks.get(j));
                }
            }
        }
    }

    private static void deliver(ResultSet rows, int at, boolean number, CellSink sink) throws SQLException {
        if (number) {
            double value = rows.getDouble(at);
            if (rows.wasNull()) {
                sink.missing();
            } else {
                sink.number(value);
            }
        } else {
            String value = rows.getString(at);
            if (value == null) {
                sink.missing();
            } else {
                sink.text(value);
            }
        }
    }

    private static String parquetSource(Path file) {
        return "read_parquet([" + literal(file.toString()) + "])";
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// Without a cause: DuckDB's messages quote the rows.
    static TableRefusedException unreadable(String format, String rule) {
        return new TableRefusedException("the file cannot be read as " + format + "; " + rule);
    }
}
