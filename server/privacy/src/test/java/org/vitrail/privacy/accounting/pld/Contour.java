package org.vitrail.privacy.accounting.pld;

import java.util.function.UnaryOperator;

/// Ground truth for tests: δ(ε) = (1/2πi) ∫ exp(Σ n K(s) − sε) / (s(s+1)) ds along Re s = c, with the exact moment
/// generating function and no discretised loss. Shares no code with the accountant.
final class Contour {
    private static final double STEP = 1.0 / 24; // of the inverse standard deviation
    private static final double DEPTH = 38; // in logs, below the peak
    private static final double REACH = 14;
    private static final int PANELS = 700;

    /// A complex number.
    record Complex(double re, double im) {
        Complex plus(Complex o) {
            return new Complex(re + o.re, im + o.im);
        }

        Complex times(Complex o) {
            return new Complex(re * o.re - im * o.im, re * o.im + im * o.re);
        }

        Complex times(double x) {
            return new Complex(re * x, im * x);
        }

        Complex log() {
            return new Complex(Math.log(Math.hypot(re, im)), Math.atan2(im, re));
        }

        Complex exp() {
            double size = Math.exp(re);
            return new Complex(size * Math.cos(im), size * Math.sin(im));
        }
    }

    /// K(s) = log E_P e^(sL) of the whole composition.
    private final UnaryOperator<Complex> logMoment;

    Contour(UnaryOperator<Complex> logMoment) {
        this.logMoment = logMoment;
    }

    /// `count` Gaussians.
    static Contour gaussian(double sigma, long count) {
        return new Contour(s -> s.times(s.plus(new Complex(1, 0))).times(count / (2 * sigma * sigma)));
    }

    /// `count` Poisson-sampled Gaussians: log1p E[expm1(a log r)], a = s + 1 on removal, −s on addition, z ~ N(0, 1),
    /// r = 1 − q + q e^(z/σ − 1/(2σ²)). The integral is a trapezoidal sum, which converges geometrically here.
    static Contour sampledGaussian(double q, double sigma, long count, boolean added) {
        double low = -REACH;
        double high = REACH + 8 / sigma;
        double[] logs = new double[PANELS];
        double[] weights = new double[PANELS];
        double step = (high - low) / PANELS;
        for (int i = 0; i < PANELS; i++) {
            double z = low + i * step;
            logs[i] = Math.log1p(q * Math.expm1(z / sigma - 1 / (2 * sigma * sigma)));
            weights[i] = step * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        }
        return new Contour(s -> {
            Complex a = added ? s.times(-1) : s.plus(new Complex(1, 0));
            double re = 0;
            double im = 0;
            for (int i = 0; i < PANELS; i++) {
                double x = a.re() * logs[i];
                double y = a.im() * logs[i];
                double half = Math.sin(y / 2);
                re += weights[i] * (Math.expm1(x) * Math.cos(y) - 2 * half * half);
                im += weights[i] * (Math.exp(x) * Math.sin(y));
            }
            double size = 0.5 * Math.log1p(2 * re + re * re + im * im);
            return new Complex(size * count, Math.atan2(im, 1 + re) * count);
        });
    }

    /// δ at `epsilon`.
    double delta(double epsilon) {
        double c = saddle(epsilon);
        double bend = 1e-3 * c;
        double curvature =
                (exponent(c + bend, epsilon) - 2 * exponent(c, epsilon) + exponent(c - bend, epsilon)) / (bend * bend);
        double step = STEP / Math.sqrt(curvature);
        double peak = exponent(c, epsilon);
        double sum = 0;
        double size = Double.POSITIVE_INFINITY;
        for (int i = 0; size > -DEPTH && i < 20_000; i++) {
            Complex s = new Complex(c, i * step);
            Complex product = s.times(s.plus(new Complex(1, 0))).log();
            Complex term = logMoment.apply(s).plus(s.times(-epsilon)).plus(product.times(-1));
            size = term.re() - peak;
            sum += (i == 0 ? 0.5 : 1) * new Complex(size, term.im()).exp().re();
        }
        return sum * step / Math.PI * Math.exp(peak);
    }

    private double exponent(double c, double epsilon) {
        return logMoment.apply(new Complex(c, 0)).re() - c * epsilon - Math.log(c * (c + 1));
    }

    private double saddle(double epsilon) {
        double low = Math.log(1e-3);
        double high = Math.log(300);
        double golden = (Math.sqrt(5) - 1) / 2;
        while (high - low > 1e-4) {
            double left = high - golden * (high - low);
            double right = low + golden * (high - low);
            double atRight = exponent(Math.exp(right), epsilon);
            if (!(atRight < exponent(Math.exp(left), epsilon))) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.exp((low + high) / 2);
    }
}
