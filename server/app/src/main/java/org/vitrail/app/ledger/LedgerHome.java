package org.vitrail.app.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;

/// Where a ledger lives. A copy of its database, or of its folder, that is served somewhere else would let the same
/// budget be spent twice: it is refused, unless its owner says that it was moved.
public final class LedgerHome {
    private LedgerHome() {}

    /// Compares the place that the ledger remembers with where it is; a new ledger remembers this one.
    ///
    /// @param adopt whether a ledger that was moved may stay; it then remembers this place
    /// @throws IllegalArgumentException one line, if it was moved or copied
    public static void settle(SqlStore store, Ledger ledger, Path folder, boolean adopt) throws IOException {
        String here = store.isEmbedded() ? folderName(folder) : "";
        ledger.transaction(transaction -> {
            Connection connection = transaction.connection();
            String home = here.isEmpty() ? databaseName(connection) : here;
            Optional<String> remembered = remembered(connection);
            if (remembered.isEmpty()) {
                update(
                        connection,
                        "insert into ledger_home (home, id) values (?, ?)",
                        home,
                        UUID.randomUUID().toString());
            } else if (!remembered.get().equals(home)) {
                if (!adopt) {
                    throw new IllegalArgumentException("this ledger was made in another place: if it was moved here,"
                            + " start once with -Dvitrail.store.adopt=true; if it is a copy, do not serve it: what the"
                            + " original spends would not count here");
                }
                update(connection, "update ledger_home set home = ? where home = ?", home, remembered.get());
                Ledger.noteEverywhere(transaction, "moved here; its owner says that nothing else serves it");
            }
            return home;
        });
    }

    /// The ledgers that have signed heads.
    public static List<String> signed(SqlStore store) {
        return store.transaction(connection ->
                Query.texts(connection, "select distinct chain_id from ledger_checkpoint order by chain_id"));
    }

    private static Optional<String> remembered(Connection connection) throws SQLException {
        return Query.first(connection, "select home from ledger_home", row -> row.getString(1));
    }

    private static void update(Connection connection, String sql, String first, String second) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, first);
            update.setString(2, second);
            update.executeUpdate();
        }
    }

    /// The machine, the path and the folder's own number in the file system, hashed: none of them is kept.
    private static String folderName(Path folder) throws IOException {
        Path machine = Path.of("/etc/machine-id");
        String id = Files.isReadable(machine)
                ? Files.readString(machine, StandardCharsets.US_ASCII).strip()
                : "";
        Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
        String text = id + "\n" + folder.toRealPath() + "\n" + key;
        return Head.hex(Hashes.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// The cluster's identifier, the database's number in it, and the cluster's timeline: a copy that was promoted, or
    /// one that was recovered to a point in time, goes on in a timeline of its own.
    private static String databaseName(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "select s.system_identifier || '/' || d.oid || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"
                                + " from pg_control_system() s, pg_database d where d.datname = current_database()");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
