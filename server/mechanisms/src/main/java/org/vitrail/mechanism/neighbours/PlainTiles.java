package org.vitrail.mechanism.neighbours;

/// The kernel in plain Java, where the Vector API is absent: loops over a panel that the compiler vectorises.
final class PlainTiles implements Tiles {
    private static final int WIDTH = 64;

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public boolean score(Packed candidates, int panel, float[] rows, int tile, float[] limits, float[] scores) {
        int dimensions = candidates.dimensions();
        for (int r = 0; r < ROWS; r++) {
            System.arraycopy(candidates.squaredNorms(), panel * WIDTH, scores, r * WIDTH, WIDTH);
        }
        for (int d = 0; d < dimensions; d++) {
            add(candidates.values(), (panel * dimensions + d) * WIDTH, rows, (tile * dimensions + d) * ROWS, scores);
        }
        boolean near = false;
        for (int r = 0; r < ROWS; r++) {
            float limit = limits[tile * ROWS + r];
            for (int j = r * WIDTH; j < (r + 1) * WIDTH; j++) {
                near |= scores[j] <= limit;
            }
        }
        return near;
    }

    private static void add(float[] packed, int from, float[] rows, int at, float[] scores) {
        float r0 = rows[at];
        float r1 = rows[at + 1];
        float r2 = rows[at + 2];
        float r3 = rows[at + 3];
        for (int j = 0; j < WIDTH; j++) {
            float c = packed[from + j];
            scores[j] += r0 * c;
            scores[WIDTH + j] += r1 * c;
            scores[2 * WIDTH + j] += r2 * c;
            scores[3 * WIDTH + j] += r3 * c;
        }
    }
}
