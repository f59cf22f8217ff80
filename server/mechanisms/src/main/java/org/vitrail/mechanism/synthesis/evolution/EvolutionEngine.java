package org.vitrail.mechanism.synthesis.evolution;

import java.util.List;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.synthesis.distillation.Teacher;
import org.vitrail.mechanism.synthesis.engine.Engine;
import org.vitrail.mechanism.synthesis.engine.EngineTask;
import org.vitrail.mechanism.synthesis.engine.Forecast;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

/// Private Evolution for tables, started from and mutated by DP marginals, its rows fitted to every released
/// histogram.
public final class EvolutionEngine implements Engine {
    private final Settings settings = Settings.DEFAULT;

    /// The engine; stateless.
    public EvolutionEngine() {}

    @Override
    public Forecast forecast(EngineTask task, MuSquared allowance) {
        Space space = space(task);
        Spending spending = spending(task, space, allowance, (_, _, _) -> new long[0]);
        String unit = task.product().unit() instanceof PrivacyUnit.Row ? "row" : "person, of joint L2 norm <= 1";
        double million = task.rowsPublic().orElse(100_000) / 1e6;
        return new Forecast(
                "Private Evolution for tables (Lin et al. 2024; Tab-PE 2026): candidates from DP one-way marginals, "
                        + "nearest-candidate votes, rows fitted to all released histograms (McKenna et al. 2019), labels "
                        + "distilled (Hinton et al. 2015)",
                List.of(
                        "counts of " + space.labels() + " label(s): N(0, %.4g^2)".formatted(spending.countDeviation()),
                        "one-way marginals of " + space.axes()
                                + " column(s) for each label: N(0, %.4g^2) a cell"
                                        .formatted(spending.marginalDeviation()),
                        settings.histograms() + " histograms of votes, one vote for each " + unit
                                + ": N(0, %.4g^2) a bin".formatted(spending.voteDeviation())),
                "detail is kept down to groups of about %.0f rows of a label; a label with fewer than %.0f rows is coarse "
                                .formatted(2 * spending.voteDeviation(), 50 * spending.voteDeviation())
                        + "(measured, server/adr/0030)",
                2 + 3 * million * space.axes() + task.spec().rows() * 2e-5 + (Teacher.serves(space.labels()) ? 3 : 0),
                List.of());
    }

    @Override
    public Product synthesize(
            EngineTask task, MuSquared allowance, Gate gate, Sensitive<Table> rows, Progress progress) {
        Space space = space(task);
        Spending spending = spending(
                task,
                space,
                allowance,
                (counts, squared, charge) ->
                        gate.gaussian(counts, squared, charge).value());
        return new Evolution(
                        space,
                        settings,
                        spending,
                        task.spec().coverage(),
                        task.spec().seed())
                .run(rows, task.spec().rows(), progress);
    }

    private Space space(EngineTask task) {
        return new Space(task.product(), Space.splitting(task.product(), task.label()), settings.lambda());
    }

    private Spending spending(EngineTask task, Space space, MuSquared allowance, Meter meter) {
        boolean persons = task.product().unit() instanceof PrivacyUnit.Person;
        Spending spending = new Spending(settings, space.axes(), persons, allowance, meter);
        if (spending.countCharge().pico() < 1 || spending.voteCharge().pico() < 1) {
            throw new IllegalArgumentException(
                    "the evolution engine needs mu^2 of at least 1e-9, got " + allowance + "; raise epsilon or delta");
        }
        return spending;
    }
}
