package org.vitrail.mechanism.synthesis;

import java.util.List;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.Plan;
import org.vitrail.privacy.accounting.MuSquared;

/// What the synthesizer decided before any row was read.
public record SynthesisPlan(
        SynthesisSpec spec,
        TableSchema product,
        MuSquared charge,
        List<String> noise,
        String mechanism,
        String expectedError,
        double secondsExpected,
        List<String> assumedPublic)
        implements Plan {}
