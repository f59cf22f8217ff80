package org.vitrail.privacy.ledger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrail.privacy.accounting.MuSquared;

/// What an account may spend, has set aside, and has spent. reserved + spent <= cap, always.
///
/// @param cap fixed when the account opens
/// @param reserved set aside for requests that have not started
/// @param spent started
public record Balance(MuSquared cap, MuSquared reserved, MuSquared spent) {
    public Balance {
        if (spent.pico() > cap.pico() || reserved.pico() > cap.pico() - spent.pico()) {
            throw new IllegalArgumentException(
                    "expected reserved + spent <= cap, got " + reserved + " + " + spent + " > " + cap);
        }
    }

    /// An account without history.
    public static Balance open(MuSquared cap) {
        return new Balance(cap, MuSquared.ZERO, MuSquared.ZERO);
    }

    /// What can still be reserved.
    public MuSquared remaining() {
        return new MuSquared(cap.pico() - spent.pico() - reserved.pico());
    }

    /// Whether `amount` can be reserved. Asking is free.
    public boolean admits(MuSquared amount) {
        return amount.compareTo(remaining()) <= 0;
    }

    /// The balance after a history.
    ///
    /// @param history all entries of one account, oldest first
    /// @throws IllegalStateException at the first entry that breaks a rule, naming it: over the cap; reserved
    ///     twice; resolved without a reservation or twice (so what started is never voided)
    public static Balance of(MuSquared cap, List<Entry> history) {
        Balance balance = open(cap);
        Map<String, MuSquared> waiting = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Entry entry : history) {
            balance = switch (entry) {
                case Entry.Pending(String reservation, MuSquared amount) -> {
                    expect(seen.add(reservation), entry, "it is reserved a second time");
                    expect(balance.admits(amount), entry, "it passes the cap " + cap);
                    waiting.put(reservation, amount);
                    yield new Balance(cap, balance.reserved.plus(amount), balance.spent);
                }
                case Entry.Posted(String reservation) -> {
                    MuSquared amount = resolve(waiting, reservation, entry);
                    yield new Balance(cap, balance.reserved.minus(amount), balance.spent.plus(amount));
                }
                case Entry.Voided(String reservation) ->
                    new Balance(cap, balance.reserved.minus(resolve(waiting, reservation, entry)), balance.spent);
            };
        }
        return balance;
    }

    private static MuSquared resolve(Map<String, MuSquared> waiting, String reservation, Entry entry) {
        MuSquared amount = waiting.remove(reservation);
        if (amount == null) {
            throw new IllegalStateException("broken history at " + entry + ": no open reservation of that name");
        }
        return amount;
    }

    private static void expect(boolean holds, Entry entry, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("broken history at " + entry + ": " + otherwise);
        }
    }
}
