package org.vitrail.mechanism.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Table;

/// One person more changes at most that person's own `rowsMax` rows of what the engines see.
class ContributionBoundTest {
    private static final long SEED = 20_261_127;
    private static final int MOST = 3;
    private static final int CODES = 6;
    private static final TableSchema SCHEMA = new TableSchema(
            List.of(Column.of("code", Domain.Categorical.of(List.of("a", "b", "c", "d", "e", "f")))),
            new PrivacyUnit.Person("who", MOST));

    /// Persons with up to nine rows, the last one's to be left out.
    private static Table persons(RandomGenerator random) {
        int people = 2 + random.nextInt(6);
        int[] person = IntStream.range(0, people)
                .flatMap(p -> IntStream.generate(() -> p).limit(1 + random.nextInt(9)))
                .toArray();
        return Table.ofPersons(
                SCHEMA,
                person.length,
                person,
                random.ints(person.length, 0, CODES).toArray());
    }

    /// Leaves out one person and renumbers the others.
    private static Table without(Table table, int person) {
        int[] persons = table.persons().orElseThrow();
        int[] rest = IntStream.range(0, persons.length)
                .filter(i -> persons[i] != person)
                .toArray();
        int[] fewer = Arrays.stream(rest)
                .map(i -> persons[i] > person ? persons[i] - 1 : persons[i])
                .toArray();
        int[] codes = Arrays.stream(rest).map(i -> table.codes(0)[i]).toArray();
        return Table.ofPersons(SCHEMA, rest.length, fewer, codes);
    }

    private static long[] counts(Table table) {
        long[] counts = new long[CODES];
        Arrays.stream(table.codes(0)).forEach(code -> counts[code]++);
        return counts;
    }

    /// The largest L1 distance of the counts that leaving out one person makes.
    private static long worst(UnaryOperator<Table> bound) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        long worst = 0;
        for (int trial = 0; trial < 300; trial++) {
            Table all = persons(random);
            int people = 1 + Arrays.stream(all.persons().orElseThrow()).max().orElseThrow();
            long[] with = counts(bound.apply(all));
            for (int person = 0; person < people; person++) {
                long[] fewer = counts(bound.apply(without(all, person)));
                worst = Math.max(
                        worst,
                        IntStream.range(0, CODES)
                                .mapToLong(k -> Math.abs(with[k] - fewer[k]))
                                .sum());
            }
        }
        return worst;
    }

    @Test
    void apply_onePersonLess_changesAtMostRowsMaxRows() {
        SynthesisSpec spec =
                new SynthesisSpec("d", 9, 1, 1e-6, EngineChoice.AUTO, Optional.empty(), List.of(), false, SEED);
        UnaryOperator<Table> bound = ContributionBound.of(SynthesisPlanner.task(spec, SCHEMA, OptionalLong.empty()));
        assertThat(worst(bound)).as("seed %d", SEED).isEqualTo(MOST);
    }

    /// Planted bugs: no bound at all; every second row of the whole table, so that one person moves the others'.
    @Test
    void apply_boundsThatBoundNothing_areCaught() {
        assertThat(worst(table -> table)).isGreaterThan(MOST);
        assertThat(worst(table -> table.rows(IntStream.range(0, table.rowCount())
                        .filter(i -> i % 2 == 0)
                        .toArray())))
                .isGreaterThan(MOST);
    }
}
