package org.vitrail.privacy.discrete;

import java.math.BigInteger;
import org.vitrail.privacy.noise.SecureBits;

/// Coins that show heads with probability e^(−γ), γ rational, exactly (Canonne, Kamath, Steinke 2020, Alg. 1).
final class ExponentialCoin {
    private static final BigInteger[] NONE = {};

    private final SecureBits bits;
    private final int width;

    /// @param width bits of a digit of a lazily drawn uniform, 1 to 62; the law is the same for all
    ExponentialCoin(SecureBits bits, int width) {
        this.bits = bits;
        this.width = width;
    }

    /// True with probability e^(−above/below).
    ///
    /// @param above >= 0
    /// @param below >= 1
    boolean flip(BigInteger above, BigInteger below) {
        if (above.compareTo(below) < 0) {
            return flipFraction(above, below);
        }
        BigInteger[] parts = above.divideAndRemainder(below);
        for (BigInteger left = parts[0]; left.signum() > 0; left = left.subtract(BigInteger.ONE)) {
            if (!flipFraction(BigInteger.ONE, BigInteger.ONE)) {
                return false;
            }
        }
        return flipFraction(parts[1], below);
    }

    /// γ in [0, 1]: the first k >= 1 at which a coin of probability γ/k fails is odd with probability e^(−γ).
    private boolean flipFraction(BigInteger above, BigInteger below) {
        boolean whole = above.equals(below); // the frequent case, which needs no uniform
        BigInteger[] start = whole ? NONE : above.shiftLeft(width).divideAndRemainder(below);
        long k = 1;
        while (bits.below(k) == 0 && (whole || uniformBelow(start, below))) {
            k++;
        }
        return (k & 1) == 1;
    }

    /// Whether a uniform in [0, 1), drawn digit by digit until it is certain, is below the fraction.
    ///
    /// @param start the fraction's first digit and the remainder, over `below`
    private boolean uniformBelow(BigInteger[] start, BigInteger below) {
        BigInteger[] digit = start;
        while (true) {
            int order = Long.compare(bits.bits(width), digit[0].longValue());
            if (order != 0) {
                return order < 0;
            }
            digit = digit[1].shiftLeft(width).divideAndRemainder(below);
        }
    }
}
