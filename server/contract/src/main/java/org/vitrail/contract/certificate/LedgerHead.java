package org.vitrail.contract.certificate;

/// Where the ledger's hash chain stood when a certificate was issued: a ledger that lacks this entry was rolled back.
///
/// @param chain names the chain
/// @param sequence the entry's place in it; >= 0
/// @param sha256 the entry's hash, which covers all entries before it; 64 hex digits
public record LedgerHead(String chain, long sequence, String sha256) {
    public LedgerHead {
        if (chain.isBlank() || sequence < 0 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a ledger head needs a chain's name, a sequence >= 0 and a SHA-256 in"
                    + " hex, got sequence " + sequence + " and " + sha256.length() + " hash characters");
        }
    }
}
