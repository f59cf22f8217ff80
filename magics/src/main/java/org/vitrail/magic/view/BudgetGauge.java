package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.Account;
import org.vitrail.contract.MeasureName;
import org.vitrail.contract.session.BudgetLevel;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.ReleaseLine;
import org.vitrail.contract.session.SessionView;

/// Balances: what is spent, set aside and left, in (ε, δ) and in the native measure.
public final class BudgetGauge {
    private static final int RELEASES_SHOWN = 20;

    private static final String NOTE =
            "Amounts add up in μ² of Gaussian differential privacy (Dong, Roth, Su 2022), and"
                    + " each charge is taken from every level. The ε of several releases together follows from the sum of their"
                    + " μ², as a rule less than the sum of their ε; each ε holds at the δ beside it";

    private BudgetGauge() {}

    /// A budget where nothing is known about earlier rows of its dataset.
    public static Bundle budget(BudgetView view) {
        return budget(view, Optional.empty());
    }

    /// The whole answer of `%dp_budget`.
    ///
    /// @param epsilonOverTime of everything ever spent on the dataset, where it was renewed
    public static Bundle budget(BudgetView view, Optional<Double> epsilonOverTime) {
        SessionView session = view.session();
        String title = "Budget of notebook '" + session.notebook() + "' on dataset '" + session.dataset() + "'";
        StringBuilder text = new StringBuilder(title).append('\n');
        StringBuilder html = new StringBuilder();
        for (BudgetLevel level : view.levels()) {
            text.append(gaugeText(Levels.name(level), level.account()));
            html.append(gauge(Levels.name(level), level.account()));
        }
        List<String> lines = new ArrayList<>(List.of(binding(view)));
        epsilonOverTime.ifPresent(
                total -> lines.add(overTime(total, view.datasetAccount().delta())));
        lines.addAll(terms(session));
        lines.forEach(line -> text.append(line).append('\n'));
        lines.forEach(line -> html.append(line(line, "")));
        text.append(releasesText(view));
        html.append(line(NOTE, ";opacity:.7;font-size:12px")).append(releasesHtml(view));
        return Bundle.of(text + NOTE, Html.box(title, html.toString()));
    }

    /// Which level a request would hit first.
    static String binding(BudgetView view) {
        BudgetLevel tightest = Levels.tightest(view);
        return "the " + tightest.tier() + " is the tightest: '" + tightest.name() + "' has "
                + left(tightest.account()) + " (μ² " + mu(tightest.account().gaussianLeft()) + ")"
                + (Levels.asked(view).size() < view.levels().size()
                        ? "; the levels above the guaranteed one keep its cap for it"
                        : "");
    }

    /// The total over renewals.
    static String overTime(double epsilon, double delta) {
        return "over time, the rows before each renewal included: ε " + Html.upper(epsilon) + " at δ = "
                + Html.number(delta) + " for a person who is in all of them";
    }

    /// How many more requests of a price there could be, and what one would leave.
    ///
    /// @param price in words
    /// @param chargePico the price in μ², in units of 1e-12; > 0
    public static Bundle whatIf(BudgetView view, String price, long chargePico) {
        BudgetLevel tightest = Levels.tightest(view);
        Account before = tightest.account();
        long times = Levels.times(before, chargePico);
        String title = "What if: " + price + ", μ² = " + mu(chargePico) + " (nothing was bought)";
        String sentence = times == 0
                ? "none of these: " + Levels.name(tightest) + " has μ² " + mu(before.gaussianLeft())
                        + " left, short by " + mu(chargePico - before.gaussianLeft())
                : Html.count(times) + (times == 1 ? " of these" : " more of these") + ", then " + Levels.name(tightest)
                        + " has too little left";
        List<List<String>> rows = new ArrayList<>();
        for (BudgetLevel level : Levels.asked(view)) {
            rows.add(List.of(
                    Levels.name(level),
                    mu(level.account().gaussianLeft()),
                    Html.count(Levels.times(level.account(), chargePico))));
        }
        List<String> header = List.of("level", "μ² left", "could pay");
        List<Boolean> numeric = List.of(false, true, true);
        String name = Levels.name(tightest);
        Account after = times == 0 ? before : SideBySide.after(before, chargePico);
        Account shown = SideBySide.in(before, after.unit());
        long asked = times == 0 ? 0 : SideBySide.charge(after.unit(), chargePico);
        String text = title + "\n  " + sentence + "\n  before " + Gauge.text(shown, 0) + " " + name + ": "
                + left(before) + "\n  after  " + Gauge.text(shown, asked) + " " + name + ": " + left(after) + "\n"
                + Html.textTable(header, rows, numeric).stripTrailing();
        String html = line(sentence, "")
                + line("before, " + name + ": " + left(before), "")
                + Gauge.svg(shown, 0)
                + line("after, " + name + ": " + left(after), "")
                + Gauge.svg(shown, asked)
                + Html.table(header, rows, numeric);
        return Bundle.of(text, Html.box(title, html));
    }

    /// What `%dp_session` shows.
    public static Bundle session(SessionView session) {
        return session((session.resumed() ? "Resumed" : "Opened"), session, List.of());
    }

    /// A session that was ended.
    public static Bundle ended(SessionView session) {
        return session(
                "Ended",
                session,
                List.of(
                        "it takes no more charges: what it spent stays spent, the rest is free for the accounts above"));
    }

    /// A session and what there is to say about it.
    ///
    /// @param what was done with it
    /// @param more lines
    public static Bundle session(String what, SessionView session, List<String> more) {
        String title = what + " the session of notebook '" + session.notebook() + "' on dataset '" + session.dataset()
                + "' for " + session.user();
        List<String> lines = new ArrayList<>(terms(session));
        lines.addAll(more);
        StringBuilder text = new StringBuilder(title).append('\n').append(gaugeText("this session", session.account()));
        StringBuilder html = new StringBuilder(gauge("this session", session.account()));
        lines.forEach(line -> text.append("  ").append(line).append('\n'));
        lines.forEach(line -> html.append(line(line, "")));
        return Bundle.of(text.toString(), Html.box(title, html.toString()));
    }

    private static List<String> terms(SessionView session) {
        List<String> lines = new ArrayList<>();
        if (session.guaranteed()) {
            lines.add("guaranteed: the accounts above keep what this session has left");
        }
        session.expiresAt()
                .ifPresent(at -> lines.add("expires at " + Html.time(at)
                        + ": then it takes no more charges, and what it has left is free for the accounts above"));
        return lines;
    }

    private static String line(String text, String style) {
        return "<div style=\"margin:4px 0" + style + "\">" + Html.escape(text) + "</div>";
    }

    private static String gauge(String name, Account account) {
        return "<div style=\"margin:6px 0\"><div>" + Html.escape(name + ": " + inEpsilon(account)) + "</div>"
                + Gauge.svg(account, 0) + "<div style=\"opacity:.7;font-size:12px\">" + Html.escape(inMu(account))
                + "</div></div>";
    }

    private static String gaugeText(String name, Account account) {
        return "  " + Gauge.text(account, 0) + " " + name + "\n    " + inEpsilon(account) + "\n    " + inMu(account)
                + "\n";
    }

    static String inEpsilon(Account account) {
        boolean aside = account.reservedPico() > 0 || account.keptPico() > 0;
        return "ε spent " + (aside ? "or set aside " : "") + Html.upper(account.epsilonSpent()) + " of "
                + Html.number(account.epsilonCap()) + " at δ = " + Html.number(account.delta())
                + "; one more release could use ε " + Html.number(account.epsilonRemaining());
    }

    /// What one more release could use.
    public static String left(Account account) {
        return "ε " + Html.number(account.epsilonRemaining()) + " left at δ = " + Html.number(account.delta());
    }

    private static String inMu(Account account) {
        String unit = account.unit();
        return MeasureName.sign(unit) + " spent " + amount(unit, account.spentPico()) + ", reserved "
                + amount(unit, account.reservedPico())
                + (account.keptPico() > 0
                        ? ", kept for sessions and projects below " + amount(unit, account.keptPico())
                        : "")
                + ", remaining " + amount(unit, account.remainingPico()) + " of " + amount(unit, account.capPico())
                + " (" + Gauge.percent(Gauge.share(account.spentPico(), account)) + " spent)"
                + (account.measures().size() > 1 ? "; " + SideBySide.words(account.measures()) : "");
    }

    static String amount(String unit, long units) {
        return Html.number(units * MeasureName.scale(unit));
    }

    static String mu(long pico) {
        return Html.number(pico * 1e-12);
    }

    private static final List<String> HEADER =
            List.of("release", "what", "by", "notebook", "at", "ε", "δ", "μ²", "status");
    private static final List<Boolean> NUMERIC = List.of(false, false, false, false, false, true, true, true, false);

    private static List<List<String>> rows(List<ReleaseLine> releases) {
        List<List<String>> rows = new ArrayList<>();
        for (ReleaseLine r : releases.subList(0, Math.min(releases.size(), RELEASES_SHOWN))) {
            rows.add(List.of(
                    r.releaseId().length() > 12 ? r.releaseId().substring(0, 12) : r.releaseId(),
                    r.mechanism(),
                    r.user(),
                    r.notebook(),
                    Html.time(r.at()),
                    Html.upper(r.epsilon()),
                    Html.number(r.delta()),
                    mu(r.muSquaredPico()),
                    r.status()));
        }
        return rows;
    }

    private static String more(List<ReleaseLine> releases) {
        int hidden = releases.size() - RELEASES_SHOWN;
        return hidden > 0 ? "and " + hidden + " older ones" : "";
    }

    private static String none(BudgetView view) {
        return view.pac().isEmpty() ? "no releases yet" : "no releases with differential privacy yet";
    }

    private static String releasesText(BudgetView view) {
        String more = more(view.releases());
        return view.releases().isEmpty()
                ? "  " + none(view) + "\n"
                : Html.textTable(HEADER, rows(view.releases()), NUMERIC) + more + (more.isEmpty() ? "" : "\n");
    }

    private static String releasesHtml(BudgetView view) {
        return view.releases().isEmpty()
                ? "<div style=\"opacity:.7\">" + none(view) + "</div>"
                : Html.table(HEADER, rows(view.releases()), NUMERIC) + Html.escape(more(view.releases()));
    }
}
