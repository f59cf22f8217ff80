package org.vitrail.mechanism.neighbours;

import java.util.Arrays;

/// One thread's block of rows on its way to its nearest candidates: pack, filter in floats, decide in doubles.
///
/// The kernel's score s = |c|² − 2 x·c, summed in floats in any order, is off by at most
/// e = γ(D + 4) (|c|² + 2 |x| |c|), γ(n) = n u / (1 − n u), u = 2^-24 (Higham 2002, section 3.1). A candidate whose
/// score exceeds the kth lowest by more than 2 e is not among the k nearest; the others are compared in doubles.
/// So the answer does not depend on the kernel, on its lanes or on the number of threads.
final class Block {
    private static final int FLOATS = 1 << 16; // packed rows fit half of a 512 KiB L2 cache
    private static final double SAFE = 1e36; // far from where a float overflows

    private final Candidates candidates;
    private final Packed panels;
    private final Tiles tiles;
    private final int k;
    private final int capacity;
    private final float[] values;
    private final float[] packed;
    private final float[] limits;
    private final float[] scores;
    private final Shortlist[] lists;
    private final Ranking ranking;

    Block(Candidates candidates, Packed panels, Tiles tiles, int k) {
        this.candidates = candidates;
        this.panels = panels;
        this.tiles = tiles;
        this.k = k;
        this.capacity = capacity(candidates.dimensions());
        this.values = new float[capacity * candidates.dimensions()];
        this.packed = new float[values.length];
        this.limits = new float[capacity];
        this.scores = new float[Tiles.ROWS * tiles.width()];
        this.lists = new Shortlist[capacity];
        Arrays.setAll(lists, i -> new Shortlist(k));
        this.ranking = new Ranking(k);
    }

    /// Rows of a block; a multiple of a tile's.
    static int capacity(int dimensions) {
        return Math.clamp(FLOATS / dimensions, 32, 512) / Tiles.ROWS * Tiles.ROWS;
    }

    /// Writes the k nearest candidates of rows `from` to `from + count` to `out` at row · k, lowest index first.
    /// A row with NaN or an infinity has none (−1): to refuse it would tell that it is there.
    ///
    /// @param count at most [#capacity]
    void search(Vectors rows, int from, int count, int[] out) {
        rows.read(from, count, values);
        pack(count);
        filter((count + Tiles.ROWS - 1) / Tiles.ROWS);
        for (int i = 0; i < count; i++) {
            decide(i, out, (from + i) * k);
        }
    }

    private void pack(int count) {
        int dimensions = candidates.dimensions();
        Arrays.fill(limits, Float.NaN);
        for (int i = 0; i < count; i++) {
            int at = i / Tiles.ROWS * Tiles.ROWS * dimensions + i % Tiles.ROWS;
            double norm = 0;
            for (int d = 0; d < dimensions; d++) {
                float x = values[i * dimensions + d];
                norm += (double) x * x;
                packed[at + d * Tiles.ROWS] = x;
            }
            double margin = margin(Math.sqrt(norm));
            if (margin < Double.POSITIVE_INFINITY) {
                limits[i] = Float.POSITIVE_INFINITY;
                lists[i].begin(margin);
            }
        }
    }

    /// The largest error of a score of a row of this norm, of doubles' own included; infinite where floats would
    /// overflow.
    private double margin(double norm) {
        double c = candidates.largestNorm();
        double size = c * c + 2 * norm * c;
        double roundings = candidates.dimensions() + 4.0;
        double share = roundings * 0x1p-24;
        if (!(size < SAFE && share < 0.5)) {
            return Double.POSITIVE_INFINITY;
        }
        double wholes = (norm + c) * (norm + c);
        return share / (1 - share) * size + roundings * (0x1p-50 * wholes + Float.MIN_NORMAL);
    }

    private void filter(int tileCount) {
        for (int panel = 0; panel < panels.panels(); panel++) {
            for (int tile = 0; tile < tileCount; tile++) {
                if (tiles.score(panels, panel, packed, tile, limits, scores)) {
                    offer(panel, tile);
                }
            }
        }
    }

    private void offer(int panel, int tile) {
        int width = tiles.width();
        int first = panel * width;
        int count = Math.min(width, candidates.distinct() - first);
        for (int r = 0; r < Tiles.ROWS; r++) {
            int i = tile * Tiles.ROWS + r;
            for (int j = 0; j < count; j++) {
                float score = scores[r * width + j];
                if (score <= limits[i]) {
                    lists[i].add(first + j, score);
                    limits[i] = lists[i].limit();
                }
            }
        }
    }

    private void decide(int i, int[] out, int at) {
        ranking.begin();
        if (Float.isNaN(limits[i])) {
            for (int j = 0; j < candidates.distinct(); j++) {
                rank(i, j);
            }
        } else {
            Shortlist list = lists[i];
            list.prune();
            boolean clear = places(list) <= k;
            for (int n = 0; n < list.size(); n++) {
                if (clear) {
                    take(0, list.candidate(n));
                } else {
                    rank(i, list.candidate(n));
                }
            }
        }
        ranking.write(out, at);
    }

    private void rank(int i, int j) {
        double distance = candidates.squaredDistance(values, i * candidates.dimensions(), j);
        if (Double.isFinite(distance)) {
            take(distance, j);
        }
    }

    private void take(double distance, int j) {
        for (int n = 0; n < Math.min(k, candidates.copyCount(j)); n++) {
            ranking.add(distance, candidates.copy(j, n));
        }
    }

    /// How many of the k places the list could fill; if no more than k, no distance is needed.
    private int places(Shortlist list) {
        int places = 0;
        for (int n = 0; n < list.size(); n++) {
            places += Math.min(k, candidates.copyCount(list.candidate(n)));
        }
        return places;
    }
}
