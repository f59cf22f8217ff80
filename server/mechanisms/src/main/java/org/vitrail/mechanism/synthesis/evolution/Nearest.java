package org.vitrail.mechanism.synthesis.evolution;

import java.util.stream.IntStream;
import org.vitrail.mechanism.neighbours.Lanes;

/// The exact nearest candidate of each row: squared differences of numbers, `lambda` for each unequal category.
///
/// A tie goes to the lowest index. Memory is the packed candidates, whatever the number of rows.
final class Nearest {
    private static final int ROWS = 512;

    private final Space space;

    Nearest(Space space) {
        this.space = space;
    }

    /// Writes the index of the nearest of `candidates` (at least one) for rows `from` to `to` (exclusive) into
    /// `out`.
    void assign(Points rows, int from, int to, Points candidates, int[] out) {
        int blocks = (to - from + ROWS - 1) / ROWS;
        long steps = (long) (to - from) * candidates.size() * candidates.axes();
        boolean vectors = Lanes.pay(steps);
        Panels panels =
                new Panels(space, candidates, vectors ? VectorScan.width() : PlainScan.width(candidates.size()));
        IntStream.range(0, blocks).parallel().forEach(b -> {
            Scan scan = vectors ? new VectorScan(panels) : new PlainScan(panels);
            float[] row = new float[rows.axes()];
            int end = Math.min(to, from + (b + 1) * ROWS);
            for (int i = from + b * ROWS; i < end; i++) {
                for (int a = 0; a < row.length; a++) {
                    row[a] = rows.axis(a)[i];
                }
                out[i] = scan.nearest(row);
            }
        });
    }

    /// The nearest candidate of every row.
    int[] assign(Points rows, Points candidates) {
        int[] out = new int[rows.size()];
        assign(rows, 0, rows.size(), candidates, out);
        return out;
    }
}
