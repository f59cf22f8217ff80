package org.vitrail.app.ledger;

import java.util.List;
import java.util.Optional;
import org.vitrail.contract.Account;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.Balance;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Measures;
import org.vitrail.privacy.ledger.Node;
import org.vitrail.privacy.ledger.PacAmount;

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

    /// The account as its user sees it: every epsilon is an upper bound at the account's delta.
    public Account view() {
        return view(cap().none());
    }

    /// The same account after one more charge; where it does not fit, nothing is left.
    public Account view(DpAmount charge) {
        Gauge gauge = gauge();
        DpAmount used = balance.used().plus(charge);
        String unit = gauge.unit(used);
        return new Account(
                epsilon,
                delta,
                cap().in(unit),
                gauge.shown(balance.spent(), unit),
                gauge.shown(balance.reserved().plus(charge), unit),
                gauge.shown(balance.kept(), unit),
                epsilonOf(used),
                admits(charge) ? gauge.epsilonLeft(used) : 0,
                unit,
                gauge.lines(balance, charge));
    }

    /// Why accounts cannot pay an amount now, as the refusal would say it; empty if they can.
    ///
    /// @param levels lowest first
    public static Optional<String> refusal(List<AccountRow> levels, DpAmount amount) {
        return NotCovered.dp(levels, amount);
    }

    Gauge gauge() {
        return Gauge.of(cap(), delta);
    }

    /// The account among those above and below it.
    public Node<DpAmount> node() {
        return new Node<>(id, guaranteed, closed, balance);
    }

    /// The cap in each measure.
    public DpAmount cap() {
        return balance.cap();
    }

    /// What it is kept in, for good.
    public Measures measures() {
        return Measures.of(cap());
    }

    /// The unit whose figures say how much more is accepted: of the measure that has most left.
    public String unit() {
        return gauge().unit(balance.used());
    }

    /// An amount of this account in one unit; the whole cap where it has no finite amount there.
    public long shown(DpAmount amount, String unit) {
        return gauge().shown(amount, unit);
    }

    /// What can still be taken, in one unit.
    public long remaining(String unit) {
        return closed ? 0 : cap().left(balance.used()).in(unit);
    }

    /// Whether `amount` can be taken.
    private boolean admits(DpAmount amount) {
        return !closed && balance.admits(amount);
    }

    /// Whether anything was ever taken and not given back.
    public boolean untouched() {
        return balance.used().equals(cap().none());
    }

    /// Upper bound of ε at the account's delta of that amount: the filter's bound, the least over the
    /// measures.
    public double epsilonOf(DpAmount amount) {
        return measures().epsilon(delta, amount);
    }

    /// An account of any kind of ledger.
    ///
    /// @param chain the ledger it is in
    /// @param tier `dataset`, `project`, `analyst` or `session`
    /// @param <A> the kind of ledger
    public record Level<A extends Amount<A>>(String chain, String tier, String name, Node<A> node) {
        /// Why accounts cannot pay an amount now, as the refusal would say it; empty if they can.
        ///
        /// @param levels lowest first
        public static Optional<String> refusal(List<Level<PacAmount>> levels, PacAmount amount) {
            return NotCovered.pac(levels, amount);
        }
    }
}
