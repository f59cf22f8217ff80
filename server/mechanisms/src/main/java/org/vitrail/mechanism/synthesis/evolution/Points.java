package org.vitrail.mechanism.synthesis.evolution;

import java.util.Arrays;

/// Points of a [Space], column by column, as the distance kernel wants them.
///
/// A number is its place in the declared range, in [0, 1]; a category is its code; a missing number is [#MISSING].
final class Points {
    /// A missing number: farther than any declared value, so that the capped distance to a value is 1.
    static final float MISSING = 3f;

    private final float[][] at;
    private final int size;

    /// Points over the given coordinates.
    ///
    /// @param at `[axes][size]`, not copied
    Points(float[][] at, int size) {
        this.at = at;
        this.size = size;
    }

    static Points empty(int axes, int size) {
        return new Points(new float[axes][size], size);
    }

    int size() {
        return size;
    }

    int axes() {
        return at.length;
    }

    /// The coordinates `[size]` on one axis; shared.
    float[] axis(int axis) {
        return at[axis];
    }

    /// The points at `indices`, in that order.
    Points pick(int[] indices) {
        float[][] picked = new float[at.length][indices.length];
        for (int a = 0; a < at.length; a++) {
            float[] from = at[a];
            float[] to = picked[a];
            for (int i = 0; i < indices.length; i++) {
                to[i] = from[indices[i]];
            }
        }
        return new Points(picked, indices.length);
    }

    /// These points followed by `others`.
    Points then(Points others) {
        float[][] both = new float[at.length][];
        for (int a = 0; a < at.length; a++) {
            both[a] = Arrays.copyOf(at[a], size + others.size);
            System.arraycopy(others.at[a], 0, both[a], size, others.size);
        }
        return new Points(both, size + others.size);
    }

    /// Copies point `from` of `source` over point `to` of these.
    void set(int to, Points source, int from) {
        for (int a = 0; a < at.length; a++) {
            at[a][to] = source.at[a][from];
        }
    }

    /// A hash of one point's coordinates.
    long fingerprint(int i) {
        long hash = 1125899906842597L;
        for (float[] axis : at) {
            hash = (hash ^ Float.floatToIntBits(axis[i])) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }
}
