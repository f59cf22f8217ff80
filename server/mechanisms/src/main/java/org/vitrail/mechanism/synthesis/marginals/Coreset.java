package org.vitrail.mechanism.synthesis.marginals;

import java.util.random.RandomGenerator;

/// Chooses few particles whose pairs of columns are counted like all particles' together: a systematic
/// draw by weight,
/// then swaps that lower the summed L1 distance of all 2-way tables (local search). Public input, public output.
final class Coreset {
    private final Coded pool;
    private final int columns;
    private final int[] sizes;
    private final int[] chosen;
    private final int[] urn;
    private final double[][] excess; // present minus wanted count, for each pair
    private final RandomGenerator random;

    private Coreset(Particles model, Particles particles, int[] sizes, int count, RandomGenerator random) {
        this.pool = particles.rows();
        this.columns = sizes.length;
        this.sizes = sizes;
        this.random = random;
        this.chosen = Systematic.draw(particles.weights(), count, random);
        this.urn = Systematic.draw(particles.weights(), pool.rowCount(), random);
        this.excess = new double[columns * (columns - 1) / 2][];
        double scale = -count / java.util.Arrays.stream(model.weights()).sum();
        java.util.stream.IntStream.range(0, columns).parallel().forEach(a -> {
            for (int b = a + 1; b < columns; b++) {
                double[] table = new double[sizes[a] * sizes[b]];
                wanted(model, a, b, scale, table);
                short[] as = pool.column(a);
                short[] bs = pool.column(b);
                for (int i : chosen) {
                    table[as[i] * sizes[b] + bs[i]]++;
                }
                excess[LabelTree.pairIndex(columns, a, b)] = table;
            }
        });
    }

    private void wanted(Particles model, int a, int b, double scale, double[] table) {
        short[] as = model.rows().column(a);
        short[] bs = model.rows().column(b);
        double[] weights = model.weights();
        for (int i = 0; i < weights.length; i++) {
            table[as[i] * sizes[b] + bs[i]] += weights[i] * scale;
        }
    }

    /// Indices of the chosen particles.
    ///
    /// @param model whose pairs are wanted
    /// @param particles to choose from
    /// @param sizes codes of each column, without the constant one
    /// @param proposals swaps to try
    static int[] choose(
            Particles model, Particles particles, int[] sizes, int count, long proposals, RandomGenerator random) {
        Coreset coreset = new Coreset(model, particles, sizes, count, random);
        for (long p = 0; p < proposals && sizes.length > 1; p++) {
            coreset.propose((int) (p % count));
        }
        return coreset.chosen;
    }

    private void propose(int slot) {
        int out = chosen[slot];
        int in = urn[random.nextInt(urn.length)];
        double change = 0;
        int pair = 0;
        for (int a = 0; a < columns; a++) {
            short[] as = pool.column(a);
            for (int b = a + 1; b < columns; b++) {
                short[] bs = pool.column(b);
                int from = as[out] * sizes[b] + bs[out];
                int to = as[in] * sizes[b] + bs[in];
                if (from != to) {
                    double[] table = excess[pair];
                    double x = table[from];
                    double y = table[to];
                    change += Math.abs(x - 1) - Math.abs(x) + Math.abs(y + 1) - Math.abs(y);
                }
                pair++;
            }
        }
        if (change < 0) {
            move(out, -1);
            move(in, 1);
            chosen[slot] = in;
        }
    }

    private void move(int particle, int by) {
        int pair = 0;
        for (int a = 0; a < columns; a++) {
            int code = pool.column(a)[particle];
            for (int b = a + 1; b < columns; b++) {
                excess[pair++][code * sizes[b] + pool.column(b)[particle]] += by;
            }
        }
    }
}
