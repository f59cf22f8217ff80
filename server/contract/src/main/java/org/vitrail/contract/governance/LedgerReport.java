package org.vitrail.contract.governance;

import java.util.List;

/// What reading every ledger again has shown.
///
/// @param chains how many ledgers
/// @param lines how many lines they have together
/// @param findings one line each: what does not hold; empty: all does
/// @param keyId the key whose signatures were expected
/// @param verifiedAt ISO 8601
public record LedgerReport(int chains, long lines, List<String> findings, String keyId, String verifiedAt) {
    public LedgerReport {
        findings = List.copyOf(findings);
    }
}
