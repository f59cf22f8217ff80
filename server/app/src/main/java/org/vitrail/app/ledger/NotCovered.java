package org.vitrail.app.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.ShortNumber;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.Balance;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Kind;
import org.vitrail.privacy.ledger.Node;
import org.vitrail.privacy.ledger.NotCoveredException;
import org.vitrail.privacy.ledger.PacAmount;
import org.vitrail.privacy.ledger.Route;
import org.vitrail.privacy.ledger.UseCount;

/// Why an account cannot pay, in words.
final class NotCovered {
    private static final String CLOSED = "the budget account that pays is closed or expired; nothing was charged;"
            + " open a session again with %dp_session";

    private NotCovered() {}

    /// Why accounts cannot pay an amount of differential privacy; empty if they can.
    ///
    /// @param levels lowest first
    static Optional<String> dp(List<AccountRow> levels, DpAmount amount) {
        return refusing(levels, AccountRow::node, amount)
                .map(level -> level.closed() ? CLOSED : exceeded(level, amount).line());
    }

    /// Why accounts cannot pay an amount of PAC privacy; empty if they can.
    ///
    /// @param levels lowest first
    static Optional<String> pac(List<AccountRow.Level<PacAmount>> levels, PacAmount amount) {
        return refusing(levels, AccountRow.Level::node, amount)
                .map(level -> level.node().closed()
                        ? CLOSED
                        : line(level, level.node().balance(), amount));
    }

    private static <L, A extends Amount<A>> Optional<L> refusing(List<L> levels, Function<L, Node<A>> node, A amount) {
        return new Route<>(levels.stream().map(node).toList())
                .refusing(amount)
                .map(found -> levels.stream()
                        .filter(level -> node.apply(level).id().equals(found.id()))
                        .findFirst()
                        .orElseThrow());
    }

    static <A extends Amount<A>> Refusal refusal(
            Connection connection, Accounts accounts, NotCoveredException why, Optional<Node<A>> now, A amount)
            throws SQLException {
        if (why.closed()) {
            return new Refusal.InvalidRequest(CLOSED);
        }
        return switch (amount) {
            case DpAmount dp -> exceeded(accounts.row(connection, why.account()), now, dp);
            case PacAmount pac -> new Refusal.InvalidRequest(line(connection, accounts, why, now, pac));
            case UseCount _ -> new Refusal.InvalidRequest("the number of uses allowed is reached; nothing was charged");
        };
    }

    private static <A extends Amount<A>> String line(
            Connection connection, Accounts accounts, NotCoveredException why, Optional<Node<A>> now, PacAmount amount)
            throws SQLException {
        AccountRow.Level<PacAmount> stored =
                accounts.levels(connection, Kind.PAC, List.of(why.account())).getFirst();
        Balance<?> balance =
                now.<Balance<?>>map(Node::balance).orElse(stored.node().balance());
        return line(stored, balance, amount);
    }

    private static String line(AccountRow.Level<PacAmount> account, Balance<?> balance, PacAmount amount) {
        long left = pico(balance.cap()) - pico(balance.used());
        return "PAC budget exceeded: " + account.tier() + " '" + account.name() + "' has "
                + ShortNumber.lower(Math.max(0, left) * 1e-12) + " nats left, this request needs "
                + ShortNumber.upper(amount.picoNats() * 1e-12)
                + "; nothing was charged; ask for less (--mi; --pac-cap of a guaranteed session) or replay an earlier"
                + " answer (see %dp_budget)";
    }

    private static long pico(Amount<?> amount) {
        return amount.units().getOrDefault(PacAmount.NATS, 0L);
    }

    private static <A extends Amount<A>> Refusal exceeded(AccountRow stored, Optional<Node<A>> now, DpAmount amount) {
        AccountRow account = now.map(Node::balance)
                .filter(balance -> balance.cap() instanceof DpAmount)
                .map(balance -> with(stored, balance))
                .orElse(stored);
        return exceeded(account, amount);
    }

    private static <A extends Amount<A>> AccountRow with(AccountRow row, Balance<A> balance) {
        return new AccountRow(
                row.id(),
                row.chain(),
                row.parent(),
                row.tier(),
                row.name(),
                row.epsilon(),
                row.delta(),
                row.guaranteed(),
                row.closed(),
                new Balance<>(dp(balance.cap()), dp(balance.kept()), dp(balance.reserved()), dp(balance.spent())));
    }

    private static DpAmount dp(Amount<?> amount) {
        return (DpAmount) amount;
    }

    /// In the measure in which least is lacking.
    static Refusal exceeded(AccountRow account, DpAmount amount) {
        DpAmount used = account.closed() ? account.cap() : account.balance().used();
        List<String> measures = account.measures().names();
        return account.gauge()
                .lacking(used, amount)
                .<Refusal>map(lacking -> new Refusal.BudgetExceeded(
                        account.tier(),
                        account.name(),
                        lacking.epsilonAsked(),
                        lacking.epsilonLeft(),
                        lacking.asked(),
                        lacking.left(),
                        lacking.unit(),
                        measures))
                .orElseGet(() -> new Refusal.InvalidRequest("this request has no finite charge in the measures "
                        + measures + " of " + account.tier() + " '" + account.name()
                        + "'; nothing was charged; a dataset's measures are fixed when it is registered (--measures)"));
    }
}
