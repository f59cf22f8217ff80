package org.vitrail.app.ledger;

import java.util.Optional;
import org.vitrail.contract.Account;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.Balance;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Node;

/// One account of differential privacy as the store holds it.
///
/// @param chain the ledger it is in
/// @param parent the account above; empty for a dataset's own
/// @param tier `dataset`, `project`, `analyst` or `session`
/// @param epsilon of the cap
/// @param delta of the cap
/// @param guaranteed whether the accounts above keep its cap for it
/// @param closed whether it takes no charges any more
public record AccountRow(
        String id,
        String chain,
        Optional<String> parent,
        String tier,
        String name,
        double epsilon,
        double delta,
        boolean guaranteed,
        boolean closed,
        Balance<DpAmount> balance) {

    /// The account as its user sees it: every epsilon is an upper bound at the account's own delta.
    public Account view() {
        return view(MuSquared.ZERO);
    }

    /// The same account after one more charge; where it does not fit, nothing is left.
    public Account view(MuSquared charge) {
        MuSquared kept = balance.kept().muSquared();
        MuSquared used = balance.used().muSquared().plus(charge);
        return new Account(
                epsilon,
                delta,
                cap().pico(),
                balance.spent().muSquared().pico(),
                balance.reserved().muSquared().plus(charge).pico(),
                kept.pico(),
                epsilonOf(used),
                epsilonOf(admits(charge) ? cap().minus(used) : MuSquared.ZERO));
    }

    /// The account among those above and below it.
    public Node<DpAmount> node() {
        return new Node<>(id, guaranteed, closed, balance);
    }

    /// The cap in the native measure.
    public MuSquared cap() {
        return balance.cap().muSquared();
    }

    /// What can still be taken.
    public MuSquared remaining() {
        return closed ? MuSquared.ZERO : cap().minus(balance.used().muSquared());
    }

    /// Whether `amount` can be taken.
    public boolean admits(MuSquared amount) {
        return amount.compareTo(remaining()) <= 0;
    }

    /// Whether anything was ever taken and not given back.
    public boolean untouched() {
        return balance.used().muSquared().pico() == 0;
    }

    /// Upper bound of ε at the account's delta of that amount.
    public double epsilonOf(MuSquared amount) {
        return amount.pico() == 0 ? 0 : GaussianAccountant.epsilon(delta, amount);
    }
}
