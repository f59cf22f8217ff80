package org.vitrail.mechanism.synthesis.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.blackbox.BlackBox;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.blackbox.Claim;
import org.vitrail.privacy.blackbox.Outputs;
import org.vitrail.privacy.blackbox.Verdict;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

/// The whole loop with few particles and three histograms, rows to product, over tables that differ in one unit;
/// seen are all noisy histograms (the engine keeps them to itself) and the product.
///
/// **Power.** Noise of a fortieth of the deviation (1600 times the μ² that is claimed).
class EvolutionBlackBoxTest {
    private static final int RUNS = 300;
    private static final int HISTOGRAMS = 3;
    private static final MuSquared ONE = new MuSquared(1_000_000_000_000L);
    private static final Settings SMALL = new Settings(HISTOGRAMS, 10, 300, 0.3, 0.02, 0.5, 1f / 3, 2.0, 40, 0.25);
    private static final List<Column> COLUMNS = List.of(
            Column.of("x", Domain.RealRange.of(0, 1)).orMissing(),
            Column.of("label", Domain.Categorical.of(List.of("no", "yes"))));

    /// What a unit is, and whether the label splits the rows.
    enum Case {
        ROWS(1, false),
        ROWS_WITH_LABEL(1, true),
        PERSONS_WITH_LABEL(20, true);

        private final int rowsPerUnit;
        private final OptionalInt label;

        Case(int rowsPerUnit, boolean label) {
            this.rowsPerUnit = rowsPerUnit;
            this.label = label ? OptionalInt.of(1) : OptionalInt.empty();
        }

        private TableSchema schema() {
            return new TableSchema(
                    COLUMNS, rowsPerUnit == 1 ? new PrivacyUnit.Row() : new PrivacyUnit.Person("who", rowsPerUnit));
        }

        /// Six units alike and `odd` units of another kind.
        private Table table(int odd) {
            int n = (6 + odd) * rowsPerUnit;
            double[] x = new double[n];
            int[] label = new int[n];
            Arrays.fill(x, 6 * rowsPerUnit, n, 0.9);
            Arrays.fill(label, 6 * rowsPerUnit, n, 1);
            int[] persons = new int[n];
            Arrays.setAll(persons, i -> i / rowsPerUnit);
            return rowsPerUnit == 1 ? Table.of(schema(), n, x, label) : Table.ofPersons(schema(), n, persons, x, label);
        }
    }

    @ParameterizedTest
    @EnumSource
    void histograms_neighbouringTables_keepTheClaim(Case given) {
        assertThat(verdicts(given, true, ONE)).noneMatch(Verdict::violated);
    }

    @ParameterizedTest
    @EnumSource
    void histograms_loopThatSpendsMore_isCaught(Case given) {
        assertThat(verdicts(given, true, ONE.times(1600))).anyMatch(Verdict::violated);
    }

    /// Planted bug: noise for one row, where a person has twenty.
    @ParameterizedTest
    @EnumSource(names = "PERSONS_WITH_LABEL")
    void histograms_rowsOfAPersonTakenForUnits_areCaught(Case given) {
        assertThat(verdicts(given, false, ONE)).anyMatch(Verdict::violated);
    }

    private static List<Verdict> verdicts(Case given, boolean units, MuSquared spent) {
        return BlackBox.verdicts(
                RUNS,
                outputs(given, units, given.table(0), spent),
                outputs(given, units, given.table(1), spent),
                Claim.gaussian(ONE),
                1,
                1);
    }

    /// Features: sum of all histograms, each in its deviations, then each histogram's own, then the product's rows
    /// with the odd label.
    private static Outputs outputs(Case given, boolean units, Table table, MuSquared spent) {
        boolean persons = units && given.rowsPerUnit > 1;
        Table rows = persons || given.rowsPerUnit == 1
                ? table
                : Table.of(
                        new TableSchema(COLUMNS, new PrivacyUnit.Row()),
                        table.rowCount(),
                        table.numbers(0),
                        table.codes(1));
        Space space = new Space(rows.schema(), given.label, SMALL.lambda());
        return BlackBox.pool(RUNS, seed -> {
            double[] features = new double[2 + 2 + HISTOGRAMS];
            int[] next = {1};
            Gate gate = Gate.open(spent);
            Meter seen = (counts, squared, charge) -> {
                long[] noisy = gate.gaussian(counts, squared, charge).value();
                double sum = Arrays.stream(noisy).sum() / Gate.standardDeviation(squared, charge);
                features[next[0]++] = sum;
                features[0] += sum;
                return noisy;
            };
            Spending spending = new Spending(SMALL, space.axes(), persons, spent, seen);
            Product product =
                    new Evolution(space, SMALL, spending, false, seed).run(Sensitive.of(rows), 20, Progress.none());
            features[features.length - 1] =
                    Arrays.stream(product.table().codes(1)).sum();
            return features;
        });
    }
}
