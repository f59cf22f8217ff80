package org.vitrail.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Embeddings as in the reference, section 10.2: 64 centres from N(0, I), point = random centre + 0.8 N(0, I), scaled
/// to length 1, in floats.
///
/// @param rows private points; >= 1
/// @param candidates synthetic points; >= 1
/// @param dimensions >= 1
/// @param seed of the whole data
record VotesData(int rows, int candidates, int dimensions, long seed) {
    private static final int CENTRES = 64;
    private static final double SPREAD = 0.8;

    VotesData {
        if (rows < 1 || candidates < 1 || dimensions < 1) {
            throw new IllegalArgumentException("rows, candidates and dimensions must be >= 1, got " + rows + ", "
                    + candidates + " and " + dimensions);
        }
    }

    /// All points, private ones first.
    ///
    /// @return `[(rows + candidates) · dimensions]`
    float[] points() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[] centres = new double[CENTRES * dimensions];
        for (int d = 0; d < centres.length; d++) {
            centres[d] = random.nextGaussian();
        }
        float[] points = new float[Math.multiplyExact(Math.addExact(rows, candidates), dimensions)];
        double[] point = new double[dimensions];
        for (int at = 0; at < points.length; at += dimensions) {
            int centre = random.nextInt(CENTRES) * dimensions;
            double norm = 0;
            for (int d = 0; d < dimensions; d++) {
                point[d] = centres[centre + d] + SPREAD * random.nextGaussian();
                norm += point[d] * point[d];
            }
            for (int d = 0; d < dimensions; d++) {
                points[at + d] = (float) (point[d] / Math.sqrt(norm));
            }
        }
        return points;
    }

    /// Writes floats as little-endian bytes.
    static void write(float[] points, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            for (float value : points) {
                buffer.putFloat(value);
                if (!buffer.hasRemaining()) {
                    out.write(buffer.array());
                    buffer.clear();
                }
            }
            out.write(buffer.array(), 0, buffer.position());
        }
    }
}
