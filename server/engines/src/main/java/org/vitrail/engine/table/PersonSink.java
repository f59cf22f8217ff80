package org.vitrail.engine.table;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The person of each row, as dense indices, and the bound of what one person contributes.
final class PersonSink implements CellSink {
    private final String column;
    private final Map<String, Integer> ids = new HashMap<>();
    private int[] persons = new int[0];
    private int count;
    private boolean anyMissing;

    PersonSink(String column) {
        this.column = column;
    }

    @Override
    public void text(String text) {
        if (text.isEmpty()) {
            missing();
        } else {
            Integer id = ids.get(text);
            if (id == null) {
                id = ids.size();
                ids.put(text, id);
            }
            add(id);
        }
    }

    @Override
    public void number(double number) {
        text(Double.toString(number));
    }

    @Override
    public void missing() {
        anyMissing = true;
        add(-1);
    }

    /// As text: two long numbers must not become one person.
    @Override
    public boolean wantsNumbers() {
        return false;
    }

    private void add(int person) {
        if (count == persons.length) {
            persons = Arrays.copyOf(persons, Math.max(1024, count + (count >> 1)));
        }
        persons[count++] = person;
    }

    /// @throws TableRefusedException if a row names no person: nobody could say whom the guarantee protects
    ///     there
    void check() throws TableRefusedException {
        if (anyMissing) {
            throw new TableRefusedException("the person column '" + column
                    + "' has a missing value; every row must name its person: fill in or remove such rows");
        }
    }

    int[] persons() {
        return Arrays.copyOf(persons, count);
    }

    /// Uniform randomness, fresh from the operating system's entropy, independent of all rows.
    static RandomGenerator fresh() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(new SecureRandom().generateSeed(32));
    }

    /// Ascending indices of the rows that are used: of each person at most `rowsMax`, uniformly at random.
    /// Which rows of a person are used depends on that person's rows and on `random` only: the order in which a
    /// uniform permutation lists one person's rows is uniform and independent of how it lists another's. So adding
    /// or removing a person leaves the distribution of everybody else's used rows as it was.
    ///
    /// @param persons `[rows]`, dense indices from 0
    static int[] used(int[] persons, int rowsMax, RandomGenerator random) {
        int[] order = new int[persons.length];
        for (int i = 0; i < order.length; i++) { // inside-out shuffle (Durstenfeld 1964)
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        int[] taken = new int[Arrays.stream(persons).max().orElse(-1) + 1];
        int kept = 0;
        for (int row : order) {
            if (taken[persons[row]]++ < rowsMax) {
                order[kept++] = row;
            }
        }
        int[] used = Arrays.copyOf(order, kept);
        Arrays.sort(used);
        return used;
    }
}
