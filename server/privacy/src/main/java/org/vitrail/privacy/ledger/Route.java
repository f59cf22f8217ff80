package org.vitrail.privacy.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// The accounts that one charge debits, from the one it is made on up to the dataset's: session, analyst, project,
/// dataset. Every change happens on all of them or on none; each method returns the changed route.
///
/// An account whose cap is *guaranteed* has it kept on every account above, up to the next guaranteed one, which
/// holds its own. A charge below a guaranteed account therefore moves on what is kept there, and takes from what is
/// free only up to it.
///
/// @param nodes lowest first; at least one
/// @param <A> the kind of ledger
public record Route<A extends Amount<A>>(List<Node<A>> nodes) {
    public Route {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a route needs at least one account, got none");
        }
    }

    /// The account that a charge is made on.
    public Node<A> lowest() {
        return nodes.getFirst();
    }

    private boolean keptAbove(int place) {
        return nodes.subList(0, place).stream().anyMatch(Node::guaranteed);
    }

    /// Sets `amount` aside on every account.
    ///
    /// @throws NotCoveredException naming the highest account that is closed or cannot pay; nothing changed
    public Route<A> reserve(A amount) {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node<A> node = nodes.get(i);
            if (node.closed() || (!keptAbove(i) && !node.balance().admits(amount))) {
                throw new NotCoveredException(node.id(), node.closed());
            }
        }
        return each(amount, Balance::reserve, Balance::reserveKept);
    }

    /// What was set aside is spent from here on.
    public Route<A> start(A amount) {
        return each(amount, Balance::start, Balance::start);
    }

    /// Gives back what was set aside and never started.
    public Route<A> giveBack(A amount) {
        return each(amount, Balance::giveBack, Balance::giveBackKept);
    }

    private Route<A> each(
            A amount, BiFunction<Balance<A>, A, Balance<A>> free, BiFunction<Balance<A>, A, Balance<A>> kept) {
        List<Node<A>> changed = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Node<A> node = nodes.get(i);
            changed.add(node.with((keptAbove(i) ? kept : free).apply(node.balance(), amount)));
        }
        return new Route<>(changed);
    }

    /// Opens the lowest account: where its cap is guaranteed, the accounts above keep it.
    ///
    /// @throws NotCoveredException naming the highest account that cannot; nothing changed
    public Route<A> open() {
        return lowest().guaranteed() ? keeping(lowest().balance().cap(), true) : this;
    }

    /// Closes the lowest account: it takes no more charges, and what was kept for it and neither set aside nor spent
    /// is free again above. What it spent stays spent everywhere.
    public Route<A> close() {
        Balance<A> balance = lowest().balance();
        A unused = balance.cap().minus(balance.reserved()).minus(balance.spent());
        Route<A> returned = lowest().guaranteed() ? keeping(unused, false) : this;
        List<Node<A>> changed = new ArrayList<>(returned.nodes);
        changed.set(0, changed.getFirst().shut());
        return new Route<>(changed);
    }

    private Route<A> keeping(A amount, boolean more) {
        List<Node<A>> changed = new ArrayList<>(nodes);
        int last = nodes.size() - 1;
        for (int i = nodes.size() - 1; i >= 1; i--) {
            if (nodes.get(i).guaranteed()) {
                last = i; // its own cap is kept above it already
            }
        }
        for (int i = last; i >= 1; i--) {
            Node<A> node = nodes.get(i);
            if (more && (node.closed() || !node.balance().admits(amount))) {
                throw new NotCoveredException(node.id(), node.closed());
            }
            changed.set(
                    i,
                    node.with(
                            more ? node.balance().keep(amount) : node.balance().stopKeeping(amount)));
        }
        return new Route<>(changed);
    }

    /// Raises the cap of the lowest account.
    ///
    /// @throws IllegalArgumentException if `cap` is not above the present one, or the account is guaranteed
    public Route<A> raise(A cap) {
        if (lowest().guaranteed()
                || lowest().closed()
                || !cap.allows(lowest().balance().cap())) {
            throw new IllegalArgumentException(
                    "a cap is only ever raised, and not where it is guaranteed or closed; account " + lowest().id());
        }
        List<Node<A>> changed = new ArrayList<>(nodes);
        changed.set(0, lowest().with(lowest().balance().raise(cap)));
        return new Route<>(changed);
    }
}
