package org.vitrail.app.ledger;

import java.util.Optional;
import org.vitrail.privacy.ledger.Amount;

/// An account to be opened.
///
/// @param parent the account above; empty for a dataset's own
/// @param tier `dataset`, `project`, `analyst` or `session`
/// @param epsilon of the cap, to be shown
/// @param delta of the cap, to be shown
/// @param cap what it may spend, rounded down
/// @param guaranteed whether the accounts above keep the cap for it
/// @param <A> the kind of ledger
public record AccountSeed<A extends Amount<A>>(
        String id,
        Optional<String> parent,
        String tier,
        String name,
        double epsilon,
        double delta,
        A cap,
        boolean guaranteed) {}
