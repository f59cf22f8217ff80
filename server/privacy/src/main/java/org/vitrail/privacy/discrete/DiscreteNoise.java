package org.vitrail.privacy.discrete;

import java.math.BigInteger;
import org.vitrail.privacy.noise.GaussianNoise;
import org.vitrail.privacy.noise.SecureBits;

/// Exact discrete Laplace and discrete Gaussian noise on integers (Canonne, Kamath, Steinke 2020, Alg. 2 and
/// 3): rational parameters, no floating-point number anywhere.
///
/// Numerators are below 2^52, so that nothing leaves 64 bits but an event of probability e^(−1024), where the
/// noise stops growing. Not for several threads at once.
public final class DiscreteNoise {
    private static final long LIMIT = 1L << 52;
    private static final long LARGEST_QUOTIENT = 1 << 10;

    private final SecureBits bits;
    private final ExponentialCoin coin;

    DiscreteNoise(SecureBits bits, int width) {
        this.bits = bits;
        coin = new ExponentialCoin(bits, width);
    }

    /// Noise from the operating system's entropy, under a fresh key.
    public static DiscreteNoise secure() {
        return new DiscreteNoise(SecureBits.fresh(), Long.SIZE - 2);
    }

    /// `counts[i]` + noise with mass proportional to e^(−|x| denominator/numerator), independent for each cell,
    /// saturated at the ends of `long`.
    ///
    /// @param counts `[cells]`, left as they are
    /// @param numerator of the scale, 1 to below 2^52
    /// @param denominator of the scale, 1 to below 2^52
    public long[] addLaplace(long[] counts, long numerator, long denominator) {
        check(numerator, denominator);
        long[] noisy = new long[counts.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = GaussianNoise.saturatedSum(counts[i], laplace(numerator, denominator));
        }
        return noisy;
    }

    /// `counts[i]` + noise with mass proportional to e^(−x² denominator/(2 numerator)), independent for each
    /// cell, saturated at the ends of `long`.
    ///
    /// @param counts `[cells]`, left as they are
    /// @param numerator of σ², 1 to below 2^52
    /// @param denominator of σ², 1 to below 2^52
    public long[] addGaussian(long[] counts, long numerator, long denominator) {
        check(numerator, denominator);
        long scale = BigInteger.valueOf(numerator / denominator).sqrt().longValue() + 1; // floor(σ) + 1
        BigInteger variance = BigInteger.valueOf(numerator);
        BigInteger step = BigInteger.valueOf(scale).multiply(BigInteger.valueOf(denominator));
        BigInteger below =
                step.multiply(BigInteger.valueOf(scale)).multiply(variance).shiftLeft(1);
        long[] noisy = new long[counts.length];
        for (int i = 0; i < noisy.length; ) {
            long noise = laplace(scale, 1); // kept with probability e^(−(|noise| − σ²/scale)² / (2σ²))
            BigInteger gap = BigInteger.valueOf(Math.abs(noise)).multiply(step).subtract(variance);
            if (coin.flip(gap.multiply(gap), below)) {
                noisy[i] = GaussianNoise.saturatedSum(counts[i], noise);
                i++;
            }
        }
        return noisy;
    }

    private long laplace(long numerator, long denominator) {
        BigInteger below = BigInteger.valueOf(numerator);
        while (true) {
            long remainder = bits.below(numerator);
            if (!coin.flip(BigInteger.valueOf(remainder), below)) {
                continue;
            }
            long quotient = 0;
            while (quotient < LARGEST_QUOTIENT && coin.flip(BigInteger.ONE, BigInteger.ONE)) {
                quotient++;
            }
            long magnitude = (remainder + numerator * quotient) / denominator;
            boolean negative = bits.bits(1) == 1;
            if (magnitude != 0 || !negative) { // one zero, not two
                return negative ? -magnitude : magnitude;
            }
        }
    }

    private static void check(long numerator, long denominator) {
        if (Math.min(numerator, denominator) < 1 || Math.max(numerator, denominator) >= LIMIT) {
            throw new IllegalArgumentException("expected a fraction of integers from 1 to below 2^52, got " + numerator
                    + "/" + denominator + ": choose another charge or other units");
        }
    }
}
