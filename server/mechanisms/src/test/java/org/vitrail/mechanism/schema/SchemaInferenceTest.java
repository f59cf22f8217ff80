package org.vitrail.mechanism.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.schema.UnknownColumn.DeclaredType;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Released;
import org.vitrail.privacy.release.Sensitive;

class SchemaInferenceTest {
    private static final int ROWS = 20_000;
    private static final MuSquared PRICE = GaussianAccountant.cap(1, 1e-6);
    private static final List<UnknownColumn> COLUMNS = List.of(
            new UnknownColumn("age", DeclaredType.NONE),
            new UnknownColumn("weight", DeclaredType.REAL),
            new UnknownColumn("city", DeclaredType.TEXT),
            new UnknownColumn("name", DeclaredType.NONE),
            new UnknownColumn("empty", DeclaredType.NONE));

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_127);

    private CellLists rows() {
        CellLists rows = new CellLists();
        for (int i = 0; i < ROWS; i++) {
            rows.add(
                    (double) random.nextInt(18, 91),
                    random.nextInt(10) == 0 ? CellLists.MISSING : 40 + 60 * random.nextDouble(),
                    List.of("Ulm", "Bonn", "Kiel").get(random.nextInt(3)),
                    "canary" + i,
                    CellLists.MISSING);
        }
        rows.add(1e300, Double.NEGATIVE_INFINITY, "Nowhere", "canary", CellLists.MISSING); // one outlier
        return rows;
    }

    private Released<InferredSchema> run(List<UnknownColumn> columns, double delta) {
        return SchemaInference.run(new SchemaPlan(columns, PRICE, delta), Sensitive.of(rows()), Progress.none());
    }

    /// Noise is taken for a bin with rows now and then; twice running is not chance.
    @Test
    void run_clearColumns_findsTypesBoundsCategoriesAndMissing() {
        try {
            requireFound(run(COLUMNS, 1e-7));
        } catch (AssertionError once) {
            requireFound(run(COLUMNS, 1e-7));
        }
    }

    private static void requireFound(Released<InferredSchema> released) {
        List<Column> columns = released.value().columns();
        assertThat(columns).extracting(Column::name).containsExactly("age", "weight", "city");
        Domain.IntegerRange age = (Domain.IntegerRange) columns.get(0).domain();
        assertThat(age.min()).isBetween(16L, 20L);
        assertThat(age.max()).isBetween(88L, 95L); // the outlier is one unit: invisible
        Domain.RealRange weight = (Domain.RealRange) columns.get(1).domain();
        assertThat(weight.min()).isBetween(32.0, 42.0);
        assertThat(weight.max()).isBetween(98.0, 102.0);
        Domain.Categorical city = (Domain.Categorical) columns.get(2).domain();
        assertThat(city.values()).containsExactly("Bonn", "Kiel", "Ulm", "other");
        assertThat(city.other()).contains("other");
        assertThat(columns).extracting(Column::nullable).containsExactly(false, true, false);
        assertThat(released.value().notes())
                .hasSize(2)
                .allMatch(note -> note.contains("left out: "))
                .noneMatch(note -> note.contains("canary"));
        assertThat(released.charged()).isLessThanOrEqualTo(PRICE);
    }

    @Test
    void run_withoutDelta_listsNoCategoryAndSaysWhy() {
        InferredSchema inferred = run(COLUMNS, 0).value();
        assertThat(inferred.columns()).extracting(Column::name).containsExactly("age", "weight");
        assertThat(inferred.notes()).anyMatch(n -> n.contains("'city'") && n.contains("EPSILON,DELTA"));
    }

    @Test
    void run_noRows_leavesEverythingOut() {
        InferredSchema inferred = SchemaInference.run(
                        new SchemaPlan(COLUMNS, PRICE, 1e-7), Sensitive.of(new CellLists()), Progress.none())
                .value();
        assertThat(inferred.columns()).isEmpty();
        assertThat(inferred.notes()).hasSize(COLUMNS.size());
    }

    @Test
    void plan_ofNothingOrForNothing_isRefused() {
        assertThatThrownBy(() -> new SchemaPlan(List.of(), PRICE, 0)).hasMessageContaining("at least 1 column, got 0");
        assertThatThrownBy(() -> new SchemaPlan(COLUMNS, MuSquared.ZERO, 0)).hasMessageContaining("raise its epsilon");
        assertThatThrownBy(() -> new SchemaPlan(COLUMNS, PRICE, 1)).hasMessageContaining("in [0, 1), got 1.0");
    }

    @Test
    void support_ofNoise_isEmptyAndOfOneBlock_isTheBlock() {
        assertThat(Support.of(new long[] {40, -30, 20, 10, -44}, 0, 5, 10, 4.5)).isEmpty();
        assertThat(Support.of(new long[] {7, 40, 500, 600, -30, 46, -9}, 1, 5, 10, 4.5))
                .contains(new Support(1, 4));
    }
}
