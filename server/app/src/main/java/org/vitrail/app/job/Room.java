package org.vitrail.app.job;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.Route;

/// How much more accounts have room for.
final class Room {
    private Room() {}

    /// How many times an amount could be taken from all accounts of a route, one after the other. Asking is free.
    ///
    /// @param most >= 0; more are not counted
    static <A extends Amount<A>> long of(Route<A> route, A amount, long most) {
        List<A> doubled = new ArrayList<>(List.of(amount)); // 2^i times it
        while (1L << doubled.size() <= most && route.refusing(doubled.getLast()).isEmpty()) {
            doubled.add(doubled.getLast().plus(doubled.getLast()));
        }
        A taken = amount.none();
        long times = 0;
        for (int i = doubled.size() - 1; i >= 0; i--) {
            A more = taken.plus(doubled.get(i));
            if (1L << i <= most - times && route.refusing(more).isEmpty()) {
                taken = more;
                times += 1L << i;
            }
        }
        return times;
    }
}
