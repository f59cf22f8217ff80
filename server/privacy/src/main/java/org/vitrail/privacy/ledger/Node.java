package org.vitrail.privacy.ledger;

/// An account among the accounts above and below it.
///
/// @param id its name in the ledger
/// @param guaranteed whether the accounts above keep its whole cap for it
/// @param closed whether it takes no charges any more
/// @param <A> the kind of ledger
public record Node<A extends Amount<A>>(String id, boolean guaranteed, boolean closed, Balance<A> balance) {
    Node<A> with(Balance<A> changed) {
        return new Node<>(id, guaranteed, closed, changed);
    }

    /// Closed: what was guaranteed is no longer.
    Node<A> shut() {
        return new Node<>(id, false, true, balance);
    }
}
