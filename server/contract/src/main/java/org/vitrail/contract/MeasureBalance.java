package org.vitrail.contract;

/// What a budget holds in one unit of one of its measures. Whole numbers in the unit's scale
/// ([MeasureName#scale]).
///
/// @param measure as declared: `gdp`, `sums`
/// @param unit which part of it: `gdp`, `sums.delta`
/// @param delta the measure's share of the budget's δ; 0 for `pure`
/// @param cap rounded down; 0: the measure accepts nothing here
/// @param spent rounded up
/// @param reserved rounded up
/// @param kept guaranteed to accounts below and not used yet
/// @param bounded whether every charge was finite in it; if not, it accepts nothing any more and the
///     amounts say no more than that: they are 0
public record MeasureBalance(
        String measure, String unit, double delta, long cap, long spent, long reserved, long kept, boolean bounded) {
    /// What is left; 0 if it is not bounded or used up.
    public long remaining() {
        return bounded ? Math.max(0, cap - spent - reserved - kept) : 0;
    }
}
