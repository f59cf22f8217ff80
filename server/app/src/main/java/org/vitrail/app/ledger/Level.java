package org.vitrail.app.ledger;

import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.Node;

/// An account of any kind of ledger.
///
/// @param chain the ledger it is in
/// @param tier `dataset`, `project`, `analyst` or `session`
/// @param <A> the kind of ledger
public record Level<A extends Amount<A>>(String chain, String tier, String name, Node<A> node) {}
