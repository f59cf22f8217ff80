package org.vitrail.mechanism.port;

/// A classifier that is trained and asked at once; nothing of it is kept. What it says of private rows is private.
public interface Judge {
    /// Trains on `train` and predicts `test`. Deterministic: the same arguments give the same answer.
    ///
    /// @param train `[rows][features]`, at least one row; NaN is a missing value
    /// @param labels `[rows]`, each in [0, classes)
    /// @param classes how many classes; >= 2, some of which may have no row
    /// @param test `[rows][features]`
    /// @return `[test rows][classes]`, each in [0, 1], each row adding up to about 1
    /// @throws IllegalStateException one line without any value of the rows, if the classifier failed
    float[][] probabilities(float[][] train, int[] labels, int classes, float[][] test);
}
