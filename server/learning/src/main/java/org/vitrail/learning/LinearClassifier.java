package org.vitrail.learning;

import java.util.Arrays;
import org.vitrail.privacy.pac.WorldOutputs;

/// Linear one-against-the-rest classifiers that minimise 1/2 |w|² + C Σ loss(y w·x) over the weights of the columns
/// and
/// of a constant 1, by Newton's method with halved steps. Output: for two classes f + 1 numbers, the score of class 1
/// against class 0; else a row of f + 1 for each class, in the order of the classes, less the mean over the classes,
/// which tells none from another.
public final class LinearClassifier implements Learner {
    private static final int STEPS_MAX = 60;
    private static final int HALVINGS_MAX = 30;

    /// What a wrong or unsure score costs.
    public enum Loss {
        /// max(0, 1 − m)²: the support vector machine of Fan et al. (2008), which calls it L2-loss.
        SQUARED_HINGE,
        /// ln(1 + e^(−m)): logistic regression.
        LOGISTIC
    }

    private final Loss loss;
    private final double c;
    private final int classes;
    private final int columns;

    /// Sets it up.
    ///
    /// @param c weight of the losses, > 0; small values hold the weights still and need little noise
    public LinearClassifier(Loss loss, double c, int classes, int columns) {
        if (!(c > 0) || classes < 2) {
            throw new IllegalArgumentException("expected C > 0 and >= 2 classes, got " + c + " and " + classes);
        }
        this.loss = loss;
        this.c = c;
        this.classes = classes;
        this.columns = columns;
    }

    @Override
    public int length() {
        return (classes == 2 ? 1 : classes) * (columns + 1);
    }

    @Override
    public double[] learn(Examples half) {
        double[] output = new double[length()];
        if (classes == 2) {
            System.arraycopy(fitted(half, 1), 0, output, 0, columns + 1);
            return output;
        }
        for (int label = 0; label < classes; label++) {
            System.arraycopy(fitted(half, label), 0, output, label * (columns + 1), columns + 1);
        }
        for (int i = 0; i <= columns; i++) {
            double mean = 0;
            for (int at = i; at < output.length; at += columns + 1) {
                mean += output[at] / classes;
            }
            for (int at = i; at < output.length; at += columns + 1) {
                output[at] -= mean;
            }
        }
        return output;
    }

    /// By how much they move scores, the root of the mean square over rows.
    @Override
    public WorldOutputs measured(WorldOutputs outputs, Examples all) {
        double[][] rows = new double[all.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOf(all.row(i), columns + 1);
            rows[i][columns] = 1;
        }
        return outputs.measuredBy(rows, columns + 1);
    }

    private double[] fitted(Examples half, int label) {
        double[] w = new double[columns + 1];
        double value = value(half, label, w);
        for (int step = 0; step < STEPS_MAX; step++) {
            double[][] hessian = new double[columns + 1][columns + 1];
            double[] gradient = slopes(half, label, w, hessian);
            double[] direction = Cholesky.solve(hessian, gradient);
            double expected = 0;
            for (int i = 0; i < w.length; i++) {
                expected += direction[i] * gradient[i];
            }
            double size = 1;
            double[] next = moved(w, direction, size);
            double nextValue = value(half, label, next);
            for (int halving = 0; nextValue > value - size * expected / 4 && halving < HALVINGS_MAX; halving++) {
                size /= 2;
                next = moved(w, direction, size);
                nextValue = value(half, label, next);
            }
            if (!(nextValue < value)) {
                return w;
            }
            w = next;
            value = nextValue;
            if (expected <= 1e-16 * Math.max(value, Double.MIN_NORMAL)) {
                return w;
            }
        }
        return w;
    }

    private static double[] moved(double[] w, double[] direction, double size) {
        double[] next = w.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] -= size * direction[i];
        }
        return next;
    }

    private double value(Examples half, int label, double[] w) {
        double sum = 0;
        for (int i = 0; i < half.size(); i++) {
            double margin = margin(half, i, label, w);
            sum += switch (loss) {
                case SQUARED_HINGE -> margin < 1 ? (1 - margin) * (1 - margin) : 0;
                case LOGISTIC -> margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
            };
        }
        double square = 0;
        for (double v : w) {
            square += v * v;
        }
        return square / 2 + c * sum;
    }

    private double margin(Examples half, int i, int label, double[] w) {
        double score = score(w, 0, half.row(i));
        return half.label(i) == label ? score : -score;
    }

    /// The gradient; the lower half of the Hessian matrix is put into `hessian`.
    private double[] slopes(Examples half, int label, double[] w, double[][] hessian) {
        double[] gradient = w.clone();
        for (int i = 0; i < w.length; i++) {
            hessian[i][i] = 1;
        }
        for (int i = 0; i < half.size(); i++) {
            double margin = margin(half, i, label, w);
            double sign = half.label(i) == label ? 1 : -1;
            double slope;
            double curve;
            if (loss == Loss.SQUARED_HINGE) {
                slope = margin < 1 ? -2 * (1 - margin) : 0;
                curve = margin < 1 ? 2 : 0;
            } else {
                double p = 1 / (1 + Math.exp(margin));
                slope = -p;
                curve = p * (1 - p);
            }
            if (curve == 0) {
                continue;
            }
            double[] row = half.row(i);
            for (int a = 0; a <= columns; a++) {
                double x = a < columns ? row[a] : 1;
                gradient[a] += c * slope * sign * x;
                double scaled = c * curve * x;
                double[] into = hessian[a];
                for (int b = 0; b <= a; b++) {
                    into[b] += scaled * (b < columns ? row[b] : 1);
                }
            }
        }
        return gradient;
    }

    private static double score(double[] weights, int from, double[] row) {
        double sum = weights[from + row.length];
        for (int j = 0; j < row.length; j++) {
            sum += weights[from + j] * row[j];
        }
        return sum;
    }

    /// The class with the best score.
    ///
    /// @param weights as [#learn] gives them, with or without noise
    public static int predict(double[] weights, int classes, double[] row) {
        if (classes == 2) {
            return score(weights, 0, row) > 0 ? 1 : 0;
        }
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int label = 0; label < classes; label++) {
            double score = score(weights, label * (row.length + 1), row);
            if (score > most) {
                most = score;
                best = label;
            }
        }
        return best;
    }
}
