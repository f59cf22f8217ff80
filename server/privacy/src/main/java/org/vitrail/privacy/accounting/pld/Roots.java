package org.vitrail.privacy.accounting.pld;

/// The roots of one e^(2πi j/N), as products of a coarse and a fine factor from small tables; error below 7 u, u =
/// 2^-53.
///
/// A factor of the tables is cos and sin of an angle of at most π/4, rounded by 0.8 u and known to an ulp: 2 u in
/// modulus; the product adds √5 u.
final class Roots {
    private final int shift;
    private final int mask;
    private final double[] coarse;
    private final double[] fine;

    /// @param count N, a power of two
    Roots(int count) {
        int bits = Integer.numberOfTrailingZeros(count);
        shift = bits / 2;
        mask = (1 << shift) - 1;
        coarse = table(count, 1 << shift, 1 << (bits - shift));
        fine = table(count, 1, 1 << shift);
    }

    private static double[] table(int count, int stride, int size) {
        double[] all = new double[2 * size];
        for (int j = 0; j < size; j++) {
            double turn = 8.0 * ((long) j * stride) / count; // eighths, exact
            int octant = (int) turn;
            boolean odd = (octant & 1) == 1;
            double angle = Math.PI / 4 * (odd ? octant + 1 - turn : turn - octant);
            boolean swapped = ((octant + 1) & 2) != 0;
            double cos = swapped ? Math.sin(angle) : Math.cos(angle);
            double sin = swapped ? Math.cos(angle) : Math.sin(angle);
            all[2 * j] = octant >= 2 && octant < 6 ? -cos : cos;
            all[2 * j + 1] = octant >= 4 ? -sin : sin;
        }
        return all;
    }

    /// @param j in [0, N)
    double real(int j) {
        int c = j >>> shift << 1;
        int f = (j & mask) << 1;
        return coarse[c] * fine[f] - coarse[c + 1] * fine[f + 1];
    }

    double imaginary(int j) {
        int c = j >>> shift << 1;
        int f = (j & mask) << 1;
        return coarse[c] * fine[f + 1] + coarse[c + 1] * fine[f];
    }
}
