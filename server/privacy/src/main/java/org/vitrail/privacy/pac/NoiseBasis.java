package org.vitrail.privacy.pac;

/// Along which directions independent noise is added.
public enum NoiseBasis {
    /// The principal directions of the outputs over all worlds: least total noise.
    PRINCIPAL,
    /// The output's own coordinates.
    COORDINATES
}
