package org.vitrail.privacy.noise;

import java.math.BigInteger;

/// Exact Gaussian noise on integers: `round(count + N(0, deviation²))`, where N is the *continuous* normal law.
///
/// The result is post-processing (rounding) of the continuous Gaussian mechanism, so its privacy is exactly
/// that of Gaussian differential privacy. No floating-point number takes part in a decision: the normal deviate
/// is k + x with an integer k and a lazily drawn uniform x (Karney 2016, Algorithm N), and the rounding draws
/// digits of x until it is certain. As counts are integers, `round(count + noise) = count + round(noise)`: the
/// sampler never sees the counts.
///
/// Not for several threads at once.
public final class GaussianNoise {
    /// Deviations are at least this.
    public static final double SMALLEST = 0x1p-10;

    /// Deviations are below this.
    public static final double LIMIT = 0x1p52;

    private static final int FRACTION = 52; // bits of a double's fraction
    private static final int FAST_K = 1 << 9; // below it no sum of the fast rounding leaves 63 bits

    private final SecureBits bits;
    private final int width;
    final LazyUniform x;
    private final LazyUniform r;
    private LazyUniform y;
    private LazyUniform z;

    /// @param width bits of a lazy digit, 1 to 64; the law is the same for all
    GaussianNoise(SecureBits bits, int width) {
        this.bits = bits;
        this.width = width;
        x = new LazyUniform(bits, width);
        r = new LazyUniform(bits, width);
        y = new LazyUniform(bits, width);
        z = new LazyUniform(bits, width);
    }

    /// Noise from the operating system's entropy, under a fresh key.
    public static GaussianNoise secure() {
        return new GaussianNoise(SecureBits.fresh(), Long.SIZE);
    }

    /// Refuses a deviation that the sampler has no exact arithmetic for.
    ///
    /// @throws IllegalArgumentException outside [2^-10, 2^52)
    public static void check(double deviation) {
        if (!(deviation >= SMALLEST && deviation < LIMIT)) {
            throw new IllegalArgumentException("expected a deviation from 2^-10 to below 2^52, got " + deviation
                    + ": choose another charge or other units");
        }
    }

    /// `counts[i] + N(0, deviation²)`, rounded to the nearest integer, independent noise for each cell. A
    /// result outside the range of `long` becomes the nearest end (post-processing too): no input makes this
    /// fail.
    ///
    /// @param counts `[cells]`, left as they are
    /// @param deviation standard deviation, [2^-10, 2^52)
    /// @return `[cells]`
    /// @throws IllegalArgumentException if the deviation is out of range
    public long[] addTo(long[] counts, double deviation) {
        check(deviation);
        int exponent = Math.getExponent(deviation); // -10 … 51
        long fraction = Double.doubleToRawLongBits(deviation) & ((1L << FRACTION) - 1);
        long significand = (1L << FRACTION) | fraction; // deviation = significand / 2^shift
        int shift = FRACTION - exponent; // 1 … 62
        long[] noisy = new long[counts.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = saturatedSum(counts[i], sample(significand, shift));
        }
        return noisy;
    }

    /// One rounded deviate: Karney's Algorithm N, steps N1 to N6, then the rounding.
    long sample(long significand, int shift) {
        while (true) {
            long k = 0; // N1: probability e^(-k/2) (1 - e^(-1/2))
            while (expMinusHalf()) {
                k++;
            }
            if (!allExpMinusHalf(k * (k - 1))) { // N2: keep with probability e^(-k(k-1)/2)
                continue;
            }
            x.redraw(); // N3
            if (!keepsFraction(k)) { // N4: keep with probability e^(-x(2k+x)/2)
                continue;
            }
            long magnitude = rounded(k, significand, shift); // N5
            return bits.bits(1) == 0 ? magnitude : -magnitude; // N6
        }
    }

    private boolean allExpMinusHalf(long times) {
        for (long i = 0; i < times; i++) {
            if (!expMinusHalf()) {
                return false;
            }
        }
        return true;
    }

    /// True with probability e^(-1/2) (Algorithm H): the longest run 1/2 > u1 > u2 > … > un has even length n.
    private boolean expMinusHalf() {
        y.redraw();
        if (!y.belowHalf()) {
            return true;
        }
        boolean even = false;
        while (true) {
            z.redraw();
            if (!z.below(y)) {
                return even;
            }
            even = !even;
            LazyUniform free = y;
            y = z;
            z = free;
        }
    }

    private boolean keepsFraction(long k) {
        for (long i = 0; i <= k; i++) {
            if (!keepsFractionOnce(k)) {
                return false;
            }
        }
        return true;
    }

    /// True with probability e^(-x(2k+x)/(2k+2)) (Algorithm B): the longest run x > u1 > u2 > … > un, each step
    /// also passing a trial of probability (2k+x)/(2k+2), has even length n.
    private boolean keepsFractionOnce(long k) {
        LazyUniform least = x;
        boolean even = true;
        while (true) {
            z.redraw();
            if (!z.below(least) || !trial(k)) {
                return even;
            }
            even = !even;
            LazyUniform free = y;
            y = z;
            z = free;
            least = y;
        }
    }

    /// True with probability (2k+x)/(2k+2).
    private boolean trial(long k) {
        long side = bits.below(2 * k + 2);
        if (side != 2 * k) {
            return side < 2 * k;
        }
        r.redraw();
        return r.below(x);
    }

    /// The integer nearest to significand · (k + x) / 2^shift, exactly. At most `Long.MAX_VALUE`.
    long rounded(long k, long significand, int shift) {
        if (width == Long.SIZE && k < FAST_K) {
            // significand · x lies in [high + low/2^64, high + (low + significand)/2^64)
            long high = Math.unsignedMultiplyHigh(significand, x.first());
            long low = significand * x.first();
            if (Long.compareUnsigned(low + significand, low) > 0) { // so its whole part is certainly `high`
                return (significand * k + high + (1L << (shift - 1))) >>> shift;
            }
        }
        return roundedByMoreDigits(BigInteger.valueOf(k), BigInteger.valueOf(significand), shift);
    }

    private long roundedByMoreDigits(BigInteger k, BigInteger significand, int shift) {
        for (int digits = 1; ; digits++) {
            int places = width * digits; // k + x lies in [units, units + 1) / 2^places
            BigInteger units = k.shiftLeft(places).add(x.prefix(digits));
            BigInteger scaled = units.multiply(significand).add(BigInteger.ONE.shiftLeft(places + shift - 1));
            BigInteger least = scaled.shiftRight(places + shift);
            if (least.equals(scaled.add(significand).shiftRight(places + shift))) {
                return least.bitLength() < Long.SIZE ? least.longValue() : Long.MAX_VALUE;
            }
        }
    }

    /// The sum, or the end of the range of `long` that it passes.
    public static long saturatedSum(long count, long noise) {
        long sum = count + noise;
        boolean overflown = ((count ^ sum) & (noise ^ sum)) < 0;
        if (!overflown) {
            return sum;
        }
        return noise < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
