package org.vitrail.engine.table;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.vitrail.mechanism.neighbours.PersonOrder;

/// The person of each row, as dense indices, and the bound of what one person contributes.
final class PersonSink implements CellSink {
    private final String column;
    private final Map<String, Integer> ids = new HashMap<>();
    private int[] persons = new int[0];
    private long[] digests = new long[0]; // of each person
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
                if (id == digests.length) {
                    digests = Arrays.copyOf(digests, Math.max(1024, id + (id >> 1)));
                }
                digests[id] = digest(text);
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

    /// The name of each person, by index.
    List<String> names() {
        String[] names = new String[ids.size()];
        ids.forEach((name, id) -> names[id] = name);
        return List.of(names);
    }

    /// A secret of one reading, fresh from the operating system's entropy.
    static long freshKey() {
        return new SecureRandom().nextLong();
    }

    /// Ascending indices of the rows that are used: of each person at most `rowsMax`, drawn at random.
    /// Which rows of a person are used depends on `key`, on that person's name and on the order of that
    /// person's rows, and on nothing else: for every key, adding or removing a person leaves everybody
    /// else's used rows as they were, however good the generator is.
    ///
    /// @return `[used rows]`
    int[] used(int rowsMax, long key) {
        PersonOrder order = PersonOrder.of(persons());
        int[] used = new int[count];
        int kept = 0;
        for (int p = 0; p < order.people(); p++) {
            int from = order.start(p);
            int[] own = new int[order.start(p + 1) - from];
            Arrays.setAll(own, i -> order.row(from + i));
            SplittableRandom random = new SplittableRandom(digests[p] ^ key);
            for (int k = 0; k < own.length && k < rowsMax; k++) { // the first places of a shuffle (Durstenfeld 1964)
                int at = random.nextInt(k, own.length);
                used[kept++] = own[at];
                own[at] = own[k];
            }
        }
        used = Arrays.copyOf(used, kept);
        Arrays.sort(used);
        return used;
    }

    /// 64 bits of a name; two names with the same ones only draw alike.
    private static long digest(String text) {
        long digest = 0xcbf29ce484222325L; // FNV-1a, over characters
        for (int i = 0; i < text.length(); i++) {
            digest = (digest ^ text.charAt(i)) * 0x100000001b3L;
        }
        return digest;
    }
}
