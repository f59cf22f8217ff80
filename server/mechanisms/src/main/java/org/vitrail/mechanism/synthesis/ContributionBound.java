package org.vitrail.mechanism.synthesis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.synthesis.engine.EngineTask;

/// Keeps at most `rowsMax` rows of each person. Which ones depends on the seed and on that person's own
/// rows only, so
/// that adding or removing a person changes no other person's rows: the sensitivity bound holds for every seed.
final class ContributionBound implements UnaryOperator<Table> {
    private final EngineTask task;

    private ContributionBound(EngineTask task) {
        this.task = task;
    }

    static ContributionBound of(EngineTask task) {
        return new ContributionBound(task);
    }

    @Override
    public Table apply(Table table) {
        return switch (task.product().unit()) {
            case PrivacyUnit.Row() -> table;
            case PrivacyUnit.Person(String column, int rowsMax) -> {
                int[] persons = table.persons()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the unit is a person ('" + column + "') but the rows name no persons"));
                yield table.rows(kept(table, persons, rowsMax));
            }
        };
    }

    /// Ascending indices of the kept rows.
    private int[] kept(Table table, int[] persons, int rowsMax) {
        int people = Arrays.stream(persons).max().orElse(-1) + 1;
        long[] contents = new long[people]; // order-free digest of each person's rows
        long[] digests = new long[persons.length];
        for (int i = 0; i < persons.length; i++) {
            digests[i] = digest(table, i);
            contents[persons[i]] += digests[i];
        }
        int[] ordinals = new int[people];
        long[] keys = new long[persons.length];
        for (int i = 0; i < persons.length; i++) {
            int person = persons[i];
            keys[i] = mix(mix(contents[person] ^ task.spec().seed()) + mix(digests[i] + ordinals[person]++));
        }
        Integer[] order = IntStream.range(0, persons.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingLong((Integer i) -> keys[i]).thenComparingInt(i -> i));
        int[] taken = new int[people];
        return Arrays.stream(order)
                .mapToInt(Integer::intValue)
                .filter(i -> taken[persons[i]]++ < rowsMax)
                .sorted()
                .toArray();
    }

    private static long digest(Table table, int row) {
        long digest = 17;
        for (int j = 0; j < table.schema().columns().size(); j++) {
            long part = switch (table.schema().columns().get(j).domain()) {
                case Domain.Categorical _ -> table.codes(j)[row];
                case Domain.IntegerRange _, Domain.RealRange _ -> Double.doubleToLongBits(table.numbers(j)[row]);
            };
            digest = mix(digest ^ part) + j;
        }
        return mix(digest);
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
