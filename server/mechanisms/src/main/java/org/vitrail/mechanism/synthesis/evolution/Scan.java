package org.vitrail.mechanism.synthesis.evolution;

/// One row against panels of candidates; one object for each thread.
///
/// The distance on an axis is weight · min(1, d²): a number's d is in [−1, 1] unless one side is missing, and codes
/// of a category are whole, so that unequal ones differ by 1 or more. Both implementations round alike.
abstract class Scan {
    private final Panels panels;
    private final float[] distances;

    Scan(Panels panels) {
        this.panels = panels;
        this.distances = new float[panels.width()];
    }

    /// Writes the distances of a panel's candidates to `distances` if any is below `least`; returns whether one is.
    abstract boolean below(float least, float[] row, int panel, float[] distances);

    /// The index of the nearest candidate to a row `[axes]`, the lowest one of equals.
    final int nearest(float[] row) {
        int best = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int panel = 0; panel < panels.count(); panel++) {
            if (below(least, row, panel, distances)) {
                for (int j = 0; j < distances.length; j++) {
                    if (distances[j] < least) {
                        least = distances[j];
                        best = panel * distances.length + j;
                    }
                }
            }
        }
        return best;
    }
}
