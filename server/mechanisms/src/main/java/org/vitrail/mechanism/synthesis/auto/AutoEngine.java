package org.vitrail.mechanism.synthesis.auto;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.synthesis.engine.Engine;
import org.vitrail.mechanism.synthesis.engine.EngineTask;
import org.vitrail.mechanism.synthesis.engine.Forecast;
import org.vitrail.mechanism.synthesis.evolution.DepthVote;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

/// Chooses between marginals and evolution by a released vote on whether the label depends on the columns jointly.
///
/// Marginals are chosen only if the votes speak for them: if the noisy sum is below minus one standard deviation of
/// its
/// noise, and there are at least as many blocks as that deviation. With N rows of joint structure the clean sum is
/// about 0.6 · N/64 (Artificial Characters), with additive structure about −0.7 · N/64 (Adult) or −0.9 · N/64 (clinic
/// sample); the noise is 2/√(0.04 μ²). In doubt it is evolution, which starts from marginals and keeps more of the
/// label where rows are few (server/adr/0033).
public final class AutoEngine implements Engine {
    private static final int COUNT_PARTS = 5;
    private static final int VOTE_PARTS = 40;
    private static final int ROWS_PER_BLOCK = 64;
    private static final int BLOCKS_MIN = 8;
    private static final int BLOCKS_MAX = 20_000;

    private final Engine marginals;
    private final Engine evolution;

    /// Made once for a run; see the class.
    ///
    /// @param marginals serves labels that follow column by column, and tables without a label
    /// @param evolution serves labels that follow from columns jointly
    public AutoEngine(Engine marginals, Engine evolution) {
        this.marginals = marginals;
        this.evolution = evolution;
    }

    @Override
    public Forecast forecast(EngineTask task, MuSquared allowance) {
        if (!DepthVote.applies(task.product(), task.label())) {
            return marginals.forecast(task, allowance);
        }
        MuSquared rest = rest(task, allowance);
        Forecast shallow = marginals.forecast(task, rest);
        Forecast deep = evolution.forecast(task, rest);
        List<String> noise = new ArrayList<>();
        if (task.rowsPublic().isEmpty()) {
            noise.add("number of rows: N(0, %.4g^2)"
                    .formatted(Gate.standardDeviation(countSquared(task), count(allowance))));
        }
        noise.add("sum of block votes, joint against additive: N(0, %.4g^2)"
                .formatted(Gate.standardDeviation(DepthVote.SQUARED_SENSITIVITY, vote(allowance))));
        shallow.noise().forEach(line -> noise.add("if marginals are chosen: " + line));
        deep.noise().forEach(line -> noise.add("if evolution is chosen: " + line));
        List<String> assumed = new ArrayList<>(shallow.assumedPublic());
        deep.assumedPublic().stream().filter(line -> !assumed.contains(line)).forEach(assumed::add);
        return new Forecast(
                "a vote of disjoint blocks of rows (sample and aggregate, Nissim et al. 2007) chooses one of: "
                        + shallow.mechanism() + "; or " + deep.mechanism(),
                noise,
                "marginals: " + shallow.expectedError() + "; evolution: " + deep.expectedError(),
                1 + Math.max(shallow.secondsExpected(), deep.secondsExpected()),
                assumed);
    }

    @Override
    public Product synthesize(
            EngineTask task, MuSquared allowance, Gate gate, Sensitive<Table> rows, Progress progress) {
        if (!DepthVote.applies(task.product(), task.label())) {
            Product product = marginals.synthesize(task, allowance, gate, rows, progress);
            return with(product, "marginals: there is no categorical label to vote on");
        }
        long count = task.rowsPublic().isPresent()
                ? task.rowsPublic().getAsLong()
                : gate.gaussian(rows.map(t -> new long[] {t.rowCount()}), countSquared(task), count(allowance))
                        .value()[0];
        int blocks = Math.clamp(count / ROWS_PER_BLOCK, BLOCKS_MIN, BLOCKS_MAX);
        long seed = task.spec().seed();
        long sum = gate.gaussian(
                        rows.map(t -> new long[] {DepthVote.count(t, task.label(), blocks, seed)}),
                        DepthVote.SQUARED_SENSITIVITY,
                        vote(allowance))
                .value()[0];
        double noise = Gate.standardDeviation(DepthVote.SQUARED_SENSITIVITY, vote(allowance));
        boolean deep = deep(sum, blocks, noise);
        progress.report("chosen: " + (deep ? "evolution" : "marginals"), 0.05);
        Product product = (deep ? evolution : marginals).synthesize(task, rest(task, allowance), gate, rows, progress);
        return with(
                product,
                "%s: noisy vote %+d of %d blocks (marginals below %.1f, one deviation of the noise, of at least %.0f blocks)"
                        .formatted(deep ? "evolution" : "marginals", sum, blocks, -noise, Math.ceil(noise)));
    }

    /// Whether it is to be evolution.
    ///
    /// @param sum noisy sum of the votes
    /// @param blocks how many could vote
    /// @param noise standard deviation of the noise in `sum`
    static boolean deep(long sum, int blocks, double noise) {
        return blocks < noise || sum > -noise;
    }

    private static Product with(Product product, String choice) {
        Map<String, String> facts = new TreeMap<>(product.facts());
        facts.put("auto", choice);
        return new Product(product.table(), facts);
    }

    private static long countSquared(EngineTask task) {
        return (long) task.rowsPerUnit() * task.rowsPerUnit();
    }

    private static MuSquared count(MuSquared allowance) {
        return allowance.share(COUNT_PARTS, 1000);
    }

    private static MuSquared vote(MuSquared allowance) {
        return allowance.share(VOTE_PARTS, 1000);
    }

    private static MuSquared rest(EngineTask task, MuSquared allowance) {
        return allowance.share(1000 - VOTE_PARTS - (task.rowsPublic().isPresent() ? 0 : COUNT_PARTS), 1000);
    }
}
