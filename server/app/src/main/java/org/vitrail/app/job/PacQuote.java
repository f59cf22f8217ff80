package org.vitrail.app.job;

import java.util.List;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.contract.pac.PacPrice;
import org.vitrail.mechanism.pac.PacPlan;
import org.vitrail.privacy.ledger.PacAmount;
import org.vitrail.privacy.ledger.Route;

/// The price of an answer of PAC privacy beside what the session has.
///
/// @param levels session, analyst, project, dataset
/// @param numbers in each row of the answer
record PacQuote(List<AccountRow.Level<PacAmount>> levels, int numbers, PacAmount charge) {
    PacQuote {
        levels = List.copyOf(levels);
    }

    static PacQuote of(List<AccountRow.Level<PacAmount>> levels, Pricing.Priced priced, PacAmount charge) {
        return new PacQuote(levels, priced.plan() instanceof PacPlan plan ? plan.numbers() : 0, charge);
    }

    boolean affordable() {
        return new Route<>(levels.stream().map(AccountRow.Level::node).toList())
                .refusing(charge)
                .isEmpty();
    }

    /// @param replay whether it costs nothing because the answer exists
    PacPrice price(boolean replay) {
        AccountRow.Level<PacAmount> session = levels.getFirst();
        long ten = charge.picoNats() > Long.MAX_VALUE / 10 ? Long.MAX_VALUE : charge.picoNats() * 10;
        return new PacPrice(
                PacAccounts.view(session),
                replay ? PacAccounts.view(session) : PacAccounts.view(session, charge),
                numbers,
                PacAccounts.success(ten));
    }
}
