package org.vitrail.app.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/// Two roles in PostgreSQL: one owns the tables and changes them between versions, the other serves and may add lines,
/// but neither change nor remove them, whatever the server's process is made to do.
final class ServingRole {
    private static final String GRANTS = "/schema/grants_postgresql.sql";

    private ServingRole() {}

    /// As the tables' owner, gives the role that serves what it needs and takes everything else from it.
    static void grant(SqlStore.Place place, SqlStore.Owner owner) throws SQLException {
        try (Connection connection = DriverManager.getConnection(place.url(), owner.user(), owner.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            String script = script().replace("${schema}", statement.enquoteIdentifier(connection.getSchema(), true))
                    .replace("${serving}", statement.enquoteIdentifier(place.user(), true));
            for (String sql : script.lines()
                    .filter(line -> !line.startsWith("--"))
                    .reduce("", (text, line) -> text + line + "\n")
                    .split(";\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            connection.commit();
        }
    }

    private static String script() {
        try (InputStream stream = ServingRole.class.getResourceAsStream(GRANTS)) {
            if (stream == null) {
                throw new IllegalStateException("the script of the grants is not in the application");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether another role owns the tables: then this one neither makes nor changes them.
    static boolean isAnothers(Connection connection) throws SQLException {
        return Query.first(
                        connection,
                        "select pg_get_userbyid(c.relowner) <> current_user from pg_class c join pg_namespace n"
                                + " on n.oid = c.relnamespace where n.nspname = current_schema()"
                                + " and c.relname = 'flyway_schema_history'",
                        row -> row.getBoolean(1))
                .orElse(false);
    }

    /// Refuses a role that may do to lines what their triggers alone then hold off.
    ///
    /// @throws IllegalArgumentException one line: what it may
    static void require(Connection connection) throws SQLException {
        List<String> changeable = Query.texts(
                connection,
                "select distinct c.relname from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_class c"
                        + " on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace"
                        + " where p.proname = 'append_only' and n.nspname = current_schema()"
                        + " and (has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')"
                        + " or has_any_column_privilege(c.oid, 'UPDATE') or pg_has_role(c.relowner, 'MEMBER'))"
                        + " order by 1");
        Optional<String> superuser = Query.first(
                connection,
                "select rolname from pg_roles where rolname = current_user and rolsuper",
                row -> row.getString(1));
        if (superuser.isPresent() || !changeable.isEmpty()) {
            throw new IllegalArgumentException("vitrail.store.user must not be able to change lines of the ledger, but "
                    + (superuser.isPresent() ? "it is a superuser" : "it may change or remove rows of " + changeable)
                    + "; give it a role of its own, that is a member of no other (server/adr/0137)");
        }
    }
}
