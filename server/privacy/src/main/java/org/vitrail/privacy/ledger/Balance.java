package org.vitrail.privacy.ledger;

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

    Balance<A> reserve(A amount) {
        return new Balance<>(cap, kept, reserved.plus(amount), spent);
    }

    /// Takes from what is kept instead of from what is free.
    Balance<A> reserveKept(A amount) {
        return new Balance<>(cap, kept.minus(amount), reserved.plus(amount), spent);
    }

    Balance<A> start(A amount) {
        return new Balance<>(cap, kept, reserved.minus(amount), spent.plus(amount));
    }

    Balance<A> giveBack(A amount) {
        return new Balance<>(cap, kept, reserved.minus(amount), spent);
    }

    Balance<A> giveBackKept(A amount) {
        return new Balance<>(cap, kept.plus(amount), reserved.minus(amount), spent);
    }

    Balance<A> keep(A amount) {
        return new Balance<>(cap, kept.plus(amount), reserved, spent);
    }

    Balance<A> stopKeeping(A amount) {
        return new Balance<>(cap, kept.minus(amount), reserved, spent);
    }

    Balance<A> raise(A higher) {
        return new Balance<>(higher, kept, reserved, spent);
    }
}
