package org.vitrail.privacy.accounting.pld;

/// Collects the discretised, tilted loss law of one step, folded onto a circle.
///
/// Points are multiples k of `interval`; a point of mass p holds p · e^(tilt · k · interval − logScale) at k modulo
/// the circle's length.
final class Lattice {
    private final double interval;
    private final double tilt;
    private final double logScale;
    private final double tail;
    private final double coarsening;
    private final int strideMax;
    private final boolean centred;
    private final double[] folded;
    private final int mask;
    private double share = 1;
    private double lost;
    private int atoms;
    private double drift;
    private double driftLow;
    private double driftHigh;
    private double heavier;
    private double heavierTilt;

    /// @param folded the circle, all zero; its length a power of two
    /// @param centred whether cells are put to the point next to their mean, for a lower bound, instead of spread
    Lattice(Grid grid, double tilt, double logScale, double[] folded, boolean centred) {
        this.centred = centred;
        interval = grid.interval();
        this.tilt = tilt;
        this.logScale = logScale;
        tail = grid.tail();
        coarsening = grid.coarsening();
        strideMax = grid.strideMax();
        this.folded = folded;
        mask = folded.length - 1;
    }

    double interval() {
        return interval;
    }

    double tail() {
        return tail;
    }

    /// Mass at infinite loss.
    double lost() {
        return lost;
    }

    /// Mean of how far centred cells were moved up, and the range of it.
    double drift() {
        return drift;
    }

    double driftRange() {
        return driftHigh - driftLow;
    }

    /// Also adds up e^(more · loss) under the tilted law.
    void weigh(double more) {
        heavierTilt = more;
    }

    double heavier() {
        return heavier;
    }

    /// Single losses told so far.
    int atoms() {
        return atoms;
    }

    /// Everything that follows counts with this weight.
    void share(double weight) {
        share = weight;
    }

    void lose(double mass) {
        lost += share * mass;
    }

    /// The last lattice point that is not above `loss`.
    long floor(double loss) {
        return (long) Math.floor(loss / interval);
    }

    /// Mass at a loss between two neighbouring points, split so that E e^(−L) stays.
    void atom(double loss, double mass) {
        if (mass == 0) {
            return;
        }
        atoms++;
        if (centred) {
            centre(loss, mass);
            return;
        }
        long point = floor(loss);
        double upper = Math.clamp(Math.expm1(point * interval - loss) / Math.expm1(-interval), 0, 1);
        add(point, share * mass * (1 - upper) * Math.exp(tilt * (point * interval) - logScale));
        add(point + 1, share * mass * upper * Math.exp(tilt * ((point + 1) * interval) - logScale));
    }

    /// A cell of losses between the points `point` and `point + stride`: connect-the-dots.
    ///
    /// @param mass of the cell under P
    /// @param ratio (mass under Q) · e^(loss at `point`) / (mass under P): the mean of e^(point − L), from
    ///     e^−width to 1
    /// @param slack added to the loss before the split, for what rounding may have taken from it
    /// @return the stride that suits the next cell; or, negative, the stride to try this cell with again, as it was
    ///     too wide and nothing was added
    int cell(long point, int stride, double mass, double ratio, double slack) {
        double width = stride * interval;
        double upper = Math.clamp((1 - ratio) / -Math.expm1(-width) + slack / width, 0, 1);
        double here = share * mass * (1 - upper) * Math.exp(tilt * (point * interval) - logScale);
        double there = share * mass * upper * Math.exp(tilt * ((point + stride) * interval) - logScale);
        int next = 1;
        if (coarsening > 0) {
            double wanted = stride * Math.cbrt(coarsening / ((here + there) * width * width + Double.MIN_NORMAL));
            if (stride > 1 && wanted < 0.8 * stride) {
                return -Math.max(1, (int) wanted);
            }
            next = (int) Math.clamp(wanted, 1, Math.min(strideMax, 2.0 * stride));
        }
        if (centred) {
            centre(point * interval - Math.log(ratio) - slack, mass);
        } else {
            add(point, here);
            add(point + stride, there);
        }
        return next;
    }

    /// The whole mass at the point next to its mean loss, −log E e^(−L): by Jensen's inequality the mean does not
    /// dominate; what rounding to the point adds is kept as drift.
    private void centre(double loss, double mass) {
        long point = Math.round(loss / interval);
        double moved = point * interval - loss;
        drift += share * mass * moved;
        driftLow = Math.min(driftLow, moved);
        driftHigh = Math.max(driftHigh, moved);
        double weight = share * mass * Math.exp(tilt * (point * interval) - logScale);
        heavier += weight * Math.exp(heavierTilt * (point * interval));
        add(point, weight);
    }

    private void add(long point, double weight) {
        folded[(int) (point & mask)] += weight;
    }
}
