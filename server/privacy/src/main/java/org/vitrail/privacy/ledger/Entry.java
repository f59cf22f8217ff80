package org.vitrail.privacy.ledger;

import org.vitrail.privacy.accounting.MuSquared;

/// One line of an account's history. Lines are only ever appended.
public sealed interface Entry {
    /// The reservation it speaks of.
    String reservation();

    /// `amount` is set aside for a request that may start.
    record Pending(String reservation, MuSquared amount) implements Entry {}

    /// The request started: its whole amount is spent, whatever happens after.
    record Posted(String reservation) implements Entry {}

    /// The request never started and never will: its amount is free again.
    record Voided(String reservation) implements Entry {}
}
