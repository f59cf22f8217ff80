package org.vitrail.contract.pac;

/// One line of the list of answers.
///
/// @param mechanism in words
/// @param picoNats its charge, in units of 1e-12 nat
/// @param success what a guesser who had 50 % has at most after this answer alone
/// @param status as in [org.vitrail.contract.session.ReleaseLine]
public record PacLine(
        String releaseId,
        String mechanism,
        String user,
        String notebook,
        String at,
        long picoNats,
        double success,
        String status) {
    public PacLine {
        mechanism = mechanism == null ? "" : mechanism; // a server of before does not say it
    }
}
