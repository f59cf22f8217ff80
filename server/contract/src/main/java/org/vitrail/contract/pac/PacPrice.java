package org.vitrail.contract.pac;

/// What an answer of PAC privacy would take of the session.
///
/// @param before the session's account now
/// @param after the session's account if it were bought
/// @param tightest the level that has least left: the session's own, or one above it
/// @param numbers how many noisy numbers each row of the answer has; all rows' together are one vector
///     for one charge
/// @param more how many such answers all levels have room for, at most [#MORE]
/// @param successAfterMore upper bound of a guesser's success, from 50 %, after these and all that was told before, to
///     any session
public record PacPrice(
        PacAccount before, PacAccount after, PacLevel tightest, int numbers, long more, double successAfterMore) {
    /// What one answer leads to is shown for so many.
    public static final long MORE = 10;
}
