package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrail.contract.Account;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.ReleaseLine;
import org.vitrail.contract.session.SessionView;

/// Balances: what is spent, set aside and left, in (ε, δ) and in the native measure.
public final class BudgetGauge {
    private static final int RELEASES_SHOWN = 20;

    private BudgetGauge() {}

    /// The whole answer of `%dp_budget`.
    public static Bundle budget(BudgetView view) {
        SessionView session = view.session();
        String title = "Budget of notebook '" + session.notebook() + "' on dataset '" + session.dataset() + "'";
        StringBuilder text = new StringBuilder(title).append('\n');
        text.append(gaugeText("this session", session.account()));
        text.append(gaugeText("the dataset, all sessions", view.datasetAccount()));
        text.append(releasesText(view.releases()));
        String html = Html.box(
                title,
                gauge("this session", session.account())
                        + gauge("the dataset, all sessions", view.datasetAccount())
                        + "<div style=\"opacity:.7;font-size:12px;margin:4px 0\">"
                        + Html.escape(note())
                        + "</div>"
                        + releasesHtml(view.releases()));
        return Bundle.of(text + note(), html);
    }

    /// What `%dp_session` shows.
    public static Bundle session(SessionView session) {
        String title = (session.resumed() ? "Resumed" : "Opened") + " the session of notebook '" + session.notebook()
                + "' on dataset '" + session.dataset() + "' for " + session.user();
        return Bundle.of(
                title + "\n" + gaugeText("this session", session.account()),
                Html.box(title, gauge("this session", session.account())));
    }

    /// The list of releases alone.
    public static Bundle releases(BudgetView view) {
        String title = "Releases of dataset '" + view.session().dataset() + "'";
        return Bundle.of(title + "\n" + releasesText(view.releases()), Html.box(title, releasesHtml(view.releases())));
    }

    private static String note() {
        return "Amounts add up in μ² of Gaussian differential privacy (Dong, Roth, Su 2022), so the ε of several releases is "
                + "less than their sum; each ε holds at the δ beside it";
    }

    private static String gauge(String name, Account account) {
        double spent = share(account.spentPico(), account);
        double reserved = share(account.reservedPico(), account);
        String svg = String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 400 16\" width=\"400\" height=\"16\" "
                        + "style=\"max-width:100%%\"><title>%s</title>"
                        + "<rect x=\"0.5\" y=\"0.5\" width=\"399\" height=\"15\" rx=\"4\" fill=\"none\" "
                        + "stroke=\"currentColor\" stroke-opacity=\"0.5\"/>"
                        + "<rect x=\"1\" y=\"1\" width=\"%.1f\" height=\"14\" rx=\"3\" fill=\"%s\"/>"
                        + "<rect x=\"%.1f\" y=\"1\" width=\"%.1f\" height=\"14\" fill=\"%s\"/></svg>",
                Html.escape(percent(spent) + " spent, " + percent(reserved) + " reserved"),
                398 * spent,
                Html.ACCENT,
                1 + 398 * spent,
                398 * reserved,
                Html.PENDING);
        return "<div style=\"margin:6px 0\"><div>" + Html.escape(name + ": " + inEpsilon(account)) + "</div>" + svg
                + "<div style=\"opacity:.7;font-size:12px\">" + Html.escape(inMu(account)) + "</div></div>";
    }

    private static String gaugeText(String name, Account account) {
        int width = 40;
        int spent = (int) Math.ceil(width * share(account.spentPico(), account));
        int reserved = Math.min(width - spent, (int) Math.ceil(width * share(account.reservedPico(), account)));
        return "  [" + "#".repeat(spent) + "+".repeat(reserved) + ".".repeat(width - spent - reserved) + "] " + name
                + "\n    " + inEpsilon(account) + "\n    " + inMu(account) + "\n";
    }

    static String inEpsilon(Account account) {
        return "ε spent " + Html.upper(account.epsilonSpent()) + " of " + Html.number(account.epsilonCap())
                + " at δ = " + Html.number(account.delta()) + "; one more release could use ε "
                + Html.number(account.epsilonRemaining());
    }

    /// What one more release could use.
    public static String left(Account account) {
        return "ε " + Html.number(account.epsilonRemaining()) + " left at δ = " + Html.number(account.delta());
    }

    private static String inMu(Account account) {
        return "μ² spent " + mu(account.spentPico()) + ", reserved " + mu(account.reservedPico()) + ", remaining "
                + mu(account.remainingPico()) + " of " + mu(account.capPico()) + " ("
                + percent(share(account.spentPico(), account)) + " spent)";
    }

    static String mu(long pico) {
        return Html.number(pico * 1e-12);
    }

    private static double share(long pico, Account account) {
        return account.capPico() <= 0 ? 0 : Math.clamp((double) pico / account.capPico(), 0, 1);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
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

    private static String releasesText(List<ReleaseLine> releases) {
        return releases.isEmpty()
                ? "  no releases yet\n"
                : Html.textTable(HEADER, rows(releases), NUMERIC)
                        + more(releases)
                        + (more(releases).isEmpty() ? "" : "\n");
    }

    private static String releasesHtml(List<ReleaseLine> releases) {
        return releases.isEmpty()
                ? "<div style=\"opacity:.7\">no releases yet</div>"
                : Html.table(HEADER, rows(releases), NUMERIC) + Html.escape(more(releases));
    }
}
