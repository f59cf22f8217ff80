package org.vitrail.mechanism.synthesis.evolution;

import java.util.Arrays;

/// A scan in plain Java, whose inner loop the compiler vectorises.
final class PlainScan extends Scan {
    static final int WIDTH = 64;

    private final Panels panels;

    PlainScan(Panels panels) {
        super(panels);
        this.panels = panels;
    }

    @Override
    boolean below(float least, float[] row, int panel, float[] distances) {
        Arrays.fill(distances, 0);
        for (int a = 0; a < panels.axes(); a++) {
            add(row[a], panels.weights()[a], panels.values(), (panel * panels.axes() + a) * WIDTH, distances);
        }
        return true; // to look first takes as long as to scan
    }

    private static void add(float x, float weight, float[] values, int from, float[] distances) {
        for (int j = 0; j < WIDTH; j++) {
            float d = values[from + j] - x;
            distances[j] += weight * Math.min(1f, d * d);
        }
    }
}
