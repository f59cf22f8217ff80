package org.vitrail.privacy.accounting.pld;

/// A Gaussian seen at a distance, or mixtures of it: P = p0 N(0) + p1 N(+μ), Q = q0 N(0) + q1 N(−μ), all of
/// deviation 1. The loss increases with the observation z.
///
/// | case | p0 | p1 | q0 | q1 |
/// |---|---|---|---|---|
/// | plain | 0 | 1 | 1 | 0 |
/// | sampled, unit removed | 1 − q | q | 1 | 0 |
/// | sampled, unit added (z mirrored) | 1 | 0 | 1 − q | q |
/// | sampled, unit replaced | 1 − q | q | 1 − q | q |
///
/// A cell's masses are integrals of the density over an interval of width d around m, by
/// φ(m) d (1 + He2(m) d²/24 + He4(m) d⁴/1920 + He6(m) d⁶/322560); with max(1, |m|) d <= 0.06 what is left out is below
/// 2e-16 of it. So no difference of distribution functions is taken anywhere.
final class GaussianLaw implements LossLaw {
    private static final double UNIT = 0x1p-53;
    private static final double PIECE = 0.06;
    private static final double THIN = 1e-4;
    private static final double DENSITY = 0.3989422804014327; // 1 / sqrt(2π)
    private static final double SKETCH_REACH = 12.5;
    private static final double SKETCH_STEP = 0.04;

    private final double mu;
    private final double shift; // μ²/2
    private final double p0;
    private final double p1;
    private final double q0;
    private final double q1;

    private GaussianLaw(double mu, double p0, double p1, double q0, double q1) {
        this.mu = mu;
        shift = mu * mu / 2;
        this.p0 = p0;
        this.p1 = p1;
        this.q0 = q0;
        this.q1 = q1;
    }

    static GaussianLaw plain(double mu) {
        return new GaussianLaw(mu, 0, 1, 1, 0);
    }

    static GaussianLaw removed(double mu, double probability) {
        return new GaussianLaw(mu, 1 - probability, probability, 1, 0);
    }

    static GaussianLaw added(double mu, double probability) {
        return new GaussianLaw(mu, 1, 0, 1 - probability, probability);
    }

    static GaussianLaw replaced(double mu, double probability) {
        return new GaussianLaw(mu, 1 - probability, probability, 1 - probability, probability);
    }

    @Override
    public double slack() {
        return 8 * UNIT * (2 + mu * (SKETCH_REACH + mu) + shift);
    }

    @Override
    public double span(double tail) {
        double reach = reach(tail);
        return loss(reach + (p1 > 0 ? mu : 0)) - loss(bottom(reach));
    }

    @Override
    public void sketch(Sketch sketch) {
        double top = SKETCH_REACH + (p1 > 0 ? mu : 0);
        for (double z = bottom(SKETCH_REACH); z < top; z += SKETCH_STEP) {
            double far = z - mu;
            double density = p0 * Math.exp(-z * z / 2) + p1 * Math.exp(-far * far / 2);
            sketch.add(loss(z), DENSITY * SKETCH_STEP * density);
        }
    }

    private double bottom(double reach) {
        return p0 > 0 ? -reach : mu - reach;
    }

    /// P(N > reach) <= e^(−reach²/2) = tail.
    private static double reach(double tail) {
        return Math.sqrt(-2 * Math.log(tail));
    }

    @Override
    public void spread(Lattice lattice) {
        double tail = lattice.tail();
        double reach = reach(tail);
        double low = bottom(reach);
        double high = reach + (p1 > 0 ? mu : 0);
        long point = lattice.floor(loss(low));
        lattice.atom((point + 1) * lattice.interval(), tail); // losses below the first cell, moved up into it
        if (p1 > 0) {
            lattice.lose(tail);
        } else {
            lattice.atom(Math.log(p0 / q0), tail); // the largest loss there is
        }
        Cell cell = new Cell();
        double slack = slack();
        int stride = 1;
        double from = low;
        while (from < high) {
            double to = Math.min(high, observation((point + stride) * lattice.interval()));
            int next = stride;
            if (to > from) {
                measure(from, to, point * lattice.interval(), cell);
                next = lattice.cell(point, stride, cell.mass, cell.ratio, slack);
                if (next < 0) {
                    stride = -next;
                    continue;
                }
                from = to;
            }
            point += stride;
            stride = next;
        }
    }

    private static final class Cell {
        double mass;
        double ratio;
    }

    /// Mass of the interval under P, and the mean there of e^(base − L).
    private void measure(double from, double to, double base, Cell cell) {
        double reach = 1 + mu + Math.max(Math.abs(from), Math.abs(to));
        double pieces = Math.ceil((to - from) * reach / PIECE);
        if (pieces <= 1) {
            piece((from + to) / 2, to - from, base, cell, (to - from) * reach < THIN);
            return;
        }
        double step = (to - from) / pieces;
        double mass = 0;
        double weighted = 0;
        for (int i = 0; i < pieces; i++) {
            piece(from + (i + 0.5) * step, step, base, cell, false);
            mass += cell.mass;
            weighted += cell.mass * cell.ratio;
        }
        cell.mass = mass;
        cell.ratio = mass > 0 ? weighted / mass : 1;
    }

    private void piece(double middle, double width, double base, Cell cell, boolean thin) {
        double log = mu * middle - shift; // loss of the plain Gaussian
        double square = width * width;
        double origin = series(middle, square, thin);
        double above = p1 > 0 ? series(middle - mu, square, thin) : 0;
        double below = q1 > 0 ? q1 * Math.exp(-mu * middle - shift) * series(middle + mu, square, thin) : 0;
        double under = q0 * origin + below;
        if (log > 0 && p1 > 0) {
            double over = p1 * above + (p0 > 0 ? p0 * Math.exp(-log) * origin : 0);
            double far = middle - mu;
            cell.mass = DENSITY * Math.exp(-far * far / 2) * width * over;
            cell.ratio = Math.exp(base - log) * under / over;
        } else {
            double over = p0 * origin + (p1 > 0 ? p1 * Math.exp(log) * above : 0);
            cell.mass = DENSITY * Math.exp(-middle * middle / 2) * width * over;
            cell.ratio = Math.exp(base) * under / over;
        }
    }

    private static double series(double middle, double square, boolean thin) {
        double m2 = middle * middle;
        double second = (m2 - 1) * square / 24;
        if (thin) {
            return 1 + second;
        }
        double fourth = ((m2 - 6) * m2 + 3) * square * square / 1920;
        double sixth = (((m2 - 15) * m2 + 45) * m2 - 15) * square * square * square / 322560;
        return 1 + (second + (fourth + sixth));
    }

    private double loss(double observation) {
        double log = mu * observation - shift;
        double over = p1 == 0
                ? Math.log(p0)
                : log > 0 ? log + Math.log(p1 + p0 * Math.exp(-log)) : Math.log(p0 + p1 * Math.exp(log));
        double fallen = -mu * observation - shift;
        double under = q1 == 0
                ? Math.log(q0)
                : fallen > 0 ? fallen + Math.log(q1 + q0 * Math.exp(-fallen)) : Math.log(q0 + q1 * Math.exp(fallen));
        return over - under;
    }

    /// The observation of a given loss: with y = e^(μz − μ²/2), p1 y² + (p0 − e^ε q0) y − e^ε q1 e^(−μ²) = 0.
    ///
    /// @return infinite where no observation has so large a loss, negative infinite where none has so small a one
    private double observation(double loss) {
        double log;
        if (p0 == 0 && q1 == 0) {
            log = loss;
        } else if (q1 == 0) {
            double y = ((q0 - p0) + q0 * Math.expm1(loss)) / p1;
            log = y > 0 ? Math.log(y) : Double.NEGATIVE_INFINITY;
        } else if (p1 == 0) {
            double rest = (p0 - q0) - q0 * Math.expm1(loss);
            log = rest > 0 ? loss + Math.log(q1 / rest) - 2 * shift : Double.POSITIVE_INFINITY;
        } else {
            double linear = (p0 - q0) - q0 * Math.expm1(loss);
            double constant = q1 * Math.exp(loss - 2 * shift);
            double root = Math.sqrt(linear * linear + 4 * p1 * constant);
            log = Math.log(linear < 0 ? (root - linear) / (2 * p1) : 2 * constant / (linear + root));
        }
        return (log + shift) / mu;
    }
}
