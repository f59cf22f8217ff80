package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.vitrail.contract.Account;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.contract.Quote;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.pac.PacLearningSpec;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.magic.view.Html.Fact;

/// The privacy box below a release, and the price before one.
public final class ReceiptView {
    private static final String PROMISE =
            "Whatever is computed from this release costs nothing more. The promise is for "
                    + "one unit: a group of k units is protected k times less, and what was done to the data before it was "
                    + "registered is not covered.";

    private static final int SHORT = 100; // characters of a mechanism's name

    private ReceiptView() {}

    /// The receipt of a release: one line of what matters, the whole folded.
    ///
    /// @param session after the release, if it is known
    /// @param verbose unfolded, in text too
    public static Bundle receipt(Receipt receipt, Optional<Account> session, boolean verbose) {
        List<Fact> facts = new ArrayList<>();
        facts.addAll(guarantee(receipt.guarantee()));
        facts.add(new Fact("mechanism", receipt.mechanism()));
        lines(facts, "noise", receipt.noise());
        lines(facts, "assumed public", receipt.assumedPublic());
        new TreeMap<>(receipt.facts()).forEach((name, value) -> facts.add(new Fact(name, value)));
        facts.add(new Fact("request", request(receipt.spec())));
        facts.add(new Fact(
                "release",
                receipt.releaseId() + ", made at " + Html.time(receipt.releasedAt()) + " in "
                        + Html.duration(receipt.millis() * 1e-3)));
        facts.add(new Fact("engine", receipt.engineVersion()));
        facts.add(new Fact("fingerprint", receipt.fingerprint()));
        facts.add(new Fact("data snapshot", receipt.snapshot()));
        facts.add(new Fact("remember", PROMISE));
        String title = receipt.replayed()
                ? "Privacy receipt: replayed, nothing charged"
                : "Privacy receipt: " + charge(receipt.guarantee());
        List<Fact> first = new ArrayList<>(summary(receipt.guarantee(), receipt.mechanism()));
        if (receipt.guarantee() instanceof Guarantee.PacPrivacy) {
            for (String name : List.of(Receipt.OUTSIDE, Receipt.EXPECTED_ERROR)) {
                Optional.ofNullable(receipt.facts().get(name)).ifPresent(fact -> first.add(new Fact(name, fact)));
            }
        }
        session.ifPresent(account -> first.add(new Fact("session", BudgetGauge.left(account))));
        return folded(title, first, facts, verbose, "--verbose, or the release's receipt(), shows the whole receipt");
    }

    private static Bundle folded(
            String title, List<Fact> first, List<Fact> whole, boolean verbose, String whereMoreIs) {
        return Bundle.of(
                title + "\n" + Html.text(verbose ? whole : first) + (verbose ? "" : "  [" + whereMoreIs + "]"),
                Html.box(title, Html.facts(first) + Html.folded("everything about it", Html.facts(whole), verbose)));
    }

    /// Whom it protects and how, shortly.
    private static List<Fact> summary(Guarantee guarantee, String mechanism) {
        return switch (guarantee) {
            case Guarantee.DifferentialPrivacy dp ->
                List.of(new Fact("protects", dp.unit()), new Fact("mechanism", shortly(mechanism)));
            case Guarantee.PacPrivacy pac ->
                List.of(new Fact("protects", pac.unit()), new Fact("mechanism", shortly(mechanism)));
            case Guarantee.NotPrivate n ->
                List.of(new Fact("protects", "nobody"), new Fact("mechanism", shortly(mechanism)));
        };
    }

    private static String shortly(String text) {
        return text.length() <= SHORT ? text : text.substring(0, text.lastIndexOf(' ', SHORT - 2)) + " …";
    }

    /// The one line above a delivery that cost nothing.
    public static Bundle replayed(Receipt receipt) {
        String line = "Replayed: this is the stored release of " + Html.time(receipt.releasedAt())
                + ", byte for byte; nothing was charged (--fresh buys new noise)";
        return Bundle.of(
                "[" + line + "]",
                "<div style=\"font-size:13px\"><span style=\"border:1px solid " + Html.ACCENT + ";border-radius:9px;"
                        + "padding:0 8px\">replayed</span> " + Html.escape(line) + "</div>");
    }

    /// A quote: one line of the price, what it leaves, and the whole folded.
    ///
    /// @param verbose unfolded, in text too
    public static Bundle quote(Quote quote, String request, boolean verbose) {
        List<Fact> facts = new ArrayList<>();
        facts.addAll(guarantee(quote.guarantee()));
        facts.add(new Fact("mechanism", quote.mechanism()));
        lines(facts, "noise", quote.noise());
        facts.add(new Fact("expected error", quote.expectedError()));
        facts.add(new Fact("expected time", "about " + Html.duration(quote.secondsExpected())));
        lines(facts, "assumed public", quote.assumedPublic());
        if (quote.pac().isPresent()) {
            facts.addAll(PacServerView.price(quote.pac().get()));
        } else {
            facts.add(new Fact("session before", BudgetGauge.inEpsilon(quote.sessionBefore())));
            facts.add(new Fact("session after", BudgetGauge.inEpsilon(quote.sessionAfter())));
        }
        facts.add(new Fact("you could buy", howMany(quote)));
        facts.add(new Fact("request", request));
        String title = "Quote: " + verdict(quote) + " (asking was free; no row was touched)";
        List<Fact> first = new ArrayList<>(summary(quote.guarantee(), quote.mechanism()));
        quote.pac().ifPresent(_ -> first.add(new Fact(Receipt.EXPECTED_ERROR, quote.expectedError())));
        first.add(new Fact("expected time", "about " + Html.duration(quote.secondsExpected())));
        quote.pac()
                .ifPresentOrElse(
                        price -> first.addAll(PacServerView.price(price)),
                        () -> first.add(new Fact("session after", BudgetGauge.left(quote.sessionAfter()))));
        first.add(new Fact("you could buy", howMany(quote)));
        return folded(
                title,
                first,
                facts,
                verbose,
                quote.pac().isPresent()
                        ? "--verbose shows what is not promised, the noise and what is assumed public"
                        : "--verbose shows noise, expected error and what is assumed public");
    }

    private static String verdict(Quote quote) {
        if (quote.replay()) {
            return "an identical release exists and would be replayed at no cost";
        }
        return charge(quote.guarantee()) + (quote.affordable() ? "" : "; THE BUDGET CANNOT PAY THIS");
    }

    /// How often the session and all levels above it could pay this price.
    static String howMany(Quote quote) {
        if (quote.guarantee() instanceof Guarantee.NotPrivate) {
            return "any number: it is not private and not charged";
        }
        if (quote.room() == 0) {
            return quote.refusal().map(line -> "none: " + line).orElse("none");
        }
        String many =
                quote.room() >= Quote.ROOM_MAX ? Html.count(Quote.ROOM_MAX) + " and more" : Html.count(quote.room());
        return many + " like this from what is left of the session and of what is above it (dataset, project, analyst)";
    }

    private static String charge(Guarantee guarantee) {
        return switch (guarantee) {
            case Guarantee.DifferentialPrivacy dp ->
                "ε = " + Html.upper(dp.epsilon()) + " at δ = " + Html.number(dp.delta()) + ", μ² = "
                        + BudgetGauge.mu(dp.muSquaredPico());
            case Guarantee.PacPrivacy pac -> PacServerView.charge(pac);
            case Guarantee.NotPrivate n -> "NOT PRIVATE, do not publish";
        };
    }

    private static List<Fact> guarantee(Guarantee guarantee) {
        return switch (guarantee) {
            case Guarantee.DifferentialPrivacy dp ->
                List.of(
                        new Fact("guarantee", "(ε, δ)-differential privacy: " + charge(dp)),
                        new Fact("protects", dp.unit()),
                        new Fact("neighbours", dp.relation()),
                        new Fact("in words", Meaning.of(dp.epsilon(), dp.delta())));
            case Guarantee.PacPrivacy pac -> PacServerView.guarantee(pac);
            case Guarantee.NotPrivate n -> List.of(new Fact("guarantee", "none, do not publish: " + n.reason()));
        };
    }

    private static void lines(List<Fact> facts, String term, List<String> lines) {
        if (!lines.isEmpty()) {
            facts.add(new Fact(term, String.join("\n", lines)));
        }
    }

    /// A request in the user's words.
    public static String request(MechanismSpec spec) {
        return switch (spec) {
            case PacSpec pac ->
                "the answer to \"" + pac.sql().replaceAll("\\s+", " ") + "\" from '" + pac.dataset()
                        + "', telling at most " + Html.upper(pac.picoNats() * 1e-12) + " nats";
            case PacLearningSpec learning ->
                learning.describe() + " from '" + learning.dataset() + "', telling at most "
                        + Html.upper(learning.picoNats() * 1e-12) + " nats";
            case SynthesisSpec s ->
                Html.count(s.rows()) + " synthetic rows of '" + s.dataset() + "' with ε = " + Html.number(s.epsilon())
                        + ", δ = " + Html.number(s.delta()) + ", engine "
                        + s.engine().name().toLowerCase(java.util.Locale.ROOT)
                        + s.label().map(l -> ", label '" + l + "'").orElse("")
                        + (s.columns().isEmpty() ? "" : ", columns " + String.join(", ", s.columns()))
                        + (s.coverage() ? ", coverage selection" : "") + ", seed " + s.seed();
        };
    }
}
