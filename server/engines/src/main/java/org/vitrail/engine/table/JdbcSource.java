package org.vitrail.engine.table;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
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

/// Copies a table or query of the dataset's owner into a snapshot file, once. PostgreSQL and H2 only, with a
/// short list of connection settings: others load classes, run scripts or read files. Messages hold neither URL
/// nor query.
///
/// An H2 file is opened by this very process, where SQL may call functions that read and write any file the server
/// may: a query that names one of them, or could hide its name in escapes, is refused, and a database must be there
/// already, because whoever makes one is its administrator.
public final class JdbcSource {
    private static final int BATCH_ROWS = 16_384;
    private static final int SECONDS_MAX = 3_600;
    private static final Pattern TABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*){0,2}");
    private static final Pattern POSTGRESQL = Pattern.compile("jdbc:postgresql:[^?@]*(?:\\?(.*))?");
    private static final Pattern H2 = Pattern.compile("jdbc:h2:(?:file:|tcp:|ssl:)[^;]*(?:;(.*))?");
    private static final Pattern FILE_FUNCTIONS =
            Pattern.compile("FILE_READ|FILE_WRITE|CSVREAD|CSVWRITE|LINK_SCHEMA|U&", Pattern.CASE_INSENSITIVE);
    private static final String ONLY_EXISTING = ";IFEXISTS=TRUE";
    private static final Set<String> SETTINGS = Set.of(
            "user",
            "password",
            "ssl",
            "sslmode",
            "currentschema",
            "applicationname",
            "connecttimeout",
            "sockettimeout",
            "mode",
            "ifexists",
            "schema",
            "db_close_delay");

    private JdbcSource() {}

    /// Writes all rows of the query to `output` as an Arrow IPC stream.
    ///
    /// @param query a table's name, or one SELECT statement
    /// @param output must not exist
    /// @param bytesMax refuses to write more
    /// @return its public header
    /// @throws TableRefusedException if the source cannot be read
    public static SourceHeader copy(String url, String query, Path output, long bytesMax) throws TableRefusedException {
        checkUrl(url);
        String select = select(query);
        boolean h2 = url.startsWith("jdbc:h2:");
        if (h2 && FILE_FUNCTIONS.matcher(select).find()) {
            throw new TableRefusedException("the JDBC query must not call H2's functions for files and links, nor hold"
                    + " U& escapes; select from tables only");
        }
        try (Connection connection = DriverManager.getConnection(h2 ? url + ONLY_EXISTING : url)) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(BATCH_ROWS);
                statement.setQueryTimeout(SECONDS_MAX);
                try (ResultSet rows = statement.executeQuery(select);
                        OutputStream out = Files.newOutputStream(
                                output, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    return write(rows, new Limited(out, bytesMax));
                }
            }
        } catch (SQLException e) {
            String state = e.getSQLState(); // a code of five letters: no text of the source
            throw new TableRefusedException("the JDBC source could not be read (SQL state "
                    + (state != null && state.matches("[0-9A-Z]{5}") ? state : "unknown")
                    + "); check its URL, credentials and query, and that its driver is installed");
        } catch (Limited.Exceeded e) {
            throw new TableRefusedException(
                    "the JDBC table is larger than " + bytesMax + " bytes; select less, or raise the server's limit");
        } catch (IOException e) {
            throw new TableRefusedException("the copy of the JDBC source could not be written; is the disk full?");
        }
    }

    private static void checkUrl(String url) throws TableRefusedException {
        Matcher postgresql = POSTGRESQL.matcher(url);
        Matcher h2 = H2.matcher(url);
        String settings;
        if (postgresql.matches()) {
            settings = postgresql.group(1);
        } else if (h2.matches()) {
            settings = h2.group(1);
        } else {
            throw new TableRefusedException(
                    "expected a JDBC URL that begins with jdbc:postgresql: or jdbc:h2:(file|tcp|ssl):, with user and password as"
                            + " its settings");
        }
        for (String setting : settings == null ? new String[0] : settings.split("[&;]")) {
            String key = setting.split("=", 2)[0].toLowerCase(Locale.ROOT);
            if (!SETTINGS.contains(key)) {
                throw new TableRefusedException("a setting in the JDBC URL is not allowed; allowed are "
                        + SETTINGS.stream().sorted().toList());
            }
        }
    }

    private static String select(String query) throws TableRefusedException {
        String trimmed = query.strip();
        if (TABLE.matcher(trimmed).matches()) {
            return "SELECT * FROM " + trimmed;
        }
        String upper = trimmed.toUpperCase(Locale.ROOT);
        if ((upper.startsWith("SELECT ") || upper.startsWith("WITH ")) && !trimmed.contains(";")) {
            return trimmed;
        }
        throw new TableRefusedException(
                "expected a table's name or one SELECT statement without ';' as the JDBC query");
    }

    private static SourceHeader write(ResultSet rows, OutputStream out)
            throws SQLException, IOException, TableRefusedException {
        ResultSetMetaData meta = rows.getMetaData();
        List<Field> fields = new ArrayList<>();
        for (int j = 1; j <= meta.getColumnCount(); j++) {
            fields.add(new Field(meta.getColumnLabel(j), FieldType.nullable(type(meta.getColumnType(j))), null));
        }
        SourceHeader header = ArrowScan.header(new Schema(fields));
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), allocator);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(out))) {
            writer.start();
            int at = 0;
            while (rows.next()) {
                for (int j = 0; j < fields.size(); j++) {
                    cell(rows, j + 1, root.getVector(j), at);
                }
                if (++at == BATCH_ROWS) {
                    batch(root, writer, at);
                    at = 0;
                }
            }
            if (at > 0) {
                batch(root, writer, at);
            }
            writer.end();
        }
        return header;
    }

    private static void batch(VectorSchemaRoot root, ArrowStreamWriter writer, int count) throws IOException {
        root.setRowCount(count);
        writer.writeBatch();
        root.getFieldVectors().forEach(FieldVector::reset);
    }

    private static ArrowType type(int jdbc) {
        return switch (jdbc) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> new ArrowType.Int(64, true);
            case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.DECIMAL, Types.NUMERIC ->
                new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            default -> ArrowType.Utf8.INSTANCE;
        };
    }

    private static void cell(ResultSet rows, int column, FieldVector vector, int at) throws SQLException {
        if (vector instanceof BigIntVector integers) {
            long value = rows.getLong(column);
            integers.setSafe(at, rows.wasNull() ? 0 : 1, value);
        } else if (vector instanceof Float8Vector reals) {
            double value = rows.getDouble(column);
            reals.setSafe(at, rows.wasNull() ? 0 : 1, value);
        } else if (vector instanceof VarCharVector texts) {
            String value = rows.getString(column);
            if (value != null) {
                texts.setSafe(at, value.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /// Takes so many bytes and no more.
    private static final class Limited extends OutputStream {
        private final OutputStream out;
        private long left;

        Limited(OutputStream out, long bytesMax) {
            this.out = out;
            left = bytesMax;
        }

        /// More bytes than allowed.
        static final class Exceeded extends IOException {
            private static final long serialVersionUID = 1L;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            left -= length;
            if (left < 0) {
                throw new Exceeded();
            }
            out.write(bytes, offset, length);
        }
    }
}
