package org.vitrail.privacy.ledger;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// What an account may spend, keeps for the accounts below it, has set aside for requests, and has spent. The cap
/// allows the sum of the last three, always.
///
/// @param cap what it may spend
/// @param kept guaranteed to accounts below and not used by them yet
/// @param reserved set aside for requests that have not started
/// @param spent started
/// @param <A> the kind of ledger
public record Balance<A extends Amount<A>>(A cap, A kept, A reserved, A spent) {
    public Balance {
        if (!cap.allows(kept.plus(reserved).plus(spent))) {
            throw new IllegalArgumentException("expected kept + reserved + spent <= cap, got " + kept + " + " + reserved
                    + " + " + spent + " > " + cap);
        }
    }

    /// An account without history.
    public static <A extends Amount<A>> Balance<A> open(A cap) {
        return new Balance<>(cap, cap.none(), cap.none(), cap.none());
    }

    /// What cannot be given to anyone else any more.
    public A used() {
        return kept.plus(reserved).plus(spent);
    }

    /// Whether `amount` can be taken on top. Asking is free.
    public boolean admits(A amount) {
        return cap.allows(used().plus(amount));
    }

    /// What of the cap is neither set aside nor spent here or below.
    A unused() {
        return cap.left(reserved.plus(spent));
    }

    Balance<A> start(A amount) {
        return new Balance<>(cap, kept, reserved.minus(amount), spent.plus(amount));
    }

    /// What is reserved changes alone.
    Balance<A> setAside(UnaryOperator<A> reservedChange) {
        return new Balance<>(cap, kept, reservedChange.apply(reserved), spent);
    }

    /// Keeps `now` for an account below instead of `before`, while what is reserved changes too.
    ///
    /// @return nothing if the cap does not allow it
    Optional<Balance<A>> keepInstead(A before, A now, UnaryOperator<A> reservedChange) {
        A keeps = kept.minus(before).plus(now);
        A sets = reservedChange.apply(reserved);
        return cap.allows(keeps.plus(sets).plus(spent))
                ? Optional.of(new Balance<>(cap, keeps, sets, spent))
                : Optional.empty();
    }

    Balance<A> raise(A higher) {
        return new Balance<>(higher, kept, reserved, spent);
    }
}
