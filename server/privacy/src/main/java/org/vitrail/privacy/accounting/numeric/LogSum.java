package org.vitrail.privacy.accounting.numeric;

/// Σ e^x without overflow. n terms are off by at most (n + 4) · 2^-52 relatively, besides the errors of the x.
public final class LogSum {
    private double largest = Double.NEGATIVE_INFINITY;
    private double sum;

    /// Adds e^`x`; negative infinity adds nothing.
    public void add(double x) {
        if (x == Double.NEGATIVE_INFINITY) {
            return;
        }
        if (x <= largest) {
            sum += Math.exp(x - largest);
        } else {
            sum = sum * Math.exp(largest - x) + 1;
            largest = x;
        }
    }

    /// log Σ e^x; negative infinity for no terms.
    public double log() {
        return sum == 0 ? Double.NEGATIVE_INFINITY : largest + Math.log(sum);
    }

    /// log(1 + e^`x`), accurate for small and large values.
    public static double log1pExp(double x) {
        return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    }

    /// log(e^`x` − 1) for x > 0.
    public static double logExpm1(double x) {
        return x > 1 ? x + Math.log1p(-Math.exp(-x)) : Math.log(Math.expm1(x));
    }

    /// log(1 − e^-`x`) for x > 0.
    public static double log1mExp(double x) {
        return x > 1 ? Math.log1p(-Math.exp(-x)) : Math.log(-Math.expm1(-x));
    }
}
