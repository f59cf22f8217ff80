package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.pac.PacAccount;
import org.vitrail.contract.pac.PacBudget;
import org.vitrail.contract.pac.PacLevel;
import org.vitrail.contract.pac.PacLine;
import org.vitrail.contract.pac.PacOverTime;
import org.vitrail.contract.pac.PacPrice;
import org.vitrail.magic.pac.Promise;
import org.vitrail.magic.view.Html.Fact;
import org.vitrail.privacy.pac.Nats;

/// PAC privacy of a server's datasets, in words: never beside an ε as if they could be added.
public final class PacServerView {
    private static final long FEMTO_OF_PICO = 1000;

    /// A guess that may be right so often is as good as told.
    private static final double NOTHING_PROMISED = 0.999;

    private static final int ID_SHOWN = 8; // as elsewhere; a beginning of an id can be typed

    private static final String LIMITS =
            "it does not hide whether a unit is in the table at all, nor facts that are true of"
                    + " every half; it is an average promise, not a worst case; it is not differential privacy and has no epsilon";

    private PacServerView() {}

    /// A charge in one line.
    static String charge(Guarantee.PacPrivacy pac) {
        return "tells at most " + nats(pac.picoNats())
                + " nats (units of information) about the secret half: whether one"
                + " given unit is in it can be guessed right with at most " + percent(pac.posterior()) + " instead of "
                + percent(pac.prior()) + (pac.posterior() > NOTHING_PROMISED ? ", WHICH PROMISES NOTHING" : "");
    }

    static List<Fact> guarantee(Guarantee.PacPrivacy pac) {
        return List.of(
                new Fact("guarantee", "PAC privacy: " + charge(pac)),
                new Fact("protects", pac.unit()),
                new Fact("neighbours", pac.relation()),
                new Fact("not promised", LIMITS));
    }

    /// What a quote adds to the guarantee.
    static List<Fact> price(PacPrice price) {
        List<Fact> facts = new ArrayList<>(List.of(
                new Fact("numbers", price.numbers() + " in each row; all rows are one vector for this one charge"),
                new Fact("PAC session before", line(price.before())),
                new Fact("PAC session after", line(price.after()))));
        PacLevel tightest = price.tightest();
        if (tightest.account().remainingPico() < price.before().remainingPico()) {
            facts.add(new Fact(
                    "least is left of", tightest.tier() + " '" + tightest.name() + "': " + line(tightest.account())));
        }
        if (price.more() > 0) {
            facts.add(new Fact(
                    price.more() + (price.more() == 1 ? " such answer" : " such answers"),
                    (price.more() < PacPrice.MORE ? "all there is room for: " : "") + "at most "
                            + percent(price.successAfterMore()) + " with all that was told before, to any session"));
        }
        return facts;
    }

    static String line(PacAccount account) {
        return nats(told(account)) + " of " + nats(account.capPico()) + " nats told, a guess of 50 % is now at most "
                + after(told(account), 0, 0)
                + (account.keptPico() > 0 ? " (" + nats(account.keptPico()) + " nats more are kept for sessions)" : "")
                + ", at the cap " + percent(account.capSuccess());
    }

    /// Spent, and set aside for what is asked now.
    private static long told(PacAccount account) {
        return account.spentPico() + account.reservedPico();
    }

    /// What the session has left, in one line.
    public static String left(PacBudget budget) {
        PacLevel session = budget.levels().getFirst();
        String left = "PAC privacy of " + session.tier() + " '" + session.name() + "': " + line(session.account());
        return budget.levels().stream()
                .min(Comparator.comparingLong(level -> level.account().remainingPico()))
                .filter(level ->
                        level.account().remainingPico() < session.account().remainingPico())
                .map(level -> left + "; less is left of " + level.tier() + " '" + level.name() + "': "
                        + line(level.account()))
                .orElse(left);
    }

    /// The whole ledger, for `%dp_budget`.
    public static String budget(String dataset, PacBudget budget) {
        List<String> lines = new ArrayList<>();
        lines.add("PAC privacy of dataset '" + dataset + "' (another promise: never added to an epsilon)");
        for (PacLevel level : budget.levels()) {
            lines.add("  " + level.tier() + " '" + level.name() + "': " + line(level.account()));
        }
        if (budget.answers().isEmpty()) {
            lines.add("  no answer yet");
            return String.join("\n", lines);
        }
        PacLine last = budget.answers().getFirst();
        if (last.picoNats() > 0) {
            long told = budget.levels().stream()
                    .mapToLong(level -> told(level.account()))
                    .max()
                    .orElse(0);
            long left = budget.levels().stream()
                    .mapToLong(level -> level.account().remainingPico())
                    .min()
                    .orElse(0);
            lines.add("  10 more answers like the last: " + after(told, last.picoNats(), 10) + "; there is room for "
                    + Math.max(0, left) / last.picoNats());
        }
        for (PacLine answer : budget.answers()) {
            lines.add("  " + shortened(answer.releaseId()) + "  " + Html.time(answer.at()) + "  "
                    + answer.mechanism().replaceFirst(" \\(.*", "") + "  " + nats(answer.picoNats()) + " nats  "
                    + answer.status() + "  " + answer.user() + "  " + answer.notebook());
        }
        return String.join("\n", lines);
    }

    private static String shortened(String id) {
        return id.substring(0, Math.min(ID_SHOWN, id.length()));
    }

    /// The total over renewals.
    public static String overTime(PacOverTime total) {
        return "PAC privacy over time, the rows before each renewal included: " + nats(total.picoNats())
                + " nats told, a guess of 50 % is now at most " + percent(total.success())
                + " for a unit that is in all " + total.snapshots() + " sets of rows";
    }

    private static String after(long usedPico, long eachPico, long times) {
        try {
            long pico = Math.addExact(usedPico, Math.multiplyExact(eachPico, times));
            return Promise.percent(new Nats(Math.multiplyExact(pico, FEMTO_OF_PICO)));
        } catch (ArithmeticException e) {
            return "100 %";
        }
    }

    /// An amount in nats, rounded up.
    public static String nats(long pico) {
        return ShortNumber.upper(pico * 1e-12);
    }

    /// A success in per cent, rounded up.
    public static String percent(double share) {
        return Promise.percent(share);
    }
}
