package org.vitrail.mechanism.synthesis.auto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.blackbox.BlackBox;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.synthesis.engine.Engine;
import org.vitrail.mechanism.synthesis.engine.EngineTask;
import org.vitrail.mechanism.synthesis.engine.Forecast;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.blackbox.Claim;
import org.vitrail.privacy.blackbox.Outputs;
import org.vitrail.privacy.blackbox.Verdict;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

/// The choice between engines and all that it releases, over tables that differ in one unit. The engine chosen
/// spends all it may on one count of rows, so that the whole allowance is used.
///
/// **Power.** Noise of an eighth of the deviation (64 times the μ² that is claimed).
class AutoBlackBoxTest {
    private static final int RUNS = 1200;
    private static final MuSquared ONE = new MuSquared(1_000_000_000_000L);
    private static final List<Column> COLUMNS = List.of(
            Column.of("x", Domain.RealRange.of(0, 1)), Column.of("label", Domain.Categorical.of(List.of("no", "yes"))));
    private static final Pattern VOTE = Pattern.compile("noisy vote ([+-]\\d+)");

    /// Makes no rows; the fact "count" is a noisy number of rows.
    private record Counting() implements Engine {
        @Override
        public Forecast forecast(EngineTask task, MuSquared allowance) {
            return new Forecast("counts", List.of("count"), "counts", 1, List.of());
        }

        @Override
        public Product synthesize(
                EngineTask task, MuSquared allowance, Gate gate, Sensitive<Table> rows, Progress progress) {
            long most = task.rowsPerUnit();
            long noisy = gate.gaussian(rows.map(t -> new long[] {t.rowCount()}), most * most, allowance)
                    .value()[0];
            return new Product(
                    Table.of(task.product(), 0, new double[0], new int[0]), Map.of("count", Long.toString(noisy)));
        }
    }

    private static TableSchema schema(int rowsPerUnit) {
        return new TableSchema(
                COLUMNS, rowsPerUnit == 1 ? new PrivacyUnit.Row() : new PrivacyUnit.Person("who", rowsPerUnit));
    }

    /// Twenty units, and `odd` units of rows whose label their neighbours tell.
    private static Table table(int rowsPerUnit, int odd) {
        int n = (20 + odd) * rowsPerUnit;
        double[] x = new double[n];
        Arrays.setAll(x, i -> i % 7 / 7.0);
        int[] label = new int[n];
        Arrays.setAll(label, i -> i < 20 * rowsPerUnit ? i % 2 : 1);
        int[] persons = new int[n];
        Arrays.setAll(persons, i -> i / rowsPerUnit);
        return rowsPerUnit == 1
                ? Table.of(schema(1), n, x, label)
                : Table.ofPersons(schema(rowsPerUnit), n, persons, x, label);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void facts_neighbouringTables_keepTheClaim(int rowsPerUnit) {
        assertThat(verdicts(rowsPerUnit, schema(rowsPerUnit), ONE)).noneMatch(Verdict::violated);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void facts_choiceThatSpendsMore_isCaught(int rowsPerUnit) {
        assertThat(verdicts(rowsPerUnit, schema(rowsPerUnit), ONE.times(64))).anyMatch(Verdict::violated);
    }

    /// Planted bug: noise for one row, where a person has five.
    @Test
    void facts_rowsOfAPersonTakenForUnits_areCaught() {
        assertThat(verdicts(5, schema(1), ONE)).anyMatch(Verdict::violated);
    }

    private static List<Verdict> verdicts(int rowsPerUnit, TableSchema schema, MuSquared spent) {
        return BlackBox.verdicts(
                RUNS,
                outputs(table(rowsPerUnit, 0), schema, spent),
                outputs(table(rowsPerUnit, 1), schema, spent),
                Claim.gaussian(ONE),
                rowsPerUnit,
                1);
    }

    /// Features: the engine's count, the noisy vote, the choice.
    private static Outputs outputs(Table rows, TableSchema schema, MuSquared spent) {
        SynthesisSpec spec =
                new SynthesisSpec("t", 10, 1, 1e-5, EngineChoice.AUTO, Optional.empty(), List.of(), false, 1);
        EngineTask task = new EngineTask(spec, schema, OptionalInt.of(1), OptionalLong.empty());
        AutoEngine engine = new AutoEngine(new Counting(), new Counting());
        return BlackBox.pool(RUNS, _ -> {
            Map<String, String> facts = engine.synthesize(
                            task, spent, Gate.open(spent), Sensitive.of(rows), Progress.none())
                    .facts();
            String choice = facts.getOrDefault("auto", "");
            Matcher vote = VOTE.matcher(choice);
            assertThat(vote.find()).isTrue();
            return new double[] {
                Double.parseDouble(facts.getOrDefault("count", "none")),
                Double.parseDouble(vote.group(1)),
                choice.startsWith("evolution") ? 1 : 0
            };
        });
    }
}
