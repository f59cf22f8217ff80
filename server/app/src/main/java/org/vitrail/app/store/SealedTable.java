package org.vitrail.app.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The tables whose rows a line of a ledger covers: whoever writes a row notes its hash in the dataset's chain, so a
/// row that was changed, added or removed behind the ledger's back is found. Every column counts.
public enum SealedTable {
    /// A dataset as it is now; sealed again in the same ledger when it changes, and in the next one when it is renewed.
    DATASET("dataset", "id", "account_id"),
    /// What a dataset was before a renewal; sealed in the ledger that it had.
    DATASET_PAST("dataset_past", "dataset_id,account_id", "account_id"),
    /// The rules that an owner set; sealed in the ledger that the dataset had then.
    DATASET_RULES("dataset_rules", "dataset_id,number", ""),
    /// A wish for a higher cap; sealed in the ledger of its account.
    CAP_PROPOSAL("cap_proposal", "id", ""),
    /// Its decision; sealed in the same ledger.
    CAP_DECISION("cap_decision", "proposal_id", ""),
    /// What a proposal wants of PAC privacy; sealed with it.
    PAC_PROPOSAL("pac_proposal", "proposal_id", ""),
    /// Which account of PAC privacy stands beside one of differential privacy; sealed in the ledger of PAC privacy.
    PAC_TWIN("pac_twin", "account_id", "");

    private final String table;
    private final String keys; // with commas between them
    private final String account;

    SealedTable(String table, String keys, String account) {
        this.table = table;
        this.keys = keys;
        this.account = account;
    }

    /// A row.
    ///
    /// @param key its key's columns, with `/` between them
    /// @param hash SHA-256 in hex over every column, each with its name and its length
    /// @param account the dataset's whose ledger must cover it; empty: any ledger may
    public record Row(String key, String hash, Optional<String> account) {}

    /// Its name in the database.
    public String table() {
        return table;
    }

    /// The table of that name, if its rows are covered.
    public static Optional<SealedTable> of(String name) {
        return Arrays.stream(values()).filter(known -> known.table.equals(name)).findFirst();
    }

    /// Every row.
    public List<Row> rows(Connection connection) throws SQLException {
        return Query.list(connection, "select * from " + table, this::row);
    }

    /// One row, as it is within the transaction.
    ///
    /// @throws IllegalStateException if there is none
    public Row row(Connection connection, String... key) throws SQLException {
        String where = keys().stream()
                .map(column -> "cast(" + column + " as varchar(64)) = ?")
                .collect(Collectors.joining(" and "));
        return Query.first(connection, "select * from " + table + " where " + where, this::row, key)
                .orElseThrow(() -> new IllegalStateException("no row of " + table + " to be sealed"));
    }

    private Row row(ResultSet row) throws SQLException {
        StringBuilder text = new StringBuilder(table);
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            String value = value(row, i);
            text.append('\n')
                    .append(row.getMetaData().getColumnName(i).toLowerCase(java.util.Locale.ROOT))
                    .append(' ')
                    .append(value == null ? "none" : value.length() + " " + value);
        }
        StringBuilder key = new StringBuilder();
        for (String column : keys()) {
            key.append(key.isEmpty() ? "" : "/").append(row.getString(column));
        }
        return new Row(
                key.toString(),
                sha256(text.toString()),
                account.isEmpty() ? Optional.empty() : Optional.of(row.getString(account)));
    }

    private List<String> keys() {
        return List.of(keys.split(",", -1));
    }

    /// The same in every database.
    private static @org.jspecify.annotations.Nullable String value(ResultSet row, int column) throws SQLException {
        int type = row.getMetaData().getColumnType(column);
        String text = switch (type) {
            case Types.DOUBLE, Types.FLOAT, Types.REAL -> Double.toString(row.getDouble(column));
            case Types.BOOLEAN, Types.BIT -> Boolean.toString(row.getBoolean(column));
            default -> row.getString(column);
        };
        return row.wasNull() ? null : text;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
