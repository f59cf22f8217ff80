package org.vitrail.privacy.accounting.pld;

/// The discrete Fourier transform of real data of one length, a power of two.
///
/// Two neighbouring reals form one complex number; a depth-first radix-4 transform of half the length works in
/// place, so that every level below the first few stays in the cache; one pass in memory order then separates the
/// even from the odd part. Frequencies come out in bit-reversed order, in which the frequency −k lies mirrored
/// inside the same block [2^b, 2^(b+1)) as k.
///
/// **Error.** One radix-4 stage replaces four numbers by sums of them times factors of modulus one. Its computed
/// results differ from the exact ones by at most [#STAGE_ERROR] times the sum of the four moduli: two additions (2 u),
/// a complex product (√5 u, Brent, Percival, Zimmermann 2007) and a factor known to 7 u ([Roots]). A number after s
/// stages is a sum of inputs with factors of modulus one, so by induction every output is within (stages + 1) ·
/// STAGE_ERROR · Σ|x| of the truth; the separation counts as a stage.
final class RealFourier {
    private static final double UNIT = 0x1p-53;

    /// See the class.
    static final double STAGE_ERROR = 12 * UNIT;

    private static final int BLOCK = 4096;

    private final int length;
    private final int half;
    private final double[][] factors;
    private final Roots roots;

    /// What is told of each pair of frequencies ±k.
    interface Listener {
        /// One frequency and its coefficient.
        ///
        /// @param frequency k in [0, length / 2]
        void frequency(int frequency, double real, double imaginary);
    }

    /// @param length a power of two, >= 8
    RealFourier(int length) {
        if (length < 8 || Integer.bitCount(length) != 1) {
            throw new IllegalArgumentException("length must be a power of two >= 8, got " + length);
        }
        this.length = length;
        half = length / 2;
        roots = new Roots(length);
        factors = new double[32][];
        for (int size = half; size >= 4; size /= 4) {
            double[] factor = new double[size / 4 * 6];
            int stride = length / size;
            for (int k = 0; k < size / 4; k++) {
                for (int power = 1; power <= 3; power++) {
                    factor[6 * k + 2 * power - 2] = roots.real(power * k * stride);
                    factor[6 * k + 2 * power - 1] = -roots.imaginary(power * k * stride);
                }
            }
            factors[Integer.numberOfTrailingZeros(size)] = factor;
        }
    }

    Roots roots() {
        return roots;
    }

    int length() {
        return length;
    }

    /// Bound of the error of every output, as a multiple of the sum of the moduli of the inputs.
    double error() {
        return STAGE_ERROR * (Integer.numberOfTrailingZeros(length) / 2 + 3);
    }

    /// Transforms in place, Σ_j x_j e^(−2πi jk / length), and tells every k from 0 to length / 2 once.
    ///
    /// @param data `length` reals; holds no meaning afterwards
    void transform(double[] data, Listener listener) {
        descend(data, 0, half);
        separate(data, listener);
    }

    private void descend(double[] data, int from, int size) {
        if (size <= BLOCK) {
            sweep(data, from, size);
            return;
        }
        stage(data, from, size);
        int quarter = size / 4;
        for (int part = 0; part < 4; part++) {
            descend(data, from + part * quarter, quarter);
        }
    }

    private void sweep(double[] data, int from, int size) {
        int part = size;
        for (; part >= 4; part /= 4) {
            for (int start = from; start < from + size; start += part) {
                stage(data, start, part);
            }
        }
        if (part == 2) {
            for (int start = from; start < from + size; start += 2) {
                pair(data, 2 * start);
            }
        }
    }

    private static void pair(double[] data, int at) {
        double real = data[at + 2];
        double imaginary = data[at + 3];
        data[at + 2] = data[at] - real;
        data[at + 3] = data[at + 1] - imaginary;
        data[at] += real;
        data[at + 1] += imaginary;
    }

    /// One radix-4 step over `size` complex numbers; the second and third quarter are exchanged so that the order
    /// in the end is that of reversed bits.
    private void stage(double[] data, int from, int size) {
        double[] root = factors[Integer.numberOfTrailingZeros(size)];
        int step = size / 2; // in doubles: a quarter of the complex numbers
        int a = 2 * from;
        for (int j = 0; j < step; j += 2, a += 2) {
            int b = a + step;
            int c = b + step;
            int d = c + step;
            double sumR = data[a] + data[c];
            double sumI = data[a + 1] + data[c + 1];
            double gapR = data[a] - data[c];
            double gapI = data[a + 1] - data[c + 1];
            double oddR = data[b] + data[d];
            double oddI = data[b + 1] + data[d + 1];
            double turnR = data[b + 1] - data[d + 1];
            double turnI = data[d] - data[b];
            double w1r = root[3 * j];
            double w1i = root[3 * j + 1];
            double w2r = root[3 * j + 2];
            double w2i = root[3 * j + 3];
            double w3r = root[3 * j + 4];
            double w3i = root[3 * j + 5];
            data[a] = sumR + oddR;
            data[a + 1] = sumI + oddI;
            double r = sumR - oddR;
            double i = sumI - oddI;
            data[b] = r * w2r - i * w2i;
            data[b + 1] = r * w2i + i * w2r;
            r = gapR + turnR;
            i = gapI + turnI;
            data[c] = r * w1r - i * w1i;
            data[c + 1] = r * w1i + i * w1r;
            r = gapR - turnR;
            i = gapI - turnI;
            data[d] = r * w3r - i * w3i;
            data[d + 1] = r * w3i + i * w3r;
        }
    }

    /// X_k = E_k + e^(−2πi k/length) O_k with E and O from the transform of the pairs at k and −k.
    private void separate(double[] data, Listener listener) {
        listener.frequency(0, data[0] + data[1], 0);
        listener.frequency(half, data[0] - data[1], 0);
        listener.frequency(half / 2, data[2], -data[3]);
        int bits = Integer.numberOfTrailingZeros(half);
        for (int block = 2; block < half; block *= 2) {
            for (int near = block; near < block + block / 2; near++) {
                int far = 3 * block - 1 - near;
                int k = Integer.reverse(near) >>> (32 - bits);
                emit(data, near, far, k, listener);
            }
        }
    }

    private void emit(double[] data, int near, int far, int k, Listener listener) {
        double evenR = (data[2 * near] + data[2 * far]) / 2;
        double evenI = (data[2 * near + 1] - data[2 * far + 1]) / 2;
        double oddR = (data[2 * near + 1] + data[2 * far + 1]) / 2;
        double oddI = (data[2 * far] - data[2 * near]) / 2;
        double cos = roots.real(k);
        double sin = roots.imaginary(k);
        double turnedR = oddR * cos + oddI * sin;
        double turnedI = oddI * cos - oddR * sin;
        listener.frequency(k, evenR + turnedR, evenI + turnedI);
        listener.frequency(half - k, evenR - turnedR, turnedI - evenI);
    }
}
