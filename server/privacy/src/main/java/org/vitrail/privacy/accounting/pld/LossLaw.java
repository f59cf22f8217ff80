package org.vitrail.privacy.accounting.pld;

/// The law of the privacy loss L = log dP/dQ under P, of one step in one direction.
sealed interface LossLaw permits GaussianLaw, LaplaceLaw, AtomicLaw, MixedLaw {
    /// Puts the law on the lattice so that it dominates: mass is never less, E e^(−L) of a cell never more.
    void spread(Lattice lattice);

    /// Tells points and masses that follow the law closely enough to choose parameters by; nothing rests on them.
    void sketch(Sketch sketch);

    /// How far a computed loss may lie below the true one, besides what [#spread] already allows for.
    double slack();

    /// Width of the losses that [#spread] covers when `tail` may be lost.
    double span(double tail);

    /// What all losses are multiples of, or 0 if there is no such number.
    default double unit() {
        return 0;
    }
}
