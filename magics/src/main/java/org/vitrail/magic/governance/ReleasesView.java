package org.vitrail.magic.governance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.pac.PacLearningSpec;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.magic.view.Bundle;
import org.vitrail.magic.view.TableView;

/// What a project has released already, so that it is used again instead of bought again.
public final class ReleasesView {
    /// How many are shown unless all are asked for.
    public static final int SHOWN = 20;

    private static final List<String> HEADER = List.of(
            "release",
            "mechanism",
            "rows",
            "ε",
            "δ",
            "μ²",
            "engine",
            "columns",
            "options",
            "age",
            "by",
            "notebook",
            "replayed",
            "data");
    private static final List<Boolean> NUMERIC =
            List.of(false, false, true, true, true, true, false, false, false, true, false, false, true, false);

    private ReleasesView() {}

    /// The list.
    ///
    /// @param dataset its name
    /// @param releases newest first
    /// @param mine only those of this user
    /// @param all older ones and those of replaced rows too
    public static Bundle releases(
            String dataset, List<ReleaseSummary> releases, Optional<String> mine, boolean all, Instant now) {
        List<ReleaseSummary> wanted = releases.stream()
                .filter(r -> mine.isEmpty() || r.user().equals(mine.get()))
                .toList();
        List<ReleaseSummary> usable =
                wanted.stream().filter(r -> all || r.current()).toList();
        List<ReleaseSummary> shown = all ? usable : usable.subList(0, Math.min(SHOWN, usable.size()));
        List<String> below = new ArrayList<>();
        int older = usable.size() - shown.size();
        int replaced = wanted.size() - usable.size();
        if (older + replaced > 0) {
            below.add("not shown: " + older + " older, " + replaced + " of rows that were replaced since (--all)");
        }
        below.add(advice(dataset, shown));
        return TableView.rows(
                "Releases of dataset '" + dataset + "' that your project has"
                        + mine.map(user -> ", bought by " + user).orElse(""),
                HEADER,
                shown.stream().map(release -> row(release, now)).toList(),
                NUMERIC,
                below);
    }

    private static String advice(String dataset, List<ReleaseSummary> shown) {
        return shown.stream()
                .filter(ReleaseSummary::current)
                .findFirst()
                .map(r -> switch (r.receipt().spec()) {
                    case SynthesisSpec _ ->
                        "run the same %dp_synthesize to get one again at no cost, or %dp_releases " + dataset
                                + " --get " + ShortId.of(r.receipt().releaseId()) + " -o table";
                    case PacSpec _, PacLearningSpec _ -> "run the same %pac_calibrate cell to get one again at no cost";
                })
                .orElse(shown.isEmpty() ? "none yet" : "none of the rows that the dataset has now");
    }

    private static List<String> row(ReleaseSummary release, Instant now) {
        List<String> row = new ArrayList<>(List.of(
                ShortId.of(release.receipt().releaseId()), release.receipt().mechanism()));
        Guarantee guarantee = release.receipt().guarantee();
        List<String> cost = switch (guarantee) {
            case Guarantee.DifferentialPrivacy dp ->
                List.of(
                        ShortNumber.upper(dp.epsilon()),
                        ShortNumber.of(dp.delta()),
                        ShortNumber.of(dp.muSquaredPico() * 1e-12));
            case Guarantee.PacPrivacy pac -> List.of(ShortNumber.upper(pac.picoNats() * 1e-12) + " nats (PAC)", "", "");
            case Guarantee.NotPrivate none -> List.of("NOT PRIVATE", "", "");
        };
        MechanismSpec spec = release.receipt().spec();
        switch (spec) {
            case SynthesisSpec s -> {
                row.add(String.format(Locale.ROOT, "%,d", s.rows()));
                row.addAll(cost);
                row.add(s.engine().name().toLowerCase(Locale.ROOT));
                row.add(s.columns().isEmpty() ? "all" : String.join(", ", s.columns()));
                row.add(options(s));
            }
            case PacSpec pac -> {
                row.add("");
                row.addAll(cost);
                row.add("pac");
                row.add("");
                row.add(pac.sql().replaceAll("\\s+", " "));
            }
            case PacLearningSpec learning -> {
                row.add("");
                row.addAll(cost);
                row.add("pac");
                row.add(String.join(", ", learning.columns()));
                row.add(learning.algorithm() + (learning.k() > 1 ? ", k " + learning.k() : ""));
            }
        }
        row.add(TimeWords.age(release.receipt().releasedAt(), now));
        row.add(release.user());
        row.add(release.notebook());
        row.add(String.valueOf(release.replays()));
        row.add(release.current() ? "current" : "replaced since");
        return row;
    }

    private static String options(SynthesisSpec spec) {
        List<String> options = new ArrayList<>();
        spec.label().ifPresent(label -> options.add("label " + label));
        if (spec.coverage()) {
            options.add("coverage");
        }
        if (spec.seed() != 0) {
            options.add("seed " + spec.seed());
        }
        return String.join(", ", options);
    }
}
