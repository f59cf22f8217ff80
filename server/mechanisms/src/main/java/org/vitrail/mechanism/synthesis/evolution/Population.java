package org.vitrail.mechanism.synthesis.evolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// One label's particles: a weighted cloud that explains every histogram released so far.
final class Population {
    /// The largest cloud of one label.
    static final int CLOUD_MAX = 100_000;

    private final Space space;
    private final Nearest nearest;
    private final Marginals marginals;
    private final int label;
    private final Settings settings;
    private final RandomGenerator random;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Points> centres = new ArrayList<>();
    private final List<double[]> theta = new ArrayList<>();
    private final List<int[]> cell;
    private Points survivors;
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
        survivors = Points.empty(space.axes(), 0);
        cloud = marginals.random(label, settings.particles(), random);
        base = new double[settings.particles()];
        Arrays.fill(base, 1.0 / base.length);
        weights = base.clone();
        cell = cells(cloud);
        fit();
    }

    /// Candidates for the next histogram: distinct variations of particles drawn by weight.
    Points candidates(int count, double rate) {
        Points found = Points.empty(space.axes(), count);
        Set<Long> seen = new HashSet<>();
        int size = 0;
        for (int k = 0; k < survivors.size() && size < count; k++) { // parents are kept
            found.set(size, survivors, k);
            if (seen.add(found.fingerprint(size))) {
                size++;
            }
        }
        for (int attempt = 0; attempt < 20 && size < count; attempt++) {
            boolean kept = survivors.size() > 0;
            int[] parents = kept ? new int[0] : Weights.systematic(weights, count, random);
            for (int k = 0; k < count && size < count; k++) {
                found.set(size, kept ? survivors : cloud, kept ? k % survivors.size() : parents[k]);
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
        cell.add(nearest.assign(cloud, candidates));
        fit();
        spread(rate, cloud.size());
        fit();
    }

    /// Lets the next candidates descend from survivors of `candidates` that cover its votes, a quarter of their
    /// number.
    void cover(Points candidates, Measurement measured, double threshold) {
        int count = Math.max(1, candidates.size() / 4);
        survivors = candidates.pick(Selection.coverage(space, candidates, measured, count, threshold));
    }

    /// The particles that the weights belong to; shared.
    Points cloud() {
        return cloud;
    }

    /// Weights `[particles]` with sum 1; shared.
    double[] weights() {
        return weights;
    }

    /// Points drawn by weight, from a cloud of at least twice their number up to [#CLOUD_MAX].
    Points sample(int count) {
        int size = (int) Math.min(CLOUD_MAX, 2L * count);
        if (size > cloud.size()) {
            spread(settings.rateLast(), size);
            fit();
        }
        return cloud.pick(Weights.systematic(weights, count, random));
    }

    private void fit() {
        double[][] duals = theta.toArray(double[][]::new);
        int cells = duals[duals.length - 1].length;
        weights = new Fit(settings.strength() * cells).weights(base, measurements, cell.toArray(int[][]::new), duals);
    }

    /// The cells of `points`, for every measurement.
    private List<int[]> cells(Points points) {
        List<int[]> found = new ArrayList<>();
        for (int a = 0; a < space.axes(); a++) {
            float[] at = points.axis(a);
            int[] own = new int[at.length];
            for (int i = 0; i < own.length; i++) {
                own[i] = space.axis(a).cell(at[i]);
            }
            found.add(own);
        }
        for (Points each : centres) {
            found.add(nearest.assign(points, each));
        }
        return found;
    }

    /// Importance resampling: particles by weight, each copy with the prior weight its parent stood for. The first
    /// copy
    /// stays, the others walk.
    private void spread(double rate, int size) {
        int[] parents = Weights.systematic(weights, size, random);
        Points next = cloud.pick(parents);
        double[] prior = new double[size];
        int[] moved = new int[size];
        int moves = 0;
        for (int i = 0; i < size; i++) {
            prior[i] = base[parents[i]] / weights[parents[i]];
            if (i > 0 && parents[i] == parents[i - 1]) {
                marginals.vary(next, i, label, rate, random);
                moved[moves++] = i;
            }
        }
        moved = Arrays.copyOf(moved, moves);
        List<int[]> fresh = cells(next.pick(moved));
        for (int k = 0; k < cell.size(); k++) {
            int[] all = new int[size];
            for (int i = 0; i < size; i++) {
                all[i] = cell.get(k)[parents[i]];
            }
            for (int i = 0; i < moves; i++) {
                all[moved[i]] = fresh.get(k)[i];
            }
            cell.set(k, all);
        }
        cloud = next;
        base = Weights.normalised(prior);
    }
}
