package org.vitrail.mechanism.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
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
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.release.Released;
import org.vitrail.privacy.release.Sensitive;

class SynthesisMechanismTest {
    private static final double DELTA = 1e-6;
    private static final Column COLOR = Column.of("color", Domain.Categorical.of(List.of("red", "green", "blue")));
    private static final Column GAIN =
            Column.of("gain", Domain.IntegerRange.of(0, 99_999)).orMissing();
    private static final Column SIZE = Column.of("size", Domain.RealRange.of(-1, 1));
    private static final Column AGE = Column.of("age", Domain.IntegerRange.of(17, 90));
    private static final Column CONSTANT = Column.of("constant", Domain.Categorical.of(List.of("only")));
    private static final Column LABEL = Column.of("label", Domain.Categorical.of(List.of("no", "yes")));

    private static TableSchema schema(Column... columns) {
        return new TableSchema(List.of(columns), new PrivacyUnit.Row());
    }

    private static SynthesisSpec spec(int rows, double epsilon, Optional<String> label, List<String> columns) {
        return new SynthesisSpec("d", rows, epsilon, DELTA, EngineChoice.MARGINALS, label, columns, false, 7);
    }

    /// Rows in which gain is 0 for nine of ten, size follows the label, and every tenth gain is missing.
    private static Table rows(TableSchema schema, int count) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        boolean[] yes = new boolean[count];
        IntStream.range(0, count).forEach(i -> yes[i] = random.nextDouble() < 0.3);
        Object[] columns = schema.columns().stream()
                .map(column -> switch (column.name()) {
                    case "color" -> ints(count, i -> random.nextInt(3));
                    case "label" -> ints(count, i -> yes[i] ? 1 : 0);
                    case "gain" -> doubles(count, i -> i % 10 == 0 ? Double.NaN : i % 10 == 1 ? 5013 : 0);
                    case "size" -> doubles(count, i -> yes[i] ? random.nextDouble() : -random.nextDouble());
                    case "age" -> doubles(count, i -> 17 + random.nextInt(74));
                    default -> ints(count, i -> 0);
                })
                .toArray();
        return Table.of(schema, count, columns);
    }

    private static int[] ints(int count, java.util.function.IntUnaryOperator value) {
        return IntStream.range(0, count).map(value).toArray();
    }

    private static double[] doubles(int count, java.util.function.IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).toArray();
    }

    private static Released<Product> run(TableSchema schema, Table rows, SynthesisSpec spec) {
        SynthesisMechanism mechanism = new SynthesisMechanism();
        SynthesisPlan plan = mechanism.plan(spec, new PublicFacts(schema, OptionalLong.empty()));
        Released<Product> released = mechanism.run(plan, Sensitive.of(rows), Progress.none());
        assertThat(released.charged()).isLessThanOrEqualTo(plan.charge());
        assertThat(released.value().table().rowCount()).isEqualTo(spec.rows());
        assertThat(released.value().table().schema()).isEqualTo(plan.product());
        assertInsideDomains(released.value().table());
        return released;
    }

    private static void assertInsideDomains(Table table) {
        for (int j = 0; j < table.schema().columns().size(); j++) {
            Column column = table.schema().columns().get(j);
            switch (column.domain()) {
                case Domain.Categorical categorical -> {
                    int most = categorical.values().size() - (column.nullable() ? 0 : 1);
                    assertThat(Arrays.stream(table.codes(j)).allMatch(c -> c >= 0 && c <= most))
                            .isTrue();
                }
                case Domain.IntegerRange range ->
                    assertThat(Arrays.stream(table.numbers(j))
                                    .allMatch(v -> (Double.isNaN(v) && column.nullable())
                                            || (v == Math.rint(v) && v >= range.min() && v <= range.max())))
                            .isTrue();
                case Domain.RealRange range ->
                    assertThat(Arrays.stream(table.numbers(j))
                                    .allMatch(v -> (Double.isNaN(v) && column.nullable())
                                            || (v >= range.min() && v <= range.max())))
                            .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 1, 500})
    void run_mixedColumns_productFitsSchemaAndPlan(double epsilon) {
        TableSchema schema = schema(COLOR, GAIN, SIZE, AGE, CONSTANT, LABEL);
        run(schema, rows(schema, 3000), spec(500, epsilon, Optional.of("label"), List.of()));
    }

    @Test
    void run_unusualTables_productFitsSchemaAndPlan() {
        for (Column only : List.of(COLOR, GAIN, SIZE, AGE, CONSTANT)) {
            run(schema(only), rows(schema(only), 500), spec(50, 1, Optional.empty(), List.of()));
        }
        run(schema(LABEL), rows(schema(LABEL), 500), spec(50, 1, Optional.of("label"), List.of()));
        run(schema(LABEL, SIZE), rows(schema(LABEL, SIZE), 500), spec(50, 1, Optional.of("label"), List.of()));
        run(schema(SIZE, GAIN), rows(schema(SIZE, GAIN), 500), spec(1, 1, Optional.empty(), List.of()));
        run(
                schema(COLOR, CONSTANT, LABEL),
                rows(schema(COLOR, CONSTANT, LABEL), 0),
                spec(9, 1, Optional.empty(), List.of()));
        TableSchema numbers = schema(GAIN, SIZE, AGE, Column.of("x", Domain.RealRange.of(3, 3)));
        Table constant = Table.of(numbers, 2, new double[2], new double[2], new double[] {17, 90}, new double[] {3, 3});
        run(numbers, constant, spec(40, 1, Optional.of("size"), List.of()));
    }

    @Test
    void run_subsetOfColumns_productHasThemInTheirOrder() {
        TableSchema schema = schema(COLOR, GAIN, SIZE, LABEL);
        Released<Product> released =
                run(schema, rows(schema, 400), spec(20, 1, Optional.of("label"), List.of("label", "color")));
        assertThat(released.value().table().schema().columns()).containsExactly(LABEL, COLOR);
    }

    /// At ε 20 the spike's standard deviation is below 1 % of 2,000 rows: 10 standard deviations of room.
    @Test
    void run_spikesAndLabel_areKept() {
        TableSchema schema = schema(COLOR, GAIN, SIZE, AGE, LABEL);
        Table table = run(schema, rows(schema, 20_000), spec(2000, 20, Optional.of("label"), List.of()))
                .value()
                .table();
        double zero = Arrays.stream(table.numbers(1)).filter(v -> v == 0).count();
        double gain = Arrays.stream(table.numbers(1)).filter(v -> v == 5013).count();
        double missing = Arrays.stream(table.numbers(1)).filter(Double::isNaN).count();
        assertThat(zero).isBetween(1550.0, 1650.0);
        assertThat(gain).isBetween(150.0, 250.0);
        assertThat(missing).isBetween(150.0, 250.0);
        long agreeing = IntStream.range(0, 2000)
                .filter(i -> (table.numbers(2)[i] > 0) == (table.codes(4)[i] == 1))
                .count();
        assertThat(agreeing).isGreaterThan(1900);
    }

    @Test
    void plan_request_chargeWithinEpsilonAndLinesComplete() {
        TableSchema schema = schema(COLOR, GAIN, SIZE, LABEL);
        SynthesisPlan plan = SynthesisPlanner.plan(
                spec(100, 1, Optional.of("label"), List.of()), new PublicFacts(schema, OptionalLong.of(500)));
        assertThat(GaussianAccountant.epsilon(DELTA, plan.charge())).isLessThanOrEqualTo(1);
        assertThat(plan.charge()).isEqualTo(GaussianAccountant.cap(1, DELTA));
        assertThat(plan.noise()).isNotEmpty().allMatch(line -> line.contains("standard deviation"));
        assertThat(plan.assumedPublic()).anyMatch(line -> line.contains("number of private rows: 500"));
        assertThat(plan.secondsExpected()).isPositive();
        assertThat(plan.expectedError()).contains("derived");
    }

    @Test
    void plan_labelNotAmongColumns_saysWhatToDo() {
        TableSchema schema = schema(COLOR, GAIN, LABEL);
        PublicFacts facts = new PublicFacts(schema, OptionalLong.empty());
        assertThatThrownBy(() -> SynthesisPlanner.plan(spec(9, 1, Optional.of("label"), List.of("color")), facts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("add it to the columns");
        assertThatThrownBy(() -> SynthesisPlanner.plan(spec(9, 1, Optional.of("nope"), List.of()), facts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no column 'nope'");
    }

    /// The planner's signature has no place for a row.
    @Test
    void plan_signature_reachesNoRows() {
        for (java.lang.reflect.Method method : SynthesisPlanner.class.getDeclaredMethods()) {
            assertThat(method.getParameterTypes()).doesNotContain(Table.class, Sensitive.class);
        }
        assertThat(Arrays.stream(PublicFacts.class.getRecordComponents()).map(c -> (Object) c.getType()))
                .doesNotContain(Table.class, Sensitive.class);
    }
}
