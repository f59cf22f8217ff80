package org.vitrail.privacy.accounting.pld;

/// One of two laws, chosen by a coin that everyone sees.
///
/// @param probability of `first`
record MixedLaw(double probability, LossLaw first, LossLaw second) implements LossLaw {
    @Override
    public void spread(Lattice lattice) {
        lattice.share(probability);
        first.spread(lattice);
        lattice.share(1 - probability);
        second.spread(lattice);
        lattice.share(1);
    }

    @Override
    public void sketch(Sketch sketch) {
        sketch.share(probability);
        first.sketch(sketch);
        sketch.share(1 - probability);
        second.sketch(sketch);
        sketch.share(1);
    }

    @Override
    public double slack() {
        return Math.max(first.slack(), second.slack());
    }

    @Override
    public double span(double tail) {
        return first.span(tail) + second.span(tail);
    }
}
