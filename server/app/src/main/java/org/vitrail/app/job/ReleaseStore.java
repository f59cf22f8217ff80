package org.vitrail.app.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.contract.wire.Json;

/// Sealed releases: the bytes as they were released, in pieces, so that neither side ever holds all of them.
final class ReleaseStore {
    private static final int PIECE_BYTES = 512 * 1024; // H2 holds at most 1 MiB in a value

    private static final int SUMMARIES_MAX = 500;

    /// What is stored of a release beside its bytes.
    ///
    /// @param contentDigest SHA-256 of the bytes, in hex
    /// @param digest SHA-256 of all of it, for the ledger
    record Sealed(Receipt receipt, String json, String contentDigest, String digest, Optional<String> report) {}

    /// Reads all the bytes once.
    static Sealed sealed(Receipt receipt, Workers.Outcome outcome) {
        try {
            String json = Json.text(receipt);
            String contentDigest = digest(outcome);
            return new Sealed(
                    receipt,
                    json,
                    contentDigest,
                    Ledger.digest(contentDigest, json, outcome.report()),
                    outcome.report());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stores a release with its receipt and its public report.
    void insert(Connection connection, Sealed sealed, Workers.Outcome outcome) throws SQLException, IOException {
        Receipt receipt = sealed.receipt();
        try (PreparedStatement insert = connection.prepareStatement("insert into sealed_release"
                + " (job_id, fingerprint, content_digest, digest, receipt, report) values (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, receipt.releaseId());
            insert.setString(2, receipt.fingerprint());
            insert.setString(3, sealed.contentDigest());
            insert.setString(4, sealed.digest());
            insert.setString(5, sealed.json());
            insert.setString(6, sealed.report().orElse(null));
            insert.executeUpdate();
        }
        try (InputStream content = outcome.arrow().open();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into release_piece (job_id, piece, content) values (?, ?, ?)")) {
            byte[] piece = content.readNBytes(PIECE_BYTES);
            for (int i = 0; piece.length > 0; i++) {
                insert.setString(1, receipt.releaseId());
                insert.setInt(2, i);
                insert.setBytes(3, piece);
                insert.executeUpdate();
                piece = content.readNBytes(PIECE_BYTES);
            }
        }
    }

    private static String digest(Workers.Outcome outcome) throws IOException {
        try (InputStream content = outcome.arrow().open()) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] piece = content.readNBytes(PIECE_BYTES);
            while (piece.length > 0) {
                sha256.update(piece);
                piece = content.readNBytes(PIECE_BYTES);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /// The job of the newest release of that fingerprint.
    Optional<String> newest(Connection connection, String fingerprint) throws SQLException {
        return text(
                connection,
                "select job_id from sealed_release where fingerprint = ? order by seq desc limit 1",
                fingerprint);
    }

    Optional<Receipt> receipt(Connection connection, String jobId) throws SQLException {
        return text(connection, "select receipt from sealed_release where job_id = ?", jobId)
                .map(json -> Json.read(json, Receipt.class));
    }

    /// SHA-256 of the rows' bytes, in hex, as it was when they were stored.
    Optional<String> contentDigest(Connection connection, String jobId) throws SQLException {
        return text(connection, "select content_digest from sealed_release where job_id = ?", jobId);
    }

    Optional<String> report(Connection connection, String jobId) throws SQLException {
        return text(connection, "select report from sealed_release where job_id = ?", jobId);
    }

    /// The releases of a dataset that a project's sessions bought, newest first.
    List<ReleaseSummary> ofProject(
            Connection connection, String datasetId, String project, String dataset, String snapshot)
            throws SQLException {
        List<ReleaseSummary> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select r.receipt, j.user_name, s.notebook, (select count(*) from job k where k.source_job = j.id)"
                        + " from sealed_release r join job j on j.id = r.job_id join notebook_session s"
                        + " on s.id = j.session_id where s.dataset_id = ? and s.project = ? order by r.seq desc")) {
            select.setString(1, datasetId);
            select.setString(2, project);
            select.setMaxRows(SUMMARIES_MAX);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Receipt receipt = Json.read(row.getString(1), Receipt.class);
                    found.add(new ReleaseSummary(
                            dataset,
                            receipt,
                            row.getString(2),
                            row.getString(3),
                            row.getLong(4),
                            receipt.snapshot().equals(snapshot)));
                }
            }
        }
        return found;
    }

    /// The stored bytes, read piece by piece.
    InputStream content(SqlStore store, String jobId) {
        return new PieceStream(index -> store.transaction(connection -> piece(connection, jobId, index)));
    }

    /// One of the stored pieces; empty behind the last.
    static Optional<byte[]> piece(Connection connection, String jobId, int index) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select content from release_piece where job_id = ? and piece = ?")) {
            select.setString(1, jobId);
            select.setInt(2, index);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    private static Optional<String> text(Connection connection, String sql, String key) throws SQLException {
        return Query.first(connection, sql, row -> Optional.ofNullable(row.getString(1)), key)
                .flatMap(found -> found);
    }
}
