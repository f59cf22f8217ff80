package org.vitrail.contract.pac;

/// What an answer of PAC privacy would take of the session.
///
/// @param before the session's account now
/// @param after the session's account if it were bought
/// @param numbers how many noisy numbers each row of the answer has; all rows' together are one vector
///     for one charge
/// @param successAfterTen a guesser's success after ten such answers from 50 %, upper bound
public record PacPrice(PacAccount before, PacAccount after, int numbers, double successAfterTen) {}
