package org.vitrail.learning;

import org.vitrail.privacy.pac.WorldOutputs;

/// A black box from rows to a vector.
public interface Learner {
    /// Learns from rows; the same rows in the same order give the same output.
    ///
    /// @param half any number of rows, of any classes, also none
    /// @return `[length]`, finite
    double[] learn(Examples half);

    /// Outputs of all worlds, with what is known of how much a deviation matters; noise is then added along
    /// [org.vitrail.privacy.pac.NoiseBasis#MEASURED] directions.
    ///
    /// @param all rows of all halves
    default WorldOutputs measured(WorldOutputs outputs, Examples all) {
        return outputs;
    }

    /// Length of the output; public.
    int length();
}
