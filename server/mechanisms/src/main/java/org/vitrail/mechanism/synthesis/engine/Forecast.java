package org.vitrail.mechanism.synthesis.engine;

import java.util.List;

/// What an engine says about a task before any row is read; each field becomes part of the plan.
///
/// @param mechanism the engine in words, with authors and years
/// @param noise what noise is added to what, one line each, with its standard deviation
/// @param expectedError the expected error in words, with its source
/// @param secondsExpected rough running time
/// @param assumedPublic what this engine takes as public beyond schema, label name and request
public record Forecast(
        String mechanism,
        List<String> noise,
        String expectedError,
        double secondsExpected,
        List<String> assumedPublic) {
    public Forecast {
        noise = List.copyOf(noise);
        assumedPublic = List.copyOf(assumedPublic);
    }
}
