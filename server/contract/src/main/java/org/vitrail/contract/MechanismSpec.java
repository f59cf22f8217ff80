package org.vitrail.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.synthesis.SynthesisSpec;

/// What a user asks for: one record for each mechanism, a closed list.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "mechanism")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SynthesisSpec.class, name = "synthesis"),
    @JsonSubTypes.Type(value = PacSpec.class, name = "pac")
})
public sealed interface MechanismSpec permits SynthesisSpec, PacSpec {
    /// The registered name of the dataset it reads.
    String dataset();
}
