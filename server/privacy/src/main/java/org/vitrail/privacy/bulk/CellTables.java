package org.vitrail.privacy.bulk;

import java.util.Arrays;

/// The half-normal density f(x) = sqrt(2/π) e^(−x²/2) cut into cells of 1/64, each a rectangle below the curve
/// and a box around what the rectangle leaves (Marsaglia, MacLaren, Bray 1964).
///
/// A rectangle holds a whole number of 2^-14ths of all mass, so 14 random bits choose among the rectangles; a
/// box holds a whole number of 2^-62nds, so an integer chooses a box and a height in it. Doubles place the
/// edges only, with room: that a rectangle lies below the curve and that a box reaches above it holds with a
/// margin of 1e-10, and what the sampler does is then exact whatever the edges are.
final class CellTables {
    /// Cells of one deviation.
    static final int CELLS_OF_A_DEVIATION = 64;

    /// All cells: 16 deviations. P(|N| > 16) < 2^-188.
    static final int CELLS = 16 * CELLS_OF_A_DEVIATION;

    static final int CHOICE_BITS = 14;

    /// The choice that asks for a wedge.
    static final int WEDGE = 255;

    /// A height h of the boxes means a density of h · 2^-56: a 2^-62nd of mass over a cell of 2^-6.
    static final int HEIGHT_BITS = 56;

    static final double SQRT_TWO_OVER_PI = 0.7978845608028654;
    private static final int RECTANGLE_BITS = HEIGHT_BITS - (CHOICE_BITS - 6);
    private static final double ROOM = 1e-10;

    private final byte[] choices = new byte[1 << CHOICE_BITS];
    private final long[] floors = new long[CELLS];
    private final long[] ends = new long[CELLS];

    CellTables() {
        Arrays.fill(choices, (byte) WEDGE);
        int chosen = 0;
        long end = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            double lowest = density((cell + 1.0) / CELLS_OF_A_DEVIATION) * (1 - ROOM);
            int rectangle = (int) Math.scalb(lowest, CHOICE_BITS - 6);
            Arrays.fill(choices, chosen, chosen + rectangle, (byte) cell);
            chosen += rectangle;
            floors[cell] = (long) rectangle << RECTANGLE_BITS;
            double highest = Math.scalb(density((double) cell / CELLS_OF_A_DEVIATION), HEIGHT_BITS) * (1 + ROOM);
            end += (long) Math.ceil(highest) + 1 - floors[cell];
            ends[cell] = end;
        }
    }

    /// For each choice of 14 bits a cell below [#WEDGE], or [#WEDGE].
    byte[] choices() {
        return choices;
    }

    /// Height at which the box of a cell begins.
    long floor(int cell) {
        return floors[cell];
    }

    /// Heights of all boxes together.
    long heights() {
        return ends[CELLS - 1];
    }

    /// The cell that holds this height of all boxes put one on the other.
    int cell(long height) {
        int found = Arrays.binarySearch(ends, height + 1);
        return found < 0 ? -found - 1 : found;
    }

    /// Where the box of a cell begins among all boxes.
    long start(int cell) {
        return cell == 0 ? 0 : ends[cell - 1];
    }

    static double density(double x) {
        return SQRT_TWO_OVER_PI * Math.exp(-x * x / 2);
    }
}
