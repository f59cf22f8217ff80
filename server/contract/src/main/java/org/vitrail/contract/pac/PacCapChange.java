package org.vitrail.contract.pac;

/// A higher cap of PAC privacy, as it is proposed.
///
/// @param picoNatsNow the cap when it was proposed, in 1e-12 nat; 0: there is none yet
/// @param picoNatsWanted the cap proposed; higher
/// @param successNow upper bound of a guesser's success at the cap, if it was 50 % without any answer
/// @param successWanted the same at the cap proposed; below 1
/// @param unitsMin groups of fewer units are not shown
public record PacCapChange(
        long picoNatsNow, long picoNatsWanted, double successNow, double successWanted, int unitsMin) {
    /// Whether the dataset has no cap of PAC privacy yet.
    public boolean first() {
        return picoNatsNow == 0;
    }
}
