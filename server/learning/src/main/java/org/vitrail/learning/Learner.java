package org.vitrail.learning;

/// A black box from rows to a vector.
public interface Learner {
    /// Learns from rows; the same rows in the same order give the same output.
    ///
    /// @param half any number of rows, of any classes, also none
    /// @return `[length]`, finite
    double[] learn(Examples half);

    /// Length of the output; public.
    int length();
}
