package org.vitrail.privacy.accounting.pld;

/// Laplace noise, possibly sampled. Under the unsampled pair the loss s is uniform in log-density between the atoms at
/// −e and +e, e = sensitivity / scale.
final class LaplaceLaw implements LossLaw {
    private static final double UNIT = 0x1p-53;
    private static final int SKETCH_CELLS = 512;

    private final double reach;
    private final Sampling sampling;

    /// @param reach sensitivity / scale
    LaplaceLaw(double reach, Sampling sampling) {
        this.reach = reach;
        this.sampling = sampling;
    }

    @Override
    public double slack() {
        return 8 * UNIT * (2 + reach);
    }

    @Override
    public double span(double tail) {
        return sampling.loss(reach) - sampling.loss(-reach);
    }

    @Override
    public void sketch(Sketch sketch) {
        double fall = Math.exp(-reach) / 2;
        sketch.add(sampling.loss(-reach), sampling.mass(fall, 0.5));
        sketch.add(sampling.loss(reach), sampling.mass(0.5, fall));
        double step = 2 * reach / SKETCH_CELLS;
        for (int i = 0; i < SKETCH_CELLS; i++) {
            double from = -reach + i * step;
            double with = Math.exp((from - reach) / 2) * Math.expm1(step / 2) / 2;
            sketch.add(sampling.loss(from + step / 2), sampling.mass(with, with * Math.exp(-(from + step / 2))));
        }
    }

    @Override
    public void spread(Lattice lattice) {
        double fall = Math.exp(-reach) / 2;
        lattice.atom(sampling.loss(-reach), sampling.mass(fall, 0.5));
        lattice.atom(sampling.loss(reach), sampling.mass(0.5, fall));
        long point = lattice.floor(sampling.loss(-reach));
        int stride = 1;
        double from = -reach;
        while (from < reach) {
            double to = Math.min(reach, sampling.unsampled((point + stride) * lattice.interval()));
            int next = stride;
            if (to > from) {
                double width = to - from;
                double with = Math.exp((from - reach) / 2) * Math.expm1(width / 2) / 2;
                double without = with * Math.exp(-(from + width / 2));
                double mass = sampling.mass(with, without);
                double ratio = sampling.other(with, without) / mass * Math.exp(point * lattice.interval());
                next = lattice.cell(point, stride, mass, ratio, slack());
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
}
