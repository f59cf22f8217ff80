package org.vitrail.privacy.accounting;

import java.util.Optional;

/// One theorem's way to price events. Every figure is an upper bound of the truth under its theorem.
public interface Accountant {
    /// Short name, as results show it: `rdp`, `pld`.
    String name();

    /// Why `event` cannot be priced under `relation`; empty if it can. Needs no computing.
    Optional<String> unsupported(PrivacyEvent event, NeighbouringRelation relation);

    /// Upper bound of ε.
    ///
    /// @param delta in [0, 1)
    /// @return >= 0; infinite if no finite ε holds
    /// @throws UnsupportedEventException exactly if [#unsupported] gives a reason
    double epsilon(PrivacyEvent event, NeighbouringRelation relation, double delta);

    /// Upper bound of δ.
    ///
    /// @param epsilon finite, >= 0
    /// @return in [0, 1]
    /// @throws UnsupportedEventException exactly if [#unsupported] gives a reason
    double delta(PrivacyEvent event, NeighbouringRelation relation, double epsilon);
}
