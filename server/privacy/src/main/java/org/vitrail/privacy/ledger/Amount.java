package org.vitrail.privacy.ledger;

import java.util.SortedMap;

/// What a charge takes, or what an account may spend, in one kind of ledger. Integers, so that sums are exact. The
/// kinds are types of their own: an amount of one is never added to an amount of another, and no conversion exists.
///
/// @param <A> the kind
public sealed interface Amount<A extends Amount<A>> permits DpAmount, PacAmount, UseCount {
    /// The exact sum; without bound where it is too large to be written.
    A plus(A other);

    /// The exact difference.
    ///
    /// @throws IllegalArgumentException if `other` is larger
    A minus(A other);

    /// Whether this amount, as a cap, allows a total of `total`.
    boolean allows(A total);

    /// What is left of this amount, as a cap, after a total of `total`; nothing in the measures in which that is
    /// larger.
    A left(A total);

    /// Nothing, in the same measures.
    A none();

    /// The integers by the name of their unit, for storage; each name fixes measure and unit.
    SortedMap<String, Long> units();
}
