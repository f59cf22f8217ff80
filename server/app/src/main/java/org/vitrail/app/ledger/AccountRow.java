package org.vitrail.app.ledger;

import org.vitrail.contract.Account;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.Balance;

/// One account as the store holds it.
///
/// @param tier `dataset` or `session`
/// @param epsilon of the cap
/// @param delta of the cap
public record AccountRow(String id, String tier, String name, double epsilon, double delta, Balance balance) {

    /// The account as its user sees it: every epsilon is an upper bound at the account's own delta.
    public Account view() {
        return view(MuSquared.ZERO);
    }

    /// The same account after one more charge; where it does not fit, nothing is left.
    public Account view(MuSquared charge) {
        MuSquared used = balance.spent().plus(balance.reserved()).plus(charge);
        MuSquared left =
                balance.admits(charge) ? new MuSquared(balance.remaining().pico() - charge.pico()) : MuSquared.ZERO;
        return new Account(
                epsilon,
                delta,
                balance.cap().pico(),
                balance.spent().pico(),
                balance.reserved().pico() + charge.pico(),
                epsilonOf(used),
                epsilonOf(left));
    }

    /// Upper bound of ε at the account's delta of that amount.
    public double epsilonOf(MuSquared amount) {
        return amount.pico() == 0 ? 0 : GaussianAccountant.epsilon(delta, amount);
    }
}
