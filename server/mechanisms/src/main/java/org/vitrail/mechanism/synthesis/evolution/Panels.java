package org.vitrail.mechanism.synthesis.evolution;

/// Candidates packed in panels for a [Scan]: `[panels][axes][width]`, the last candidate repeated to fill the last
/// panel, where a tie with its first place cannot win.
final class Panels {
    private final int axes;
    private final int width;
    private final int count;
    private final float[] values;
    private final float[] weights;
    private final boolean[] capped;

    Panels(Space space, Points candidates, int width) {
        this.axes = candidates.axes();
        this.width = width;
        this.count = (candidates.size() + width - 1) / width;
        this.values = new float[count * axes * width];
        this.weights = new float[axes];
        this.capped = new boolean[axes];
        for (int a = 0; a < axes; a++) {
            weights[a] = space.axis(a).categorical() ? space.lambda() : 1;
            capped[a] = space.axis(a).categorical() || space.axis(a).nullable();
            float[] from = candidates.axis(a);
            for (int j = 0; j < count * width; j++) {
                values[(j / width * axes + a) * width + j % width] = from[Math.min(j, from.length - 1)];
            }
        }
    }

    int axes() {
        return axes;
    }

    int width() {
        return width;
    }

    /// How many panels.
    int count() {
        return count;
    }

    /// The packed coordinates; shared.
    float[] values() {
        return values;
    }

    /// Whether differences on an axis can exceed 1, which they count as.
    boolean capped(int axis) {
        return capped[axis];
    }

    /// What a difference of 1 on each axis counts; shared.
    float[] weights() {
        return weights;
    }
}
