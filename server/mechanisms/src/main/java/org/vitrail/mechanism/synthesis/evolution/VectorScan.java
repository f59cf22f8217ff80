package org.vitrail.mechanism.synthesis.evolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// A scan with the Vector API: the distances of four vectors of candidates stay in registers over all axes.
final class VectorScan extends Scan {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private final Panels panels;

    VectorScan(Panels panels) {
        super(panels);
        this.panels = panels;
    }

    static int width() {
        return 4 * LANES;
    }

    @Override
    boolean below(float least, float[] row, int panel, float[] distances) {
        float[] values = panels.values();
        float[] weights = panels.weights();
        int axes = panels.axes();
        int from = panel * axes * 4 * LANES;
        FloatVector d0 = FloatVector.zero(SPECIES);
        FloatVector d1 = d0;
        FloatVector d2 = d0;
        FloatVector d3 = d0;
        for (int a = 0; a < axes; a++) {
            float x = row[a];
            float weight = weights[a];
            d0 = square(values, from + a * 4 * LANES, x).fma(FloatVector.broadcast(SPECIES, weight), d0);
            d1 = square(values, from + a * 4 * LANES + LANES, x).fma(FloatVector.broadcast(SPECIES, weight), d1);
            d2 = square(values, from + a * 4 * LANES + 2 * LANES, x).fma(FloatVector.broadcast(SPECIES, weight), d2);
            d3 = square(values, from + a * 4 * LANES + 3 * LANES, x).fma(FloatVector.broadcast(SPECIES, weight), d3);
        }
        boolean below = d0.compare(VectorOperators.LT, least)
                .or(d1.compare(VectorOperators.LT, least))
                .or(d2.compare(VectorOperators.LT, least).or(d3.compare(VectorOperators.LT, least)))
                .anyTrue();
        if (below) {
            d0.intoArray(distances, 0);
            d1.intoArray(distances, LANES);
            d2.intoArray(distances, 2 * LANES);
            d3.intoArray(distances, 3 * LANES);
        }
        return below;
    }

    /// min(1, d²). Times a weight it is exact (0, the weight, or a square times 1), so fusing it rounds nothing away.
    private static FloatVector square(float[] values, int at, float x) {
        FloatVector d = FloatVector.fromArray(SPECIES, values, at).sub(x);
        FloatVector squared = d.mul(d);
        return squared.blend(1f, squared.compare(VectorOperators.GT, 1f));
    }
}
