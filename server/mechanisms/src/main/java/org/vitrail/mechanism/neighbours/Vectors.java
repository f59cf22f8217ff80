package org.vitrail.mechanism.neighbours;

/// Vectors of floats that are read block by block, so that they need not lie in memory; safe for many threads.
public interface Vectors {
    /// How many vectors; >= 0.
    int size();

    /// Coordinates of each; >= 1.
    int dimensions();

    /// Copies vectors `from` to `from + count` (exclusive) to the start of `into`, one after the other.
    ///
    /// @param into at least `count` · dimensions floats
    void read(int from, int count, float[] into);

    /// Vectors in one array.
    ///
    /// @param rowMajor `[size · dimensions]`, shared and not copied
    /// @param dimensions >= 1
    static Vectors of(float[] rowMajor, int dimensions) {
        return new VectorsInMemory(rowMajor, dimensions);
    }
}
