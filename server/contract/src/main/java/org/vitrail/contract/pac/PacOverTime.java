package org.vitrail.contract.pac;

/// What was ever told of a dataset, the rows before each renewal included, for a unit that is in all of them.
///
/// @param snapshots how many sets of rows the dataset had, the present one included; >= 2
/// @param picoNats what all answers together tell at most, in units of 1e-12 nat: amounts add up
/// @param success upper bound of a guesser's success after all of them, if it was 50 % without any answer
public record PacOverTime(int snapshots, long picoNats, double success) {}
