package org.vitrail.mechanism.synthesis.distillation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// What a released model says about the label of a row, learned from the model's own weighted particles, and labels for
/// rows that say so with little chance in them.
///
/// A row that a model draws has a label drawn from P(label | row): of rows that look alike some have one label and some
/// another, and a learner with a thousand rows takes that for structure. Here each row's label is drawn from
/// P^[#SHARPNESS], scaled so that the labels' totals stay what they were, and the draws of rows that look alike share
/// the chance (error diffusion) instead of being made one by one.
public final class Teacher {
    /// The exponent γ of P(label | row) in the labels given: 1 is the model itself, infinity its most probable label.
    public static final double SHARPNESS = 4;

    /// Labels of more classes than this are left as they were drawn: the scores would not fit into memory.
    private static final int CLASSES_MAX = 32;

    private static final int LESSONS_MIN = 5_000;
    private static final int LESSONS_MAX = 50_000;
    /// Updates of a histogram that learning may spend: about two seconds.
    private static final long WORK = 600_000_000L;

    private static final int SCALINGS = 100;
    /// A label this much less probable than the row's best one is not given, whatever is owed to it.
    private static final double LEAST = 0.05;

    private final Boosting boosting;

    private Teacher(Boosting boosting) {
        this.boosting = boosting;
    }

    /// Whether a label of so many classes can be taught.
    public static boolean serves(int classes) {
        return classes >= 2 && classes <= CLASSES_MAX;
    }

    /// How the labels were made, for the receipt.
    public static String describe() {
        return ("learned from the released model by boosted trees, P(label | row)^%.0f with the label's counts kept: "
                        + "labels follow the other columns more closely than in the private rows")
                .formatted(SHARPNESS);
    }

    /// Learns from weighted particles; where they are many, from a sample.
    ///
    /// @param codes `[features][particles]`, at least one feature and one particle
    /// @param sizes codes of each feature
    /// @param labels `[particles]` in [0, classes)
    /// @param classes see [#serves]
    /// @param weights `[particles]` >= 0, not all 0
    public static Teacher of(
            short[][] codes, int[] sizes, short[] labels, int classes, double[] weights, RandomGenerator random) {
        int lessons = Math.clamp(WORK / Boosting.updates(classes, codes.length), LESSONS_MIN, LESSONS_MAX);
        if (labels.length <= lessons) {
            return new Teacher(Boosting.fit(codes, sizes, labels, classes, weights));
        }
        int[] picks = random.ints(lessons, 0, labels.length).toArray();
        short[][] some = new short[codes.length][];
        Arrays.setAll(some, f -> pick(codes[f], picks));
        double[] weight = Arrays.stream(picks).mapToDouble(i -> weights[i]).toArray();
        return new Teacher(Boosting.fit(some, sizes, pick(labels, picks), classes, weight));
    }

    private static short[] pick(short[] values, int[] picks) {
        short[] picked = new short[picks.length];
        for (int i = 0; i < picks.length; i++) {
            picked[i] = values[picks[i]];
        }
        return picked;
    }

    /// A label for each row.
    ///
    /// @param codes `[features][rows]`
    /// @param weights `[rows]` >= 0, not all 0
    /// @param totals `[classes]` >= 0, not all 0: the shares that the labels are to have, by weight
    public short[] labels(short[][] codes, double[] weights, double[] totals) {
        double[][] share = boosting.probabilities(codes);
        sharpen(share, weights, totals);
        return round(share, weights);
    }

    /// P^γ times a factor for each class, so that the classes' totals are met (Deming, Stephan 1940).
    static void sharpen(double[][] share, double[] weights, double[] totals) {
        double all = Arrays.stream(totals).sum();
        double sum = Arrays.stream(weights).sum();
        for (double[] row : share) {
            Arrays.setAll(row, i -> Math.pow(row[i], SHARPNESS));
        }
        double[] factor = new double[share.length];
        Arrays.fill(factor, 1);
        for (int scaling = 0; scaling < SCALINGS; scaling++) {
            double[] present = new double[share.length];
            for (int i = 0; i < weights.length; i++) {
                double scale = weights[i] / sum / total(share, factor, i);
                for (int y = 0; y < factor.length; y++) {
                    present[y] += share[y][i] * factor[y] * scale;
                }
            }
            for (int y = 0; y < factor.length; y++) {
                factor[y] *= present[y] > 0 ? totals[y] / all / present[y] : 1;
            }
        }
        for (int i = 0; i < weights.length; i++) {
            double total = total(share, factor, i);
            for (int y = 0; y < factor.length; y++) {
                share[y][i] *= factor[y] / total;
            }
        }
    }

    private static double total(double[][] share, double[] factor, int i) {
        double total = Double.MIN_NORMAL;
        for (int y = 0; y < factor.length; y++) {
            total += share[y][i] * factor[y];
        }
        return total;
    }

    /// Whole labels: rows in order of their best label and its share; what a row's label takes too much of is owed to
    /// the other labels by the rows that follow.
    static short[] round(double[][] share, double[] weights) {
        int[] best = new int[weights.length];
        for (int i = 0; i < best.length; i++) {
            for (int y = 1; y < share.length; y++) {
                best[i] = share[y][i] > share[best[i]][i] ? y : best[i];
            }
        }
        int[] order = IntStream.range(0, best.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> best[i]).thenComparingDouble(i -> share[best[i]][i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] owed = new double[share.length];
        short[] labels = new short[best.length];
        for (int i : order) {
            int given = best[i];
            for (int y = 0; y < owed.length; y++) {
                owed[y] += weights[i] * share[y][i];
            }
            for (int y = 0; y < owed.length; y++) {
                boolean plausible = share[y][i] >= LEAST * share[best[i]][i];
                given = plausible && owed[y] > owed[given] ? y : given;
            }
            owed[given] -= weights[i];
            labels[i] = (short) given;
        }
        return labels;
    }
}
