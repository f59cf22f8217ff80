package org.vitrail.mechanism.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.blackbox.Claim;
import org.vitrail.privacy.blackbox.CounterExampleSearch;
import org.vitrail.privacy.blackbox.HistogramTester;
import org.vitrail.privacy.blackbox.HockeyStickTester;
import org.vitrail.privacy.blackbox.Outputs;
import org.vitrail.privacy.blackbox.Verdict;
import org.vitrail.privacy.release.Sensitive;

/// The marginals engine, from rows to product, over tables that differ in one row: a black box with the claim
/// of its plan. Each tester raises a false alarm with probability at most 1e-6; with so few runs they see gross
/// errors only, such as a plan that claims a thousandth of what it spends.
class EnginesBlackBoxTest {
    private static final double DELTA = 1e-6;
    private static final int RUNS = 100;
    private static final TableSchema SCHEMA = new TableSchema(
            List.of(
                    Column.of("color", Domain.Categorical.of(List.of("red", "green"))),
                    Column.of("label", Domain.Categorical.of(List.of("no", "yes")))),
            new PrivacyUnit.Row());

    @ParameterizedTest
    @EnumSource(value = EngineChoice.class, names = "MARGINALS")
    void product_neighbouringTables_keepsTheClaim(EngineChoice engine) {
        Claim claim = Claim.gaussian(GaussianAccountant.cap(1, DELTA));
        assertThat(verdicts(engine, 1, claim)).noneMatch(Verdict::violated);
    }

    /// Planted bug: spends for ε = 400 and claims ε = 0.4.
    @Test
    void product_planThatClaimsTooLittle_isCaught() {
        Claim claim = Claim.gaussian(GaussianAccountant.cap(0.4, DELTA));
        assertThat(verdicts(EngineChoice.MARGINALS, 400, claim)).allMatch(Verdict::violated);
    }

    private static List<Verdict> verdicts(EngineChoice engine, double epsilon, Claim claim) {
        Outputs without = outputs(engine, epsilon, 0);
        Outputs with = outputs(engine, epsilon, 1);
        double point = 1;
        return List.of(
                new HockeyStickTester(RUNS, 0, point).test(without, with, claim),
                new HistogramTester(RUNS, 1, point).test(without, with, claim),
                new CounterExampleSearch(RUNS / 2, RUNS)
                        .test(
                                List.of(new CounterExampleSearch.Pair(engine.name(), without, with)),
                                point,
                                claim.delta().applyAsDouble(point)));
    }

    /// Twice [#RUNS] products, handed out one after the other and again from the start: no tester gets one
    /// twice.
    ///
    /// Features of a product of ten rows: how many have the label of the row that is there or not, how many its
    /// color.
    private static Outputs outputs(EngineChoice engine, double epsilon, int rare) {
        int[] codes = new int[6 + rare];
        Arrays.fill(codes, 6, codes.length, 1);
        Table rows = Table.of(SCHEMA, codes.length, codes, codes.clone());
        SynthesisMechanism mechanism = new SynthesisMechanism();
        double[][] pool = new double[2 * RUNS][];
        for (int i = 0; i < pool.length; i++) {
            SynthesisSpec spec =
                    new SynthesisSpec("d", 10, epsilon, DELTA, engine, Optional.empty(), List.of(), false, i);
            SynthesisPlan plan = mechanism.plan(spec, new PublicFacts(SCHEMA, OptionalLong.empty()));
            Table product = mechanism
                    .run(plan, Sensitive.of(rows), Progress.none())
                    .value()
                    .table();
            pool[i] = new double[] {
                Arrays.stream(product.codes(1)).sum(),
                Arrays.stream(product.codes(0)).sum()
            };
        }
        int[] next = new int[1];
        return times -> {
            double[][] taken = new double[times][];
            Arrays.setAll(taken, i -> pool[next[0]++ % pool.length]);
            return taken;
        };
    }
}
