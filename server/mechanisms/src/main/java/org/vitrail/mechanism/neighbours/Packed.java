package org.vitrail.mechanism.neighbours;

import java.util.Arrays;

/// Candidates in panels for a kernel: −2 c and |c|², so that a product gives |x − c|² − |x|².
final class Packed {
    private final int dimensions;
    private final float[] values;
    private final float[] squaredNorms;
    private final int panels;

    /// Packs the distinct candidates.
    ///
    /// @param width candidates of a panel
    Packed(Candidates candidates, int width) {
        this.dimensions = candidates.dimensions();
        this.panels = (candidates.distinct() + width - 1) / width;
        this.values = new float[Math.multiplyExact(panels * width, dimensions)];
        this.squaredNorms = new float[panels * width];
        Arrays.fill(squaredNorms, Float.POSITIVE_INFINITY); // beyond the last candidate: never near
        for (int j = 0; j < candidates.distinct(); j++) {
            int at = j / width * width * dimensions + j % width;
            for (int d = 0; d < dimensions; d++) {
                values[at + d * width] = -2 * candidates.value(j, d);
            }
            squaredNorms[j] = (float) candidates.squaredNorm(j);
        }
    }

    int dimensions() {
        return dimensions;
    }

    /// How many panels.
    int panels() {
        return panels;
    }

    /// `[panels][dimensions][width]` of −2 c; shared.
    float[] values() {
        return values;
    }

    /// `[panels][width]` of |c|²; shared.
    float[] squaredNorms() {
        return squaredNorms;
    }
}
