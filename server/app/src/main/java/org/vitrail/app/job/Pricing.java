package org.vitrail.app.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.wire.Fingerprint;
import org.vitrail.contract.wire.Json;
import org.vitrail.mechanism.Mechanism;
import org.vitrail.mechanism.Offer;
import org.vitrail.mechanism.Plan;
import org.vitrail.mechanism.pac.PacPlan;
import org.vitrail.mechanism.pac.PacPlanner;
import org.vitrail.mechanism.synthesis.SynthesisPlan;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.PacAmount;

/// Prices requests from public facts; has no way to reach a row. A price follows from the request and those facts
/// alone, so that of a repeated request is remembered: most requests are somebody's notebook run again. Safe for use
/// by many threads.
public final class Pricing {
    private static final double PRIOR = 0.5; // every unit is in half of the worlds
    private static final int REMEMBERED = 64; // each holds a schema

    private final Mechanism<SynthesisSpec, SynthesisPlan> synthesis;
    private final PacPlanner pac;
    private final Map<Asked, Priced> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Priced> eldest) {
            return size() > REMEMBERED;
        }
    });

    /// Prices with those planners.
    public Pricing(Mechanism<SynthesisSpec, SynthesisPlan> synthesis, PacPlanner pac) {
        this.synthesis = synthesis;
        this.pac = pac;
    }

    private record Asked(MechanismSpec spec, DatasetRow dataset, List<DatasetRow> linked, String project) {}

    /// A request with its price.
    ///
    /// @param spec canonical: what was left to a default is written out
    /// @param reads the datasets that it reads beside its own, parents before children
    /// @param charge in every measure of the dataset's accounts of the guarantee's kind
    /// @param version of the mechanism's code
    /// @param fingerprint the same for the same request of the same project
    record Priced(
            MechanismSpec spec,
            Offer plan,
            List<DatasetRow> reads,
            Guarantee guarantee,
            Amount<?> charge,
            String version,
            String fingerprint) {
        Priced {
            reads = List.copyOf(reads);
        }

        /// The most that the run may charge, in its own measure.
        Amount<?> allowance() {
            return plan instanceof Plan priced ? DpAmount.of(priced.charge()) : charge;
        }
    }

    /// Prices a request.
    ///
    /// @param linked the datasets that a query may read beside its own, parents before children
    /// @param project whose releases may be delivered again for it
    /// @throws IllegalArgumentException one line: what is wrong with the request
    Priced price(MechanismSpec asked, DatasetRow dataset, List<DatasetRow> linked, String project) {
        Asked request = new Asked(asked, dataset, List.copyOf(linked), project);
        Priced before = known.get(request);
        if (before != null) {
            return before;
        }
        Priced priced = reckoned(asked, dataset, linked, project);
        known.put(request, priced);
        return priced;
    }

    private Priced reckoned(MechanismSpec asked, DatasetRow dataset, List<DatasetRow> linked, String project) {
        return switch (asked) {
            case SynthesisSpec spec -> {
                SynthesisPlan plan = synthesis.plan(spec, dataset.facts());
                SynthesisSpec canonical = new SynthesisSpec(
                        spec.dataset(),
                        spec.rows(),
                        spec.epsilon(),
                        spec.delta(),
                        spec.engine(),
                        spec.label(),
                        names(plan),
                        spec.coverage(),
                        spec.seed());
                yield priced(canonical, plan, spec.delta(), synthesis.version(), dataset, project);
            }
            case PacRequest spec -> answer(spec, dataset, linked, project);
        };
    }

    private Priced answer(PacRequest spec, DatasetRow dataset, List<DatasetRow> linked, String project) {
        dataset.declaration().link().ifPresent(link -> {
            throw new RefusedException(new Refusal.InvalidRequest("dataset '" + dataset.name() + "' links to '"
                    + link.parent() + "', whose account pays for what is told of both; ask with --dataset "
                    + link.parent() + " (or the one that it links to); nothing was charged"));
        });
        PacTerms terms = dataset.declaration().pac().orElseThrow(() -> PacAccounts.noCap(dataset.name()));
        PacPlan plan = pac.plan(spec, dataset.facts(linked), terms);
        Guarantee guarantee = new Guarantee.PacPrivacy(
                spec.picoNats(),
                PRIOR,
                PacAccounts.success(spec.picoNats()),
                dataset.columns().unit().describe(),
                plan.worlds());
        List<DatasetRow> reads =
                linked.stream().filter(row -> plan.reads().contains(row.name())).toList();
        StringBuilder rows =
                new StringBuilder(dataset.snapshot() + " " + Json.text(dataset.columns()) + " " + terms.unitsMin());
        for (DatasetRow read : reads) {
            rows.append(' ').append(read.snapshot()).append(' ').append(Json.text(read.asLinked()));
        }
        return new Priced(
                plan.spec(), // canonical
                plan,
                reads,
                guarantee,
                new PacAmount(spec.picoNats()),
                pac.version(spec),
                Fingerprint.of(rows.toString(), plan.spec(), pac.version(spec), project));
    }

    private static Priced priced(
            MechanismSpec spec, Plan plan, double delta, String version, DatasetRow dataset, String project) {
        Guarantee.DifferentialPrivacy guarantee = new Guarantee.DifferentialPrivacy(
                GaussianAccountant.epsilon(delta, plan.charge()),
                delta,
                plan.charge().pico(),
                dataset.columns().unit().describe(),
                "add or remove one unit");
        // The schema decides how bytes become rows: it is part of what is released from.
        String rows = dataset.snapshot() + " " + Json.text(dataset.columns());
        DpAmount charge = dataset.charge(plan.event());
        return new Priced(
                spec, plan, List.of(), guarantee, charge, version, Fingerprint.of(rows, spec, version, project));
    }

    private static List<String> names(Offer plan) {
        return plan.product().columns().stream().map(Column::name).toList();
    }
}
