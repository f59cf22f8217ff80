package org.vitrail.mechanism.synthesis.marginals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
import org.vitrail.mechanism.synthesis.engine.EngineTask;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.blackbox.Claim;
import org.vitrail.privacy.blackbox.Outputs;
import org.vitrail.privacy.blackbox.Verdict;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

/// The marginals engine with few particles, rows to product and facts, over tables that differ in one unit.
///
/// **Power.** From so few runs only gross errors are seen: noise of a fiftieth of the deviation (an ε of about 125
/// spent where 1 is claimed); a twelfth is missed now and then.
class MarginalsBlackBoxTest {
    private static final int RUNS = 300;
    private static final int PARTICLES = 100;
    private static final MuSquared CLAIMED = GaussianAccountant.cap(1, 1e-6);
    private static final List<Column> COLUMNS = List.of(
            Column.of("color", Domain.Categorical.of(List.of("red", "green"))),
            Column.of("label", Domain.Categorical.of(List.of("no", "yes"))),
            Column.of("size", Domain.Categorical.of(List.of("s", "m", "l"))),
            Column.of("gain", Domain.IntegerRange.of(0, 3)).orMissing());

    /// How much of the engine takes part.
    enum Case {
        TWO_COLUMNS(2, false, 1, 2500),
        LABEL_AND_ROUNDS(4, true, 1, 2500),
        PERSONS_WITH_LABEL(4, true, 50, 2500),
        PERSONS_WITHOUT_LABEL(4, false, 50, 2500);

        private final int columns;
        private final boolean label;
        private final int rowsPerUnit;
        private final int spent;

        /// @param spent μ² of the planted bug, in multiples of what is claimed
        Case(int columns, boolean label, int rowsPerUnit, int spent) {
            this.columns = columns;
            this.label = label;
            this.rowsPerUnit = rowsPerUnit;
            this.spent = spent;
        }

        private TableSchema schema() {
            PrivacyUnit unit = rowsPerUnit == 1 ? new PrivacyUnit.Row() : new PrivacyUnit.Person("who", rowsPerUnit);
            return new TableSchema(COLUMNS.subList(0, columns), unit);
        }

        /// Ten units alike and `odd` units of another kind.
        private Table table(int odd) {
            int units = 10 + odd;
            int n = units * rowsPerUnit;
            int[] codes = new int[n];
            Arrays.fill(codes, 10 * rowsPerUnit, n, 1);
            double[] gain = new double[n];
            Arrays.fill(gain, 10 * rowsPerUnit, n, Double.NaN);
            Object[] all = {codes, codes.clone(), codes.clone(), gain};
            int[] persons = new int[n];
            Arrays.setAll(persons, i -> i / rowsPerUnit);
            Object[] values = Arrays.copyOf(all, columns);
            return rowsPerUnit == 1 ? Table.of(schema(), n, values) : Table.ofPersons(schema(), n, persons, values);
        }
    }

    @ParameterizedTest
    @EnumSource
    void product_neighbouringTables_keepsTheClaim(Case given) {
        assertThat(verdicts(given, CLAIMED)).noneMatch(Verdict::violated);
    }

    @ParameterizedTest
    @EnumSource
    void product_engineThatSpendsMore_isCaught(Case given) {
        assertThat(verdicts(given, CLAIMED.times(given.spent))).anyMatch(Verdict::violated);
    }

    /// Planted bug: noise for one row, where a person has fifty.
    @ParameterizedTest
    @EnumSource(names = {"PERSONS_WITH_LABEL", "PERSONS_WITHOUT_LABEL"})
    void product_rowsOfAPersonTakenForUnits_isCaught(Case given) {
        assertThat(verdicts(given, new TableSchema(given.schema().columns(), new PrivacyUnit.Row()), CLAIMED))
                .anyMatch(Verdict::violated);
    }

    private static List<Verdict> verdicts(Case given, MuSquared spent) {
        return verdicts(given, given.schema(), spent);
    }

    private static List<Verdict> verdicts(Case given, TableSchema schema, MuSquared spent) {
        return BlackBox.verdicts(
                RUNS,
                outputs(given, schema, 0, spent),
                outputs(given, schema, 1, spent),
                Claim.gaussian(CLAIMED),
                1,
                1);
    }

    /// Features: the noisy number of rows among the facts, then rows of the odd unit's kind by each column.
    private static Outputs outputs(Case given, TableSchema schema, int odd, MuSquared charge) {
        Table rows = given.table(odd);
        OptionalInt label = given.label ? OptionalInt.of(1) : OptionalInt.empty();
        MarginalsEngine engine = new MarginalsEngine(PARTICLES, PARTICLES);
        return BlackBox.pool(RUNS, seed -> {
            SynthesisSpec spec = new SynthesisSpec(
                    "d", 30, 1, 1e-6, EngineChoice.MARGINALS, Optional.empty(), List.of(), false, seed);
            EngineTask task = new EngineTask(spec, schema, label, OptionalLong.empty());
            Product product = engine.synthesize(task, charge, Gate.open(charge), Sensitive.of(rows), Progress.none());
            Table made = product.table();
            return new double[] {
                Double.parseDouble(product.facts().getOrDefault("noisy number of private rows", "none")),
                Arrays.stream(made.codes(0)).filter(code -> code == 1).count(),
                Arrays.stream(made.codes(1)).filter(code -> code == 1).count()
            };
        });
    }
}
