package org.vitrail.mechanism.neighbours;

/// Rows grouped by person, in row order within a person; private.
public final class PersonOrder {
    private final int[] start;
    private final int[] rows;

    private PersonOrder(int[] start, int[] rows) {
        this.start = start;
        this.rows = rows;
    }

    /// Groups rows.
    ///
    /// @param persons `[rows]`, the row's person as a dense index from 0
    public static PersonOrder of(int[] persons) {
        int people = 0;
        for (int person : persons) {
            people = Math.max(people, person + 1);
        }
        int[] start = new int[people + 1];
        for (int person : persons) {
            start[person + 1]++;
        }
        for (int p = 0; p < people; p++) {
            start[p + 1] += start[p];
        }
        int[] rows = new int[persons.length];
        int[] next = start.clone();
        for (int i = 0; i < persons.length; i++) {
            rows[next[persons[i]]++] = i;
        }
        return new PersonOrder(start, rows);
    }

    /// How many persons.
    public int people() {
        return start.length - 1;
    }

    /// Where the rows of `person` start; those of the last end at `start(people())`.
    public int start(int person) {
        return start[person];
    }

    /// The `n`th row of all, person by person.
    public int row(int n) {
        return rows[n];
    }
}
