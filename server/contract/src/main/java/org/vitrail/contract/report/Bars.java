package org.vitrail.contract.report;

import java.util.List;

/// One series of a column's chart.
///
/// @param of whose rows: "synthetic" or "private"
/// @param shares one for each bin, in [0, 1]
/// @param status who may see them
public record Bars(String of, List<Double> shares, FigureStatus status) {
    public Bars {
        shares = List.copyOf(shares);
        if (shares.stream().anyMatch(share -> !(share >= 0 && share <= 1))) {
            throw new IllegalArgumentException("every share must be in [0, 1]; divide the counts by the rows");
        }
    }
}
