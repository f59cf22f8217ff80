package org.vitrail.privacy.ledger;

import java.util.Optional;
import java.util.SortedMap;

/// What a schedule asks of a ledger. Amounts are exact and by measure; a ledger rounds charges up and caps down.
sealed interface Move {
    record Open(String account, Optional<String> parent, SortedMap<String, Fraction> cap, boolean guaranteed)
            implements Move {}

    /// An amount that is missing in a measure has no bound there.
    record Reserve(String job, String account, SortedMap<String, Fraction> amount) implements Move {}

    record Start(String job) implements Move {}

    record GiveBack(String job) implements Move {}

    record Release(String job) implements Move {}

    record Fail(String job) implements Move {}

    record Close(String account) implements Move {}

    record Raise(String account, SortedMap<String, Fraction> cap) implements Move {}
}
