package org.vitrail.privacy.ledger;

/// Arithmetic of integers in which [#UNBOUNDED] absorbs everything.
final class Units {
    /// No finite amount covers it.
    static final long UNBOUNDED = Long.MAX_VALUE;

    private Units() {}

    static long plus(long a, long b) {
        long sum = a + b; // both >= 0: negative where the sum has no place
        return a == UNBOUNDED || b == UNBOUNDED || sum < 0 ? UNBOUNDED : sum;
    }

    /// What is left of a cap after a total: nothing where the total is above it or has no bound.
    static long left(long cap, long total) {
        if (total == UNBOUNDED || total >= cap) {
            return 0;
        }
        return cap == UNBOUNDED ? UNBOUNDED : cap - total;
    }

    static long minus(long a, long b) {
        if (a == UNBOUNDED) {
            return UNBOUNDED; // what cannot be bounded once stays so
        }
        if (b > a) {
            throw new IllegalArgumentException("expected to take at most " + a + " units away, got " + b);
        }
        return a - b;
    }

    static long positive(String name, long units) {
        if (units < 0) {
            throw new IllegalArgumentException("an amount of " + name + " must be >= 0, got " + units);
        }
        return units;
    }
}
