package org.vitrail.mechanism.synthesis.evolution;

import java.util.Arrays;

/// A scan in plain Java, whose inner loop the compiler vectorises.
final class PlainScan extends Scan {
    private static final int WIDTH_MAX = 2048;

    private final Panels panels;

    PlainScan(Panels panels) {
        super(panels);
        this.panels = panels;
    }

    /// The width of a panel for so many candidates.
    static int width(int candidates) {
        return Math.min(WIDTH_MAX, candidates);
    }

    @Override
    boolean below(float least, float[] row, int panel, float[] distances) {
        Arrays.fill(distances, 0);
        for (int a = 0; a < panels.axes(); a++) {
            int from = (panel * panels.axes() + a) * distances.length;
            if (panels.capped(a)) {
                addCapped(row[a], panels.weights()[a], panels.values(), from, distances);
            } else {
                add(row[a], panels.values(), from, distances);
            }
        }
        float lowest = Float.POSITIVE_INFINITY;
        for (int j = 0; j < distances.length; j++) {
            lowest = Math.min(lowest, distances[j]);
        }
        return lowest < least;
    }

    private static void addCapped(float x, float weight, float[] values, int from, float[] distances) {
        for (int j = 0; j < distances.length; j++) {
            float d = values[from + j] - x;
            distances[j] += weight * Math.min(1f, d * d);
        }
    }

    private static void add(float x, float[] values, int from, float[] distances) {
        for (int j = 0; j < distances.length; j++) {
            float d = values[from + j] - x;
            distances[j] += d * d;
        }
    }
}
