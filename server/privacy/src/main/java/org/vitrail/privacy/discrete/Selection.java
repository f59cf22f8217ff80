package org.vitrail.privacy.discrete;

import java.math.BigInteger;
import java.util.Arrays;
import org.vitrail.privacy.noise.SecureBits;

/// Chooses a candidate by its integer score, better ones more often; no floating-point number decides.
///
/// The exponential mechanism has the law of report-noisy-max with Gumbel noise, permute-and-flip that of
/// report-noisy-max with exponential noise, without their ties and without their real numbers. Not for several
/// threads at once.
public final class Selection {
    private final SecureBits bits;
    private final ExponentialCoin coin;

    Selection(SecureBits bits, int width) {
        this.bits = bits;
        coin = new ExponentialCoin(bits, width);
    }

    /// Chance from the operating system's entropy, under a fresh key.
    public static Selection secure() {
        return new Selection(SecureBits.fresh(), Long.SIZE - 2);
    }

    /// Index i with probability proportional to e^(rate · scores\[i\]) (McSherry, Talwar 2007): a uniform
    /// candidate is kept with probability e^(−rate · (best − score)), until one is.
    ///
    /// With rate = ε/(2Δ) and scores that one unit moves by at most Δ each, it is ε-DP and its privacy loss has
    /// range at most ε (Durfee, Rogers 2019).
    ///
    /// @param scores `[candidates]`, at least one
    /// @param numerator of the rate; >= 1
    /// @param denominator of the rate; >= 1
    public int exponential(long[] scores, long numerator, long denominator) {
        long best = best(scores, numerator, denominator);
        while (true) {
            int candidate = (int) bits.below(scores.length);
            if (keeps(best, scores[candidate], numerator, denominator)) {
                return candidate;
            }
        }
    }

    /// The first candidate of a random order that is kept with probability e^(−rate · (best − score)) (McKenna,
    /// Sheldon 2020, Alg. 1).
    ///
    /// With rate = ε/(2Δ) it is ε-DP, and its expected error never passes that of [#exponential].
    ///
    /// @param scores `[candidates]`, at least one
    /// @param numerator of the rate; >= 1
    /// @param denominator of the rate; >= 1
    public int permuteAndFlip(long[] scores, long numerator, long denominator) {
        long best = best(scores, numerator, denominator);
        int[] waiting = new int[scores.length];
        Arrays.setAll(waiting, i -> i);
        for (int left = waiting.length; ; left--) {
            int place = (int) bits.below(left);
            int candidate = waiting[place];
            if (keeps(best, scores[candidate], numerator, denominator)) {
                return candidate;
            }
            waiting[place] = waiting[left - 1];
        }
    }

    private boolean keeps(long best, long score, long numerator, long denominator) {
        BigInteger gap = BigInteger.valueOf(best).subtract(BigInteger.valueOf(score));
        return coin.flip(gap.multiply(BigInteger.valueOf(numerator)), BigInteger.valueOf(denominator));
    }

    private static long best(long[] scores, long numerator, long denominator) {
        if (numerator < 1 || denominator < 1) {
            throw new IllegalArgumentException(
                    "expected a rate of integers >= 1, got " + numerator + "/" + denominator);
        }
        return Arrays.stream(scores)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("expected at least one candidate, got none"));
    }
}
