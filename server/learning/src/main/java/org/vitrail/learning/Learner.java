package org.vitrail.learning;

import java.util.Optional;
import org.vitrail.privacy.pac.Measure;

/// A black box from rows to a vector.
public interface Learner {
    /// Learns from rows; the same rows in the same order give the same output.
    ///
    /// @param half any number of rows, of any classes, also none
    /// @return `[length]`, finite
    double[] learn(Examples half);

    /// How deviations of the output are weighed against others, if more is known than the numbers themselves: noise is
    /// then added along [NoiseBasis#MEASURED] directions.
    ///
    /// @param all rows of all halves
    default Optional<Measure> measure(Examples all) {
        return Optional.empty();
    }

    /// Length of the output; public.
    int length();
}
