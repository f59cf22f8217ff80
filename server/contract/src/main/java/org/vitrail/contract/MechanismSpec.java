package org.vitrail.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.vitrail.contract.pac.PacLearningSpec;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.synthesis.SynthesisSpec;

/// What a user asks for: one record for each mechanism, a closed list.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "mechanism")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SynthesisSpec.class, name = "synthesis"),
    @JsonSubTypes.Type(value = PacSpec.class, name = "pac"),
    @JsonSubTypes.Type(value = PacLearningSpec.class, name = "pac-learning")
})
public sealed interface MechanismSpec permits SynthesisSpec, PacRequest {
    /// The registered name of the dataset it reads.
    String dataset();
}
