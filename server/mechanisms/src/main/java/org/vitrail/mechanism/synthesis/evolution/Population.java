package org.vitrail.mechanism.synthesis.evolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// One label's particles: a weighted cloud that explains every histogram released so far.
final class Population {
    private final Space space;
    private final Nearest nearest;
    private final Marginals marginals;
    private final int label;
    private final Settings settings;
    private final RandomGenerator random;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Points> centres = new ArrayList<>();
    private final List<double[]> theta = new ArrayList<>();
    private Points cloud;
    private double[] base;
    private double[] weights;

    Population(Space space, Marginals marginals, int label, Settings settings, RandomGenerator random) {
        this.space = space;
        this.nearest = new Nearest(space);
        this.marginals = marginals;
        this.label = label;
        this.settings = settings;
        this.random = random;
        for (int a = 0; a < space.axes(); a++) {
            measurements.add(marginals.measured(label, a));
            theta.add(new double[space.axis(a).cells()]);
        }
        cloud = marginals.random(label, settings.particles(), random);
        base = new double[settings.particles()];
        Arrays.fill(base, 1.0 / base.length);
        weights = base.clone();
        fit();
    }

    /// Candidates for the next histogram: distinct variations of particles drawn by weight.
    Points candidates(int count, double rate) {
        Points found = Points.empty(space.axes(), count);
        Set<Long> seen = new HashSet<>();
        int size = 0;
        for (int attempt = 0; attempt < 20 && size < count; attempt++) {
            int[] parents = Weights.systematic(weights, count, random);
            for (int k = 0; k < count && size < count; k++) {
                found.set(size, cloud, parents[k]);
                marginals.vary(found, size, label, rate, random);
                if (seen.add(found.fingerprint(size))) {
                    size++;
                }
            }
        }
        int[] kept = new int[Math.max(1, size)];
        Arrays.setAll(kept, i -> i);
        return found.pick(kept);
    }

    /// Takes a released histogram over `candidates` into account, then spreads the cloud by `rate`.
    void learn(Points candidates, Measurement measurement, double rate) {
        measurements.add(measurement);
        centres.add(candidates);
        theta.add(new double[measurement.cells()]);
        fit();
        spread(rate);
        fit();
    }

    /// The published points: drawn by weight.
    Points sample(int count) {
        return cloud.pick(Weights.systematic(weights, count, random));
    }

    private void fit() {
        int[][] cell = cells();
        double[][] duals = theta.toArray(double[][]::new);
        int cells = duals[duals.length - 1].length;
        weights = new Fit(settings.strength() * cells).weights(base, measurements, cell, duals);
    }

    private int[][] cells() {
        int[][] cell = new int[measurements.size()][];
        for (int a = 0; a < space.axes(); a++) {
            float[] at = cloud.axis(a);
            int[] own = new int[at.length];
            for (int i = 0; i < own.length; i++) {
                own[i] = space.axis(a).cell(at[i]);
            }
            cell[a] = own;
        }
        for (int k = 0; k < centres.size(); k++) {
            cell[space.axes() + k] = nearest.assign(cloud, centres.get(k));
        }
        return cell;
    }

    /// Importance resampling: particles by weight, each copy with the prior weight its parent stood for; copies walk.
    private void spread(double rate) {
        int[] parents = Weights.systematic(weights, weights.length, random);
        Points next = cloud.pick(parents);
        double[] prior = new double[parents.length];
        for (int i = 0; i < parents.length; i++) {
            prior[i] = base[parents[i]] / weights[parents[i]];
            if (i > 0 && parents[i] == parents[i - 1]) {
                marginals.vary(next, i, label, rate, random);
            }
        }
        cloud = next;
        base = Weights.normalised(prior);
    }
}
