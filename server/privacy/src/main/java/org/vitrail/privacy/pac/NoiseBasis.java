package org.vitrail.privacy.pac;

/// Along which directions independent noise is added.
public enum NoiseBasis {
    /// The principal directions of the outputs over all worlds: least total noise.
    PRINCIPAL,
    /// The principal directions of the outputs over their deviations: least total noise relative to how much each
    /// number
    /// moves, for numbers of different units.
    STANDARDISED,
    /// The principal directions of the outputs as what they are measured by weighs them: least noise in what they are
    /// used for.
    MEASURED,
    /// Each number by itself, noise relative to how much it moves: no combination of numbers has less noise
    /// than they have, for questions that may be made so that worlds agree on one. The only one that takes
    /// bounds of how far one unit moves each number ([WorldOutputs#withContributions]).
    SEPARATE,
    /// The output's own coordinates.
    COORDINATES
}
