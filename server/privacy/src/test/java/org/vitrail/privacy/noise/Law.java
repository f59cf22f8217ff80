package org.vitrail.privacy.noise;

import java.util.Arrays;
import org.vitrail.privacy.Samples;

/// What the normal law says about rounded samples, and how far samples are from it.
final class Law {
    private Law() {}

    /// The largest difference between the samples' distribution function and that of round(N(0, deviation²)).
    static double distance(long[] samples, double deviation) {
        long[] sorted = samples.clone();
        Arrays.sort(sorted);
        double n = sorted.length;
        double largest = 0;
        for (int i = 0; i < sorted.length; ) {
            int next = i;
            while (next < sorted.length && sorted[next] == sorted[i]) {
                next++;
            }
            largest = Math.max(largest, Math.abs(i / n - Samples.normal((sorted[i] - 0.5) / deviation)));
            largest = Math.max(largest, Math.abs(next / n - Samples.normal((sorted[i] + 0.5) / deviation)));
            i = next;
        }
        return largest;
    }

    /// Above this the distance is with probability at most 1e-6 (Dvoretzky, Kiefer, Wolfowitz; Massart 1990).
    static double limit(int samples) {
        return Math.sqrt(Math.log(2e6) / (2.0 * samples));
    }

    /// Pearson's statistic over the cells −last … last, the outermost taking in all beyond.
    static double chiSquare(long[] samples, double deviation, int last) {
        long[] counts = new long[2 * last + 1];
        for (long sample : samples) {
            counts[last + (int) Math.max(-last, Math.min(last, sample))]++;
        }
        double sum = 0;
        for (int cell = -last; cell <= last; cell++) {
            double upper = cell == last ? 1 : Samples.normal((cell + 0.5) / deviation);
            double lower = cell == -last ? 0 : Samples.normal((cell - 0.5) / deviation);
            double expected = samples.length * (upper - lower);
            sum += (counts[cell + last] - expected) * (counts[cell + last] - expected) / expected;
        }
        return sum;
    }

    /// Above this Pearson's statistic is with probability at most 5e-7 (Laurent, Massart 2000).
    static double chiSquareLimit(int last) {
        double freedom = 2.0 * last;
        double t = 14.6;
        return freedom + 2 * Math.sqrt(freedom * t) + 2 * t;
    }
}
