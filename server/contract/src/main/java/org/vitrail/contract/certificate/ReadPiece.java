package org.vitrail.contract.certificate;

/// Asks for one piece of a release's stored bytes, whose SHA-256 its certificate names.
///
/// @param piece 0, 1, …; the first that is empty is behind the end
public record ReadPiece(String releaseId, int piece) {
    public ReadPiece {
        if (piece < 0) {
            throw new IllegalArgumentException("a piece's number must be >= 0, got " + piece);
        }
    }
}
