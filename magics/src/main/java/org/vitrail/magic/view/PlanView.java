package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The answers of `%dp_account` and `%dp_calibrate`.
public final class PlanView {
    private static final Map<String, String> NAMES = Map.of(
            "sum", "sums and optimal composition",
            "gdp", "Gaussian DP, closed form",
            "zcdp", "zero-concentrated DP",
            "rdp", "Rényi DP",
            "pld", "privacy loss distribution");

    private PlanView() {}

    /// What a plan costs.
    public static Bundle cost(
            double epsilon, double delta, String relation, String accountant, Map<String, Double> epsilons) {
        List<Html.Fact> facts = new ArrayList<>();
        facts.add(new Html.Fact(
                "ε at most", Html.upper(epsilon) + " at δ = " + Html.number(delta) + " under " + relation));
        new TreeMap<>(epsilons)
                .forEach((name, value) -> facts.add(new Html.Fact(
                        NAMES.getOrDefault(name, name),
                        Html.upper(value) + (name.equals(accountant) ? "  ← the least" : ""))));
        facts.add(new Html.Fact("in words", Meaning.of(epsilon, delta)));
        facts.add(new Html.Fact(
                "holds for",
                "this list, fixed before it starts; a session that chooses as it goes has its own filter"));
        return box("What the plan costs", facts);
    }

    /// What a plan may have.
    public static Bundle calibrated(
            String field, String plan, double value, double epsilon, double delta, double budget) {
        return box(
                "What the budget allows",
                List.of(
                        new Html.Fact(field, Html.number(value)),
                        new Html.Fact("exactly", Double.toString(value)),
                        new Html.Fact(
                                "ε then",
                                "at most " + Html.upper(epsilon) + " of " + Html.number(budget) + " at δ = "
                                        + Html.number(delta)),
                        new Html.Fact("plan", plan)));
    }

    private static Bundle box(String title, List<Html.Fact> facts) {
        return Bundle.of(title + "\n" + Html.text(facts).stripTrailing(), Html.box(title, Html.facts(facts)));
    }
}
