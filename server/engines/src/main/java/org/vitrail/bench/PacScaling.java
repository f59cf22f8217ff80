package org.vitrail.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The column scalings of the published tables, fitted on all rows as there, which is a leak outside the budget; and
/// `bounds`, which are public. For benchmarks only.
final class PacScaling {
    private static final int LEVELS = 1000;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private PacScaling() {}

    /// @param scaling `power` (Yeo, Johnson 2000), `power_standard`, `standard`, `standard_no_std` (mean only),
    ///     `minmax`, `robust` (median and quartiles), `quantile_gaussian` or `bounds`
    static void scale(double[][] x, String data, String scaling) {
        for (int c = 0; c < x[0].length; c++) {
            double[] column = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                column[i] = x[i][c];
            }
            double[] scaled = switch (scaling) {
                case "power" -> power(column);
                case "power_standard" -> standard(power(column), true);
                case "standard" -> standard(column, true);
                case "standard_no_std" -> standard(column, false);
                case "minmax" -> minmax(column);
                case "robust" -> robust(column);
                case "quantile_gaussian" -> gaussian(column);
                case "bounds" -> linear(column, bounds(data)[0][c], bounds(data)[1][c] - bounds(data)[0][c]);
                default -> throw new IllegalArgumentException("expected a scaling, got '" + scaling + "'");
            };
            for (int i = 0; i < x.length; i++) {
                x[i][c] = scaled[i];
            }
        }
    }

    private static double[] linear(double[] x, double from, double width) {
        return Arrays.stream(x).map(v -> (v - from) / width).toArray();
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).average().orElse(0);
    }

    private static double variance(double[] x) {
        double mean = mean(x);
        return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    }

    private static double[] standard(double[] x, boolean width) {
        return linear(x, mean(x), width ? Math.sqrt(variance(x)) : 1);
    }

    private static double[] minmax(double[] x) {
        double low = Arrays.stream(x).min().orElse(0);
        return linear(x, low, Arrays.stream(x).max().orElse(1) - low);
    }

    private static double[] robust(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        return linear(x, quantile(sorted, .5), quantile(sorted, .75) - quantile(sorted, .25));
    }

    private static double quantile(double[] sorted, double level) {
        double at = level * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /// Values to their share among 1,000 quantiles, and that to the normal quantile; ends are cut at 1e-7.
    private static double[] gaussian(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        double[] quantiles = IntStream.range(0, LEVELS)
                .mapToDouble(q -> quantile(sorted, q / (LEVELS - 1.0)))
                .toArray();
        double[] mirrored = IntStream.range(0, LEVELS)
                .mapToDouble(q -> -quantiles[LEVELS - 1 - q])
                .toArray();
        return Arrays.stream(x)
                .map(v -> {
                    double share = (share(quantiles, v) + 1 - share(mirrored, -v)) / 2;
                    return normalQuantile(Math.clamp(share, 1e-7, 1 - 1e-7));
                })
                .toArray();
    }

    /// Where a value lies among ascending quantiles, 0 to 1; of equal ones the last.
    private static double share(double[] quantiles, double value) {
        int from = 0;
        int to = LEVELS;
        while (from < to) {
            int middle = (from + to) / 2;
            if (quantiles[middle] <= value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        if (from == 0 || from == LEVELS) {
            return from == 0 ? 0 : 1;
        }
        double part = (value - quantiles[from - 1]) / (quantiles[from] - quantiles[from - 1]);
        return (from - 1 + part) / (LEVELS - 1.0);
    }

    /// Acklam's rational approximation (2003), relative error below 1.2e-9.
    static double normalQuantile(double p) {
        if (p < .02425 || p > 1 - .02425) {
            double q = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)));
            double tail = polynomial(
                            q,
                            -7.784894002430293e-3,
                            -.3223964580411365,
                            -2.400758277161838,
                            -2.549732539343734,
                            4.374664141464968,
                            2.938163982698783)
                    / polynomial(q, 7.784695709041462e-3, .3224671290700398, 2.445134137142996, 3.754408661907416, 1);
            return p < .5 ? tail : -tail;
        }
        double q = p - .5;
        double r = q * q;
        return q
                * polynomial(
                        r,
                        -39.69683028665376,
                        220.9460984245205,
                        -275.9285104469687,
                        138.3577518672690,
                        -30.66479806614716,
                        2.506628277459239)
                / polynomial(
                        r,
                        -54.47609879822406,
                        161.5858368580409,
                        -155.6989798598866,
                        66.80131188771972,
                        -13.28068155288572,
                        1);
    }

    private static double polynomial(double x, double... coefficients) {
        double sum = 0;
        for (double coefficient : coefficients) {
            sum = sum * x + coefficient;
        }
        return sum;
    }

    /// Yeo's and Johnson's power of greatest likelihood (one peak): uphill by whole steps, then by golden section.
    private static double[] power(double[] x) {
        double best = 1;
        double step = likelihood(x, best + 1) > likelihood(x, best) ? 1 : -1;
        while (likelihood(x, best + step) > likelihood(x, best)) {
            best += step;
        }
        double low = best - 1;
        double high = best + 1;
        while (high - low > 1e-9) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (likelihood(x, left) > likelihood(x, right)) {
                high = right;
            } else {
                low = left;
            }
        }
        return powered(x, (low + high) / 2);
    }

    private static double likelihood(double[] x, double lambda) {
        double logs = Arrays.stream(x)
                .map(v -> Math.copySign(Math.log1p(Math.abs(v)), v))
                .sum();
        return (lambda - 1) * logs - x.length / 2.0 * Math.log(variance(powered(x, lambda)));
    }

    private static double[] powered(double[] x, double lambda) {
        return Arrays.stream(x)
                .map(v -> v >= 0 ? boxCox(v + 1, lambda) : -boxCox(1 - v, 2 - lambda))
                .toArray();
    }

    private static double boxCox(double v, double lambda) {
        return Math.abs(lambda) < 1e-12 ? Math.log(v) : (Math.pow(v, lambda) - 1) / lambda;
    }

    private static double[][] bounds(String data) {
        return switch (data) {
            case "iris" -> new double[][] {{4, 1, 0, 0}, {8, 5, 8, 3}};
            case "rice" -> new double[][] {{5000, 250, 100, 40, 0, 5000, 0}, {25_000, 700, 300, 150, 1, 25_000, 1}};
            default ->
                new double[][] {
                    {10_000, 300, 100, 50, 1, 0, 10_000, 100, 0, 0, 0, 0, 0, 0, 0, 0},
                    {300_000, 2500, 1000, 600, 3, 1, 300_000, 700, 1, 1, 1, 1, .02, .005, 1, 1}
                };
        };
    }
}
