package org.vitrail.mechanism.quality;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// How well a classifier did on a test set.
///
/// @param accuracy share of rows whose most probable class is the true one, in [0, 1]
/// @param macroF1 plain mean of F1 over the classes that occur in truth or prediction, in [0, 1]
/// @param auc area under the ROC curve (ties count half), for exactly two classes that both occur; in [0, 1]
public record Score(double accuracy, double macroF1, OptionalDouble auc) {

    /// Scores predictions.
    ///
    /// @param probabilities `[rows][classes]`, at least one row; among equal ones the lowest class is predicted
    /// @param truth `[rows]`, each in [0, classes)
    public static Score of(float[][] probabilities, int[] truth) {
        if (probabilities.length == 0 || probabilities.length != truth.length) {
            throw new IllegalArgumentException("expected as many predictions as rows and at least 1, got "
                    + probabilities.length + " and " + truth.length);
        }
        int classes = probabilities[0].length;
        int[] hits = new int[classes];
        int[] predicted = new int[classes];
        int[] actual = new int[classes];
        for (int i = 0; i < truth.length; i++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = probabilities[i][c] > probabilities[i][best] ? c : best;
            }
            predicted[best]++;
            actual[truth[i]]++;
            hits[best] += best == truth[i] ? 1 : 0;
        }
        double f1 = IntStream.range(0, classes)
                .filter(c -> predicted[c] + actual[c] > 0)
                .mapToDouble(c -> 2.0 * hits[c] / (predicted[c] + actual[c]))
                .average()
                .orElse(0);
        double accuracy = Arrays.stream(hits).sum() / (double) truth.length;
        return new Score(accuracy, f1, classes == 2 ? auc(probabilities, truth) : OptionalDouble.empty());
    }

    /// The Mann-Whitney statistic of the probabilities of class 1.
    private static OptionalDouble auc(float[][] probabilities, int[] truth) {
        int[] order = IntStream.range(0, truth.length)
                .boxed()
                .sorted((a, b) -> Float.compare(probabilities[a][1], probabilities[b][1]))
                .mapToInt(Integer::intValue)
                .toArray();
        long positives = Arrays.stream(truth).filter(t -> t == 1).count();
        long negatives = truth.length - positives;
        if (positives == 0 || negatives == 0) {
            return OptionalDouble.empty();
        }
        double rankSum = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            int positivesHere = 0;
            while (to < order.length && probabilities[order[to]][1] == probabilities[order[from]][1]) {
                positivesHere += truth[order[to]];
                to++;
            }
            rankSum += positivesHere * (from + to + 1) / 2.0; // the mean of the ranks from+1 .. to
            from = to;
        }
        return OptionalDouble.of((rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives));
    }
}
