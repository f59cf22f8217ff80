package org.vitrail.privacy.ledger;

import java.util.Optional;

/// One line of a ledger. Lines are only ever appended; a resolution is a new line, never an edit.
///
/// @param <A> the kind of ledger
public sealed interface Line<A extends Amount<A>> {
    /// An account comes into being.
    ///
    /// @param parent the account above; empty for the dataset's own
    /// @param tier `dataset`, `project`, `analyst` or `session`
    record Opened<A extends Amount<A>>(String account, Optional<String> parent, String tier, A cap, boolean guaranteed)
            implements Line<A> {}

    /// `amount` is set aside on the account and all above it, for a job that may start.
    record Reserved<A extends Amount<A>>(String job, String account, A amount) implements Line<A> {}

    /// The job started: its whole amount is spent, whatever happens after.
    record Started<A extends Amount<A>>(String job) implements Line<A> {}

    /// The job never started and never will: its amount is free again.
    record Voided<A extends Amount<A>>(String job) implements Line<A> {}

    /// The job's release is stored.
    ///
    /// @param digest SHA-256 of the sealed release and its receipt, in hex
    record Released<A extends Amount<A>>(String job, String digest) implements Line<A> {}

    /// The job started and left nothing; it stays spent.
    record Failed<A extends Amount<A>>(String job) implements Line<A> {}

    /// The account takes no more charges; what it did not use is free above it.
    record Closed<A extends Amount<A>>(String account, String why) implements Line<A> {}

    /// The account's cap was raised by two people.
    record Raised<A extends Amount<A>>(String account, A cap, String why) implements Line<A> {}

    /// Something that moves no amount: a policy, a grant, a look of the owner.
    record Noted<A extends Amount<A>>(String account, String what) implements Line<A> {}
}
