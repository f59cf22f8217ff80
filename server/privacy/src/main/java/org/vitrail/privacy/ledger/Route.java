package org.vitrail.privacy.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The accounts that one charge debits, from the one it is made on up to the dataset's: session, analyst, project,
/// dataset. Every change happens on all of them or on none; each method returns the changed route.
///
/// An account whose cap is *guaranteed* has what it has not used yet kept on every account above, up to the next
/// guaranteed one, which holds its own. A charge below a guaranteed account therefore moves on what is kept there, and
/// takes from what is free only up to it. With several measures, what is guaranteed is a charge that fits in all of
/// them. A closed account ends what is kept above it for all below it.
///
/// @param nodes lowest first; at least one; all in the same measures, which opening sees to
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

    /// The place of the account whose guarantee a change below `place` moves on; -1 if there is none.
    private int keptFor(int place) {
        for (int i = place - 1; i >= 0; i--) {
            if (nodes.get(i).guaranteed()) {
                return i;
            }
            if (nodes.get(i).closed()) {
                return -1;
            }
        }
        return -1;
    }

    /// Sets `amount` aside on every account.
    ///
    /// @throws NotCoveredException naming the highest account that is closed or cannot pay; nothing changed
    public Route<A> reserve(A amount) {
        refusing(amount).ifPresent(node -> {
            throw new NotCoveredException(node.id(), node.closed());
        });
        return moved(reserved -> reserved.plus(amount));
    }

    /// The highest account that is closed or cannot pay `amount`; nothing if all can. An account that keeps a
    /// guarantee for those below is not asked. Asking is free.
    public Optional<Node<A>> refusing(A amount) {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node<A> node = nodes.get(i);
            if (node.closed() || (keptFor(i) < 0 && !node.balance().admits(amount))) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    /// What was set aside is spent from here on.
    public Route<A> start(A amount) {
        return new Route<>(nodes.stream()
                .map(node -> node.with(node.balance().start(amount)))
                .toList());
    }

    /// Gives back what was set aside and never started.
    public Route<A> giveBack(A amount) {
        return moved(reserved -> reserved.minus(amount));
    }

    /// After what is reserved changed on every account.
    private Route<A> moved(UnaryOperator<A> reservedChange) {
        List<Node<A>> changed = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Node<A> node = nodes.get(i);
            int kept = keptFor(i);
            if (kept < 0) {
                changed.add(node.with(node.balance().setAside(reservedChange)));
                continue;
            }
            A before = nodes.get(kept).balance().unused();
            A now = changed.get(kept).balance().unused();
            changed.add(node.with(node.balance()
                    .keepInstead(before, now, reservedChange)
                    .orElseThrow(() -> new NotCoveredException(node.id(), false))));
        }
        return new Route<>(changed);
    }

    /// Opens the lowest account: where its cap is guaranteed, the accounts above keep it.
    ///
    /// @throws NotCoveredException naming the highest account that is closed or cannot; nothing changed
    /// @throws IllegalArgumentException if it is in other measures than the accounts above
    public Route<A> open() {
        A cap = lowest().balance().cap();
        for (int i = nodes.size() - 1; i >= 1; i--) {
            if (nodes.get(i).closed()) {
                throw new NotCoveredException(nodes.get(i).id(), true);
            }
            nodes.get(i).balance().cap().left(cap); // refuses other measures
        }
        return lowest().guaranteed() ? keepingInstead(cap.none(), cap) : this;
    }

    /// Closes the lowest account: it takes no more charges, and what was kept above for it and for the accounts
    /// below it, neither set aside nor spent, is free again. What they spent stays spent everywhere. Closing it
    /// again changes nothing.
    public Route<A> close() {
        if (lowest().closed()) {
            return this;
        }
        Balance<A> balance = lowest().balance();
        A kept = lowest().guaranteed() ? balance.unused() : balance.kept();
        List<Node<A>> changed = new ArrayList<>(keepingInstead(kept, kept.none()).nodes);
        changed.set(0, lowest().shut());
        return new Route<>(changed);
    }

    /// On the accounts above the lowest, up to the next guaranteed or closed one: above that, its own cap is kept
    /// already, or not any more.
    private Route<A> keepingInstead(A before, A now) {
        int last = 1;
        while (last < nodes.size() - 1
                && !nodes.get(last).guaranteed()
                && !nodes.get(last).closed()) {
            last++;
        }
        List<Node<A>> changed = new ArrayList<>(nodes);
        for (int i = Math.min(last, nodes.size() - 1); i >= 1; i--) {
            Node<A> node = nodes.get(i);
            changed.set(
                    i,
                    node.with(node.balance()
                            .keepInstead(before, now, UnaryOperator.identity())
                            .orElseThrow(() -> new NotCoveredException(node.id(), false))));
        }
        return new Route<>(changed);
    }

    /// Raises the cap of the lowest account.
    ///
    /// @throws IllegalArgumentException if `cap` is lower in any measure or the present one, or the account is
    ///     guaranteed or closed
    public Route<A> raise(A cap) {
        A present = lowest().balance().cap();
        if (lowest().guaranteed()
                || lowest().closed()
                || cap.equals(present)
                || !present.left(cap).equals(present.none())) {
            throw new IllegalArgumentException(
                    "a cap is only ever raised, in no measure lowered, and not where it is guaranteed or closed; account "
                            + lowest().id());
        }
        List<Node<A>> changed = new ArrayList<>(nodes);
        changed.set(0, lowest().with(lowest().balance().raise(cap)));
        return new Route<>(changed);
    }
}
