package org.vitrail.app.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.wire.Json;

/// Whether the stored releases are those that the ledger noted.
final class SealedReleases {
    /// SHA-256, in hex, of the content's SHA-256 in hex, the receipt's JSON and the report's, each ended by a line
    /// feed.
    static String digest(String contentDigest, String receipt, Optional<String> report) {
        String text = contentDigest + "\n" + receipt + "\n" + report.orElse("") + "\n";
        return Head.hex(Hashes.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    List<String> findings(Connection connection) throws SQLException {
        List<String> findings = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "select r.job_id, r.receipt, r.report, r.digest, l.detail, r.content_digest, r.fingerprint, l.chain_id from sealed_release r left join"
                                + " ledger_line l on l.job_id = r.job_id and l.kind = 'RELEASED' order by r.seq");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String job = row.getString(1);
                String content = content(connection, job);
                String digest = digest(content, row.getString(2), Optional.ofNullable(row.getString(3)));
                if (!digest.equals(row.getString(4))
                        || !digest.equals(row.getString(5))
                        || !content.equals(row.getString(6))
                        || !Json.read(row.getString(2), Receipt.class)
                                .fingerprint()
                                .equals(row.getString(7))) {
                    findings.add(ledger(row.getString(8)) + "release " + job
                            + " is not the one that the ledger noted: it was changed");
                }
            }
        }
        try (PreparedStatement select = connection.prepareStatement(
                        "select l.job_id, l.chain_id from ledger_line l left join"
                                + " sealed_release r on r.job_id = l.job_id where l.kind = 'RELEASED' and r.job_id is null"
                                + " and exists (select 1 from account a where a.id = l.account_id and a.tier = 'session')");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                findings.add(ledger(row.getString(2)) + "release " + row.getString(1)
                        + " was noted by the ledger and is gone");
            }
        }
        return findings;
    }

    private static String ledger(@Nullable String chain) {
        return chain == null ? "" : "ledger " + chain + ": ";
    }

    private static String content(Connection connection, String job) throws SQLException {
        MessageDigest sha256 = Hashes.sha256();
        try (PreparedStatement select =
                connection.prepareStatement("select content from release_piece where job_id = ? order by piece")) {
            select.setString(1, job);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    sha256.update(row.getBytes(1));
                }
            }
        }
        return Head.hex(sha256.digest());
    }
}
