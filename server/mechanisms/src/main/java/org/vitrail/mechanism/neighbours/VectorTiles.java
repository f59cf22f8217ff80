package org.vitrail.mechanism.neighbours;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The kernel with the Vector API: a tile of 4 rows × 2 vectors of candidates stays in registers over all dimensions.
///
/// Eight sums hide the latency of a fused multiply-add on two units; with twelve, HotSpot (25) spills registers and
/// takes twice the time.
final class VectorTiles implements Tiles {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /// Whether the lanes are wide, which on x86-64 also means that fused multiply-add is there.
    static boolean pays() {
        return SPECIES.vectorBitSize() >= 256 || System.getProperty("os.arch").equals("aarch64");
    }

    @Override
    public int width() {
        return 2 * LANES;
    }

    @Override
    public boolean score(Packed candidates, int panel, float[] rows, int tile, float[] limits, float[] scores) {
        int dimensions = candidates.dimensions();
        float[] b = candidates.values();
        int from = panel * 2 * LANES * dimensions;
        int at = tile * ROWS * dimensions;
        FloatVector x0 = FloatVector.fromArray(SPECIES, candidates.squaredNorms(), panel * 2 * LANES);
        FloatVector y0 = FloatVector.fromArray(SPECIES, candidates.squaredNorms(), panel * 2 * LANES + LANES);
        FloatVector x1 = x0;
        FloatVector x2 = x0;
        FloatVector x3 = x0;
        FloatVector y1 = y0;
        FloatVector y2 = y0;
        FloatVector y3 = y0;
        for (int d = 0; d < dimensions; d++) {
            FloatVector p = FloatVector.fromArray(SPECIES, b, from + d * 2 * LANES);
            FloatVector q = FloatVector.fromArray(SPECIES, b, from + d * 2 * LANES + LANES);
            FloatVector r0 = FloatVector.broadcast(SPECIES, rows[at + d * ROWS]);
            x0 = r0.fma(p, x0);
            y0 = r0.fma(q, y0);
            FloatVector r1 = FloatVector.broadcast(SPECIES, rows[at + d * ROWS + 1]);
            x1 = r1.fma(p, x1);
            y1 = r1.fma(q, y1);
            FloatVector r2 = FloatVector.broadcast(SPECIES, rows[at + d * ROWS + 2]);
            x2 = r2.fma(p, x2);
            y2 = r2.fma(q, y2);
            FloatVector r3 = FloatVector.broadcast(SPECIES, rows[at + d * ROWS + 3]);
            x3 = r3.fma(p, x3);
            y3 = r3.fma(q, y3);
        }
        VectorMask<Float> near = x0.min(y0)
                .compare(VectorOperators.LE, limits[tile * ROWS])
                .or(x1.min(y1).compare(VectorOperators.LE, limits[tile * ROWS + 1]))
                .or(x2.min(y2).compare(VectorOperators.LE, limits[tile * ROWS + 2]))
                .or(x3.min(y3).compare(VectorOperators.LE, limits[tile * ROWS + 3]));
        if (!near.anyTrue()) {
            return false;
        }
        x0.intoArray(scores, 0);
        y0.intoArray(scores, LANES);
        x1.intoArray(scores, 2 * LANES);
        y1.intoArray(scores, 3 * LANES);
        x2.intoArray(scores, 4 * LANES);
        y2.intoArray(scores, 5 * LANES);
        x3.intoArray(scores, 6 * LANES);
        y3.intoArray(scores, 7 * LANES);
        return true;
    }
}
