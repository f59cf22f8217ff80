package org.vitrail.contract.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One number of a report.
///
/// @param name short, as a table's line shows it
/// @param value of the synthetic rows; finite
/// @param beside the same figure of something to compare with, by its name ("real rows", "marginal baseline"), in
/// order;
///     finite
/// @param status who may see `value` and `beside`
/// @param meaning its definition, range and which direction is good
public record Figure(String name, double value, Map<String, Double> beside, FigureStatus status, String meaning) {
    public Figure {
        beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
        if (!Double.isFinite(value) || beside.values().stream().anyMatch(v -> !Double.isFinite(v))) {
            throw new IllegalArgumentException("figure '" + name + "' must be finite; leave it out instead");
        }
    }
}
