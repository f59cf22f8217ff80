package org.vitrail.app.job;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.contract.Quote;
import org.vitrail.contract.pac.PacAccount;
import org.vitrail.contract.pac.PacLevel;
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

    private Route<PacAmount> route() {
        return new Route<>(levels.stream().map(AccountRow.Level::node).toList());
    }

    /// How many such answers could be paid.
    long room() {
        return Room.of(route(), charge, Quote.ROOM_MAX);
    }

    /// Why it could not be paid, if so.
    Optional<String> refusal() {
        return AccountRow.Level.refusal(levels, charge);
    }

    /// How many levels are asked: those above a guaranteed one keep its cap for it.
    private int asked() {
        int lowest = 0;
        while (lowest < levels.size() - 1 && !levels.get(lowest).node().guaranteed()) {
            lowest++;
        }
        return lowest + 1;
    }

    /// @param replay whether it costs nothing because the answer exists
    PacPrice price(boolean replay) {
        AccountRow.Level<PacAmount> session = levels.getFirst();
        List<PacLevel> accounts = levels.stream()
                .map(level -> new PacLevel(level.tier(), level.name(), PacAccounts.view(level)))
                .toList();
        PacAccount before = accounts.getFirst().account();
        long more = Math.min(PacPrice.MORE, room());
        long told = accounts.stream()
                .mapToLong(
                        level -> level.account().spentPico() + level.account().reservedPico())
                .max()
                .orElseThrow();
        return new PacPrice(
                before,
                replay ? before : PacAccounts.view(session, charge),
                accounts.subList(0, asked()).stream()
                        .min(Comparator.comparingLong(level -> level.account().remainingPico()))
                        .orElseThrow(),
                numbers,
                more,
                PacAccounts.success(told + more * charge.picoNats()));
    }
}
