package org.vitrail.mechanism.synthesis;

import java.util.List;
import java.util.OptionalLong;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.Plan;
import org.vitrail.privacy.accounting.MuSquared;

/// What the synthesizer decided before any row was read.
///
/// @param rowsPublic the number of private rows, where it was declared public
public record SynthesisPlan(
        SynthesisSpec spec,
        TableSchema product,
        OptionalLong rowsPublic,
        MuSquared charge,
        List<String> noise,
        String mechanism,
        String expectedError,
        double secondsExpected,
        List<String> assumedPublic)
        implements Plan {
    public SynthesisPlan {
        noise = List.copyOf(noise);
        assumedPublic = List.copyOf(assumedPublic);
    }
}
