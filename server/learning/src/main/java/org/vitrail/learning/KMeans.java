package org.vitrail.learning;

import java.util.Arrays;
import java.util.SplittableRandom;

/// k-means (Lloyd 1982), started by k-means++ (Arthur, Vassilvitskii 2007), best of several starts. Output: k centres
/// of f numbers. Centres are ordered by the class that most of their rows have: clusters in turn take their most
/// frequent class, or the next that is free. Rows of fewer classes than k are not of much help: then centres are in
/// ascending order of the sum of their coordinates.
public final class KMeans implements Learner {
    private static final int ROUNDS_MAX = 300;
    private static final double TOLERANCE = 1e-4;

    private final int k;
    private final int columns;
    private final int starts;
    private final long seed;

    /// Sets it up.
    ///
    /// @param k number of centres, >= 1
    /// @param columns f
    /// @param starts >= 1; 10 in the literature
    /// @param seed of the starts
    public KMeans(int k, int columns, int starts, long seed) {
        this.k = k;
        this.columns = columns;
        this.starts = starts;
        this.seed = seed;
    }

    @Override
    public int length() {
        return k * columns;
    }

    @Override
    public double[] learn(Examples half) {
        int n = half.size();
        if (n == 0) {
            return new double[length()];
        }
        double[] x = new double[n * columns];
        for (int i = 0; i < n; i++) {
            System.arraycopy(half.row(i), 0, x, i * columns, columns);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double tolerance = TOLERANCE * variance(x, n);
        double[] best = {};
        double least = Double.POSITIVE_INFINITY;
        for (int start = 0; start < starts; start++) {
            double[] centres = spread(x, n, random.split());
            double inertia = lloyd(x, n, centres, tolerance);
            if (inertia < least * (1 - 1e-12)) {
                least = inertia;
                best = centres;
            }
        }
        return ordered(half, best.length == 0 ? new double[length()] : best);
    }

    private double variance(double[] x, int n) {
        double sum = 0;
        for (int c = 0; c < columns; c++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += x[i * columns + c];
            }
            mean /= n;
            for (int i = 0; i < n; i++) {
                double gap = x[i * columns + c] - mean;
                sum += gap * gap;
            }
        }
        return sum / ((double) n * columns);
    }

    /// k-means++, each centre the best of 2 + ln k candidates.
    private double[] spread(double[] x, int n, SplittableRandom random) {
        double[] centres = new double[k * columns];
        double[] nearest = new double[n];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        take(x, random.nextInt(n), centres, 0);
        double total = lowered(x, n, centres, 0, nearest, nearest);
        int candidates = 2 + (int) Math.log(k);
        double[] trial = new double[n];
        double[] kept = new double[n];
        for (int c = 1; c < k; c++) {
            double least = Double.POSITIVE_INFINITY;
            int chosen = 0;
            for (int t = 0; t < candidates; t++) {
                int candidate = weighted(nearest, random.nextDouble() * total);
                take(x, candidate, centres, c);
                double sum = lowered(x, n, centres, c, nearest, trial);
                if (sum < least) {
                    least = sum;
                    chosen = candidate;
                    System.arraycopy(trial, 0, kept, 0, n);
                }
            }
            take(x, chosen, centres, c);
            System.arraycopy(kept, 0, nearest, 0, n);
            total = least;
        }
        return centres;
    }

    private void take(double[] x, int row, double[] centres, int c) {
        System.arraycopy(x, row * columns, centres, c * columns, columns);
    }

    /// `into[i]` = the smaller of `nearest[i]` and the squared distance to centre c; returns their sum.
    private double lowered(double[] x, int n, double[] centres, int c, double[] nearest, double[] into) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            into[i] = Math.min(nearest[i], squared(x, i, centres, c));
            sum += into[i];
        }
        return sum;
    }

    private static int weighted(double[] weights, double at) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            if (sum > at) {
                return i;
            }
        }
        return weights.length - 1;
    }

    private double squared(double[] x, int row, double[] centres, int c) {
        double sum = 0;
        int a = row * columns;
        int b = c * columns;
        for (int j = 0; j < columns; j++) {
            double gap = x[a + j] - centres[b + j];
            sum += gap * gap;
        }
        return sum;
    }

    /// Moves the centres in place; returns the sum of squared distances. Rows whose nearest centre cannot have changed,
    /// by the triangle inequality, are not measured again (Hamerly 2010): the clusters are those of Lloyd's rounds.
    private double lloyd(double[] x, int n, double[] centres, double tolerance) {
        int[] own = new int[n];
        double[] above = new double[n];
        double[] below = new double[n];
        for (int i = 0; i < n; i++) {
            nearest(x, i, centres, own, above, below);
        }
        double[] drift = new double[k];
        for (int round = 0; round < ROUNDS_MAX && move(x, own, centres, drift) > tolerance; round++) {
            reassign(x, centres, drift, own, above, below);
        }
        double inertia = 0;
        for (int i = 0; i < n; i++) {
            inertia += squared(x, i, centres, own[i]);
        }
        return inertia;
    }

    /// @param above `[n]` bounds the distance to the own centre
    /// @param below `[n]` bounds the distances to all others
    private void reassign(double[] x, double[] centres, double[] drift, int[] own, double[] above, double[] below) {
        double[] apart = apart(centres);
        double most = 0;
        for (double moved : drift) {
            most = Math.max(most, moved);
        }
        for (int i = 0; i < own.length; i++) {
            above[i] += drift[own[i]];
            below[i] -= most;
            double safe = Math.max(apart[own[i]], below[i]);
            if (above[i] > safe) {
                above[i] = Math.sqrt(squared(x, i, centres, own[i]));
                if (above[i] > safe) {
                    nearest(x, i, centres, own, above, below);
                }
            }
        }
    }

    private void nearest(double[] x, int i, double[] centres, int[] own, double[] above, double[] below) {
        double least = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        for (int c = 0; c < k; c++) {
            double distance = squared(x, i, centres, c);
            if (distance < least) {
                second = least;
                least = distance;
                own[i] = c;
            } else if (distance < second) {
                second = distance;
            }
        }
        above[i] = Math.sqrt(least);
        below[i] = Math.sqrt(second);
    }

    /// For each centre half the distance to the next one.
    private double[] apart(double[] centres) {
        double[] apart = new double[k];
        Arrays.fill(apart, Double.POSITIVE_INFINITY);
        for (int c = 0; c < k; c++) {
            for (int other = 0; other < c; other++) {
                double half = Math.sqrt(squared(centres, c, centres, other)) / 2;
                apart[c] = Math.min(apart[c], half);
                apart[other] = Math.min(apart[other], half);
            }
        }
        return apart;
    }

    /// Moves each centre to the mean of its rows; an empty cluster's stays. Returns the sum of squared movements.
    private double move(double[] x, int[] own, double[] centres, double[] drift) {
        double[] sums = new double[centres.length];
        int[] counts = new int[k];
        for (int i = 0; i < own.length; i++) {
            counts[own[i]]++;
            int to = own[i] * columns;
            for (int j = 0; j < columns; j++) {
                sums[to + j] += x[i * columns + j];
            }
        }
        double moved = 0;
        for (int c = 0; c < k; c++) {
            double squared = 0;
            for (int j = 0; counts[c] > 0 && j < columns; j++) {
                double to = sums[c * columns + j] / counts[c];
                double gap = to - centres[c * columns + j];
                squared += gap * gap;
                centres[c * columns + j] = to;
            }
            drift[c] = Math.sqrt(squared);
            moved += squared;
        }
        return moved;
    }

    private double[] ordered(Examples half, double[] centres) {
        if (half.classes() < k) {
            return bySum(centres);
        }
        int[][] counts = new int[k][Math.max(k, half.classes())];
        for (int i = 0; i < half.size(); i++) {
            counts[nearest(centres, half.row(i))][half.label(i)]++;
        }
        double[] ordered = new double[centres.length];
        boolean[] taken = new boolean[k];
        for (int c = 0; c < k; c++) {
            int place = -1;
            for (int label = 0; label < k; label++) {
                if (!taken[label] && (place < 0 || counts[c][label] > counts[c][place])) {
                    place = label;
                }
            }
            taken[place] = true;
            System.arraycopy(centres, c * columns, ordered, place * columns, columns);
        }
        return ordered;
    }

    private double[] bySum(double[] centres) {
        Integer[] order = new Integer[k];
        double[] sums = new double[k];
        for (int c = 0; c < k; c++) {
            order[c] = c;
            sums[c] = Arrays.stream(centres, c * columns, (c + 1) * columns).sum();
        }
        Arrays.sort(order, (a, b) -> Double.compare(sums[a], sums[b]));
        double[] sorted = new double[centres.length];
        for (int c = 0; c < k; c++) {
            System.arraycopy(centres, order[c] * columns, sorted, c * columns, columns);
        }
        return sorted;
    }

    private int nearest(double[] centres, double[] row) {
        return nearestCentre(centres, k, row);
    }

    /// The centre nearest to a row, which is the row's predicted class.
    ///
    /// @param centres `[k · columns]` as [#learn] gives them, with or without noise
    public static int nearestCentre(double[] centres, int k, double[] row) {
        int own = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < k; c++) {
            double sum = 0;
            for (int j = 0; j < row.length; j++) {
                double gap = row[j] - centres[c * row.length + j];
                sum += gap * gap;
            }
            if (sum < least) {
                least = sum;
                own = c;
            }
        }
        return own;
    }
}
