package org.vitrail.privacy.accounting;

/// What "one unit differs" means. Part of every amount: amounts under different relations are never added.
public enum NeighbouringRelation {
    /// One unit is added or removed (Dwork, McSherry, Nissim, Smith 2006, unbounded form).
    ADD_OR_REMOVE_ONE,
    /// One unit's record becomes a special record, such as the zero record, or back (Kairouz et al. 2021, Def. 1.1).
    ZERO_OUT,
    /// One unit's record becomes another record; the number of units is public.
    REPLACE_ONE
}
