package org.vitrail.mechanism.synthesis.auto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.synthesis.engine.Engine;
import org.vitrail.mechanism.synthesis.engine.EngineTask;
import org.vitrail.mechanism.synthesis.engine.Forecast;
import org.vitrail.mechanism.synthesis.evolution.DepthVote;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

class AutoEngineTest {
    private static final MuSquared ALLOWANCE = GaussianAccountant.cap(1, 1e-5);
    private static final TableSchema GENERATED = new TableSchema(
            List.of(
                    Column.of("a", Domain.RealRange.of(0, 1)),
                    Column.of("b", Domain.RealRange.of(0, 1)),
                    Column.of("c", Domain.RealRange.of(0, 1)),
                    Column.of("label", Domain.Categorical.of(List.of("no", "yes")))),
            new PrivacyUnit.Row());

    /// Names itself in the facts and makes no rows.
    private record Named(String name) implements Engine {
        @Override
        public Forecast forecast(EngineTask task, MuSquared allowance) {
            return new Forecast(name, List.of(name), name, 1, List.of());
        }

        @Override
        public Product synthesize(
                EngineTask task, MuSquared allowance, Gate gate, Sensitive<Table> rows, Progress progress) {
            assertThat(gate.charged().plus(allowance)).isLessThanOrEqualTo(ALLOWANCE);
            return new Product(Table.of(task.product(), 0, columns(task.product(), 0)), Map.of("engine", name));
        }
    }

    private static Object[] columns(TableSchema schema, int n) {
        return schema.columns().stream()
                .map(c -> c.domain() instanceof Domain.Categorical ? new int[n] : (Object) new double[n])
                .toArray();
    }

    private static Map<String, String> facts(Table table, OptionalInt label) {
        SynthesisSpec spec =
                new SynthesisSpec("t", 10, 1, 1e-5, EngineChoice.AUTO, Optional.empty(), List.of(), false, 1);
        EngineTask task = new EngineTask(spec, table.schema(), label, OptionalLong.empty());
        return new AutoEngine(new Named("marginals"), new Named("evolution"))
                .synthesize(task, ALLOWANCE, Gate.open(ALLOWANCE), Sensitive.of(table), Progress.none())
                .facts();
    }

    private static Table generated(int n, boolean joint) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
        double[] a = random.doubles(n).toArray();
        double[] b = random.doubles(n).toArray();
        double[] c = random.doubles(n).toArray();
        int[] label = new int[n];
        for (int i = 0; i < n; i++) {
            boolean parity = (a[i] > 0.5) == (b[i] > 0.5);
            boolean sum = a[i] + b[i] + c[i] + 0.3 * random.nextGaussian() > 1.5;
            label[i] = (joint ? parity : sum) ? 1 : 0;
        }
        return Table.of(GENERATED, n, a, b, c, label);
    }

    /// The clean sums are at least 4 standard deviations of the noise from the bound: wrong with probability < 4e-5.
    @Test
    void synthesize_parityOrAdditiveLabel_evolutionOrMarginals() {
        double noise = 2 / Math.sqrt(0.04 * ALLOWANCE.approximate());
        Table joint = generated(60_000, true);
        Table additive = generated(60_000, false);
        assertThat(DepthVote.count(joint, OptionalInt.of(3), 937, 1)).isGreaterThan((long) (5 * noise));
        assertThat(DepthVote.count(additive, OptionalInt.of(3), 937, 1)).isLessThan((long) (-5 * noise));
        assertThat(facts(joint, OptionalInt.of(3))).containsEntry("engine", "evolution");
        assertThat(facts(additive, OptionalInt.of(3))).containsEntry("engine", "marginals");
        assertThat(facts(joint, OptionalInt.empty())).containsEntry("engine", "marginals");
    }

    @Test
    void deep_sumWithinNoiseOrTooFewBlocks_evolution() {
        assertThat(AutoEngine.deep(-29, 100, 30)).isTrue();
        assertThat(AutoEngine.deep(-31, 100, 30)).isFalse();
        assertThat(AutoEngine.deep(-90, 29, 30)).isTrue(); // fewer votes than noise say nothing
        assertThat(AutoEngine.deep(-90, 30, 30)).isFalse();
    }

    @Test
    void count_oneRowRemoved_movesByAtMostTwo() {
        Table all = generated(500, true);
        long with = DepthVote.count(all, OptionalInt.of(3), 100, 1);
        boolean moved = false;
        for (int out = 0; out < 100; out++) {
            int removed = out;
            int[] rest = java.util.stream.IntStream.range(0, 500)
                    .filter(i -> i != removed)
                    .toArray();
            long move = Math.abs(DepthVote.count(all.rows(rest), OptionalInt.of(3), 100, 1) - with);
            assertThat(move * move).isLessThanOrEqualTo(DepthVote.SQUARED_SENSITIVITY);
            moved |= move > 0;
        }
        assertThat(moved).isTrue();
    }

    /// The largest move of the vote that leaving out one person of sixty rows makes, over twenty ways to cut blocks.
    private static long largestMove(TableSchema schema) {
        Table rows = generated(600, true);
        int[] persons = new int[600];
        Arrays.setAll(persons, i -> i / 60);
        Object[] columns = {rows.numbers(0), rows.numbers(1), rows.numbers(2), rows.codes(3)};
        Table all = schema.unit() instanceof PrivacyUnit.Person
                ? Table.ofPersons(schema, 600, persons, columns)
                : Table.of(schema, 600, columns);
        long largest = 0;
        for (int person = 0; person < 10; person++) {
            int removed = person;
            int[] rest = java.util.stream.IntStream.range(0, 600)
                    .filter(i -> persons[i] != removed)
                    .toArray();
            Table without = all.rows(rest);
            for (long seed = 1; seed <= 20; seed++) {
                long move = DepthVote.count(without, OptionalInt.of(3), 40, seed)
                        - DepthVote.count(all, OptionalInt.of(3), 40, seed);
                largest = Math.max(largest, Math.abs(move));
            }
        }
        return largest;
    }

    @Test
    void count_onePersonRemoved_movesByAtMostTwo() {
        TableSchema persons = new TableSchema(GENERATED.columns(), new PrivacyUnit.Person("who", 60));
        assertThat(largestMove(persons)).isBetween(1L, 2L);
        // must fail: each row of a person in a block of its own
        assertThat(largestMove(GENERATED)).isGreaterThan(2);
    }

    @Test
    void count_artificialCharacters_joint() throws Exception {
        Path root = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        while (root != null && !Files.exists(root.resolve("shared/data"))) {
            root = root.getParent();
        }
        Assumptions.assumeTrue(root != null, "shared/data is absent: skipped");
        List<String[]> rows = Files.readAllLines(root.resolve("shared/data/artificial-characters/train.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        double[][] low = {{0, 7}, {0, 47}, {0, 63}, {0, 50}, {-2, 63}, {1, 51}, {13, 77}};
        List<Column> columns = new java.util.ArrayList<>();
        Object[] values = new Object[8];
        for (int j = 0; j < 7; j++) {
            int at = j;
            columns.add(Column.of("V" + j, Domain.RealRange.of(low[j][0], low[j][1])));
            values[j] =
                    rows.stream().mapToDouble(r -> Double.parseDouble(r[at])).toArray();
        }
        columns.add(Column.of("Class", Domain.Categorical.of(Arrays.asList("1,2,3,4,5,6,7,8,9,10".split(",")))));
        values[7] = rows.stream().mapToInt(r -> Integer.parseInt(r[7]) - 1).toArray();
        Table table = Table.of(new TableSchema(columns, new PrivacyUnit.Row()), rows.size(), values);
        assertThat(DepthVote.count(table, OptionalInt.of(7), rows.size() / 64, 1))
                .isGreaterThan(40);
    }
}
