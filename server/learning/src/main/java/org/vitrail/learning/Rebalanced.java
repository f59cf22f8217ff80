package org.vitrail.learning;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.vitrail.privacy.pac.WorldOutputs;

/// Learns from a half in which every class has as many rows as the largest one: the missing rows are drawn between a
/// row and one of its nearest of the same class (SMOTE; Chawla, Bowyer, Hall, Kegelmeyer 2002). Output: that of the
/// learner inside. Balanced classes hold centres still where few rows had to say where they lie (Sridhar, Xiao, Devadas
/// 2025).
///
/// It is part of the black box: the new rows come from the half alone, by a seed, and never leave. A class without rows
/// stays empty, one of a single row is repeated.
public final class Rebalanced implements Learner {
    /// As in the literature.
    public static final int NEIGHBOURS = 5;

    private final Learner inside;
    private final int neighbours;
    private final long seed;

    /// Sets it up.
    ///
    /// @param inside learns from the balanced rows
    /// @param neighbours of the same class that a row is mixed with, >= 1; usually [#NEIGHBOURS]
    /// @param seed of the choice of rows and of the places between them
    public Rebalanced(Learner inside, int neighbours, long seed) {
        if (neighbours < 1) {
            throw new IllegalArgumentException("expected >= 1 neighbours, got " + neighbours);
        }
        this.inside = inside;
        this.neighbours = neighbours;
        this.seed = seed;
    }

    @Override
    public int length() {
        return inside.length();
    }

    @Override
    public double[] learn(Examples half) {
        return inside.learn(balanced(half));
    }

    @Override
    public WorldOutputs measured(WorldOutputs outputs, Examples all) {
        return inside.measured(outputs, all);
    }

    /// The half's rows in their order, then new ones by class.
    Examples balanced(Examples half) {
        int[] counts = new int[half.classes()];
        for (int i = 0; i < half.size(); i++) {
            counts[half.label(i)]++;
        }
        int most = Arrays.stream(counts).max().orElse(0);
        int full = Arrays.stream(counts).map(count -> count == 0 ? 0 : most).sum();
        double[][] rows = new double[full][];
        int[] labels = new int[full];
        int at = 0;
        for (int i = 0; i < half.size(); i++) {
            rows[at] = half.row(i);
            labels[at] = half.label(i);
            at++;
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int label = 0; label < counts.length; label++) {
            SplittableRandom own = random.split();
            if (counts[label] > 0 && counts[label] < most) {
                Arrays.fill(labels, at, at + most - counts[label], label);
                fill(rows, at, most - counts[label], ofClass(half, label, counts[label]), own);
                at += most - counts[label];
            }
        }
        return Examples.of(rows, labels, half.classes(), half.columns());
    }

    private static double[][] ofClass(Examples half, int label, int count) {
        double[][] members = new double[count][];
        int found = 0;
        for (int i = 0; i < half.size(); i++) {
            if (half.label(i) == label) {
                members[found] = half.row(i);
                found++;
            }
        }
        return members;
    }

    private void fill(double[][] rows, int from, int missing, double[][] members, SplittableRandom random) {
        int[][] near = new int[members.length][0];
        for (int made = 0; made < missing; made++) {
            int i = random.nextInt(members.length);
            if (members.length == 1) {
                rows[from + made] = members[0];
                continue;
            }
            if (near[i].length == 0) {
                near[i] = nearest(members, i);
            }
            double[] other = members[near[i][random.nextInt(near[i].length)]];
            double part = random.nextDouble();
            double[] mixed = members[i].clone();
            for (int c = 0; c < mixed.length; c++) {
                mixed[c] += part * (other[c] - mixed[c]);
            }
            rows[from + made] = mixed;
        }
    }

    /// Nearest first, of equally near ones the earlier.
    private int[] nearest(double[][] members, int i) {
        int[] found = new int[Math.min(neighbours, members.length - 1)];
        double[] distances = new double[found.length];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        for (int j = 0; j < members.length; j++) {
            double distance = j == i ? Double.POSITIVE_INFINITY : squared(members[i], members[j]);
            int place = found.length;
            while (place > 0 && distance < distances[place - 1]) {
                place--;
                if (place + 1 < found.length) {
                    distances[place + 1] = distances[place];
                    found[place + 1] = found[place];
                }
            }
            if (place < found.length) {
                distances[place] = distance;
                found[place] = j;
            }
        }
        return found;
    }

    private static double squared(double[] a, double[] b) {
        double sum = 0;
        for (int c = 0; c < a.length; c++) {
            double gap = a[c] - b[c];
            sum += gap * gap;
        }
        return sum;
    }
}
