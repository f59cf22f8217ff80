package org.vitrail.mechanism.synthesis.marginals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
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

/// Selects, measures and generates: 1-way counts, counts by label, a label-augmented tree of the strongest pairs, then
/// the worst-fitting pairs in rounds; rows are drawn from the tree, reweighted to the rest, given labels by a teacher,
/// and chosen so that their pairs are counted like the model's.
public final class MarginalsEngine implements Engine {
    private static final int CODES = 24;
    private static final int PARTICLES_MIN = 50_000;
    private static final int PARTICLES_MAX = 200_000;
    /// Pair updates that the choice of rows may spend: about two seconds.
    private static final long SWAP_WORK = 200_000_000L;
    private static final long SWAPS_PER_ROW = 600;

    private final int particlesMin;
    private final int particlesMax;

    /// An engine; stateless.
    public MarginalsEngine() {
        this(PARTICLES_MIN, PARTICLES_MAX);
    }

    /// An engine whose model has as many particles as rows are wanted, within these bounds: both at least 1. What
    /// is measured does not depend on them.
    MarginalsEngine(int particlesMin, int particlesMax) {
        this.particlesMin = particlesMin;
        this.particlesMax = particlesMax;
    }

    @Override
    public Forecast forecast(EngineTask task, MuSquared allowance) {
        Budget budget = Budget.of(task, allowance);
        double deviation = budget.oneWayDeviation();
        String error = "a 1-way count is off by about %.4g rows (one standard deviation, derived from the noise of the "
                        .formatted(deviation)
                + "1-way counts alone; further tables lower it)";
        double rows = task.rowsPublic().orElse(100_000);
        double seconds = 1
                + budget.pairs() * (rows * 4e-9 * (2 + budget.rounds()) + 2e-3)
                + budget.features() * Math.max(task.spec().rows(), particlesMin) * 1e-6
                + (task.spec().rows() > 1 ? 2 : 0)
                + (task.label().isPresent() ? 3 : 0);
        return new Forecast(
                "adaptive marginals: label-augmented tree and raking, after MST (McKenna, Miklau, Sheldon 2021), "
                        + "AIM (McKenna et al. 2022) and PrivSyn (Zhang et al. 2021); labels distilled (Hinton et al. 2015)",
                budget.lines(),
                error,
                seconds,
                List.of());
    }

    @Override
    public Product synthesize(
            EngineTask task, MuSquared allowance, Gate gate, Sensitive<Table> rows, Progress progress) {
        Budget budget = Budget.of(task, allowance);
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(task.spec().seed());
        List<Column> columns = task.product().columns();
        List<ColumnGrid> grids = ColumnGrid.of(columns);
        progress.report("measuring columns", 0);
        OneWay oneWay = measure(budget, grids, gate, rows, task);
        List<Coding> codings = IntStream.range(0, grids.size())
                .mapToObj(j -> Coding.of(grids.get(j), oneWay.mass().get(j), oneWay.deviation(), CODES))
                .toList();
        Sensitive<Coded> coded = rows.map(table -> Coded.of(table, grids, codings));
        int[] sizes = new int[columns.size() + 1];
        double[][] mass = new double[columns.size() + 1][];
        for (int j = 0; j < columns.size(); j++) {
            sizes[j] = codings.get(j).codes();
            mass[j] = codings.get(j).mass();
        }
        sizes[columns.size()] = 1;
        mass[columns.size()] = new double[] {oneWay.rows()};
        ModelBuilder builder = new ModelBuilder(
                new Measurements(gate, budget, coded),
                budget,
                progress,
                random,
                columns.stream().map(Column::name).toList(),
                task.label().orElse(columns.size()),
                sizes,
                oneWay.rows(),
                mass);
        int wanted = task.spec().rows();
        Particles model = builder.build(Math.clamp(wanted, particlesMin, particlesMax));
        progress.report("choosing rows", 0.85);
        boolean taught = relabels(task, sizes);
        Particles pool = taught
                ? model.relabelled(task.label().orElseThrow(), Arrays.copyOf(sizes, columns.size()), random)
                : model;
        int[] chosen = choose(model, pool, sizes, wanted, random);
        Map<String, String> facts = new LinkedHashMap<>(builder.facts());
        facts.put("noisy number of private rows", "%.0f".formatted(oneWay.rows()));
        facts.put("standard deviation of 1-way counts", "%.4g".formatted(oneWay.deviation()));
        if (taught) {
            facts.put("labels", Teacher.describe());
        }
        return new Product(decode(task, grids, codings, pool, chosen, random), facts);
    }

    private static OneWay measure(
            Budget budget, List<ColumnGrid> grids, Gate gate, Sensitive<Table> rows, EngineTask task) {
        long[] released = gate.gaussian(
                        rows.map(table -> OneWay.counts(grids, table)),
                        budget.squaredSensitivity(budget.histograms()),
                        budget.oneWay())
                .value();
        return OneWay.estimate(grids, released, budget.oneWayDeviation(), task.rowsPublic());
    }

    /// Whether there is a categorical label that can be taught, and anything that it could follow from.
    private static boolean relabels(EngineTask task, int[] sizes) {
        List<Column> columns = task.product().columns();
        return task.label().isPresent()
                && columns.size() > 1
                && columns.get(task.label().getAsInt()).domain() instanceof Domain.Categorical
                && Teacher.serves(sizes[task.label().getAsInt()]);
    }

    private static int[] choose(Particles model, Particles pool, int[] sizes, int wanted, RandomGenerator random) {
        int columns = sizes.length - 1;
        int[] real = Arrays.copyOf(sizes, columns);
        long pairs = Math.max(1, columns * (columns - 1L) / 2);
        long swaps = Math.min(SWAP_WORK / pairs, SWAPS_PER_ROW * wanted);
        return Coreset.choose(model, pool, real, wanted, swaps, random);
    }

    private static Table decode(
            EngineTask task,
            List<ColumnGrid> grids,
            List<Coding> codings,
            Particles model,
            int[] chosen,
            RandomGenerator random) {
        Object[] values = new Object[grids.size()];
        for (int j = 0; j < values.length; j++) {
            int[] codes = new int[chosen.length];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = model.rows().column(j)[chosen[i]];
            }
            values[j] = grids.get(j).values(codings.get(j).leaves(codes, random), random);
        }
        return Table.of(task.product(), chosen.length, values);
    }
}
