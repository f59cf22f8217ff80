package org.vitrail.mechanism.quality;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.vitrail.mechanism.port.Table;

/// Rows drawn without replacement.
final class Samples {
    private Samples() {}

    /// The numbers 0 to n - 1 in random order (Fisher, Yates 1938).
    static int[] permutation(int n, RandomGenerator random) {
        int[] order = IntStream.range(0, n).toArray();
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    /// The table itself if it has at most `rowsMax` rows, else that many of them.
    static Table atMost(Table table, int rowsMax, RandomGenerator random) {
        return table.rowCount() <= rowsMax
                ? table
                : table.rows(Arrays.copyOf(permutation(table.rowCount(), random), rowsMax));
    }
}
