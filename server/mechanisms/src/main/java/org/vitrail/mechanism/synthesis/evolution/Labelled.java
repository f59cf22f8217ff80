package org.vitrail.mechanism.synthesis.evolution;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.vitrail.mechanism.synthesis.distillation.Teacher;

/// Points of all populations in one, with their labels and weights. Public: made from released counts only.
final class Labelled {
    private final Points points;
    private final short[] labels;
    private final double[] weights;

    private Labelled(Points points, short[] labels, double[] weights) {
        this.points = points;
        this.labels = labels;
        this.weights = weights;
    }

    /// All particles; a label's together weigh its total.
    ///
    /// @param totals estimated rows `[labels]`
    static Labelled clouds(Population[] populations, double[] totals) {
        Points[] clouds = new Points[populations.length];
        Arrays.setAll(clouds, c -> populations[c].cloud());
        Labelled all = drawn(clouds);
        int next = 0;
        for (int c = 0; c < populations.length; c++) {
            for (double weight : populations[c].weights()) {
                all.weights[next++] = weight * totals[c];
            }
        }
        return all;
    }

    /// Points drawn for each label, of weight 1.
    static Labelled drawn(Points[] byLabel) {
        Points points = byLabel[0];
        for (int c = 1; c < byLabel.length; c++) {
            points = points.then(byLabel[c]);
        }
        short[] labels = new short[points.size()];
        int next = 0;
        for (int c = 0; c < byLabel.length; c++) {
            Arrays.fill(labels, next, next + byLabel[c].size(), (short) c);
            next += byLabel[c].size();
        }
        double[] weights = new double[labels.length];
        Arrays.fill(weights, 1);
        return new Labelled(points, labels, weights);
    }

    /// The same points with labels from a [Teacher] of `model`; each label about as often as before.
    Labelled taughtBy(Labelled model, Space space, RandomGenerator random) {
        int[] sizes = new int[space.axes()];
        Arrays.setAll(sizes, a -> Math.min(space.axis(a).cells(), Space.CELLS_MAX + 1));
        Teacher teacher =
                Teacher.of(space.cells(model.points), sizes, model.labels, space.labels(), model.weights, random);
        double[] totals = new double[space.labels()];
        for (short label : labels) {
            totals[label]++;
        }
        return new Labelled(points, teacher.labels(space.cells(points), weights, totals), weights);
    }

    Points points() {
        return points;
    }

    /// Each point's label; shared.
    short[] labels() {
        return labels;
    }
}
