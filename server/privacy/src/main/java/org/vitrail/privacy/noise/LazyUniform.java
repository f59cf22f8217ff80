package org.vitrail.privacy.noise;

import java.math.BigInteger;
import java.util.Arrays;

/// A uniform real in (0, 1) of which only the first digits are drawn; more are drawn when a question needs
/// them, so that every answer is exact (Karney 2016, section 2: "u-rands").
///
/// The law does not depend on the width of a digit: 64 bits are fast, 1 bit makes every question need more
/// digits.
final class LazyUniform {
    private final SecureBits bits;
    private final int width;
    private long first;
    private long[] more = new long[2];
    private int drawn;

    /// @param width bits of a digit, 1 to 64
    LazyUniform(SecureBits bits, int width) {
        this.bits = bits;
        this.width = width;
    }

    /// Becomes a new real, independent of all before.
    void redraw() {
        first = bits.bits(width);
        drawn = 0;
    }

    /// Whether it is below one half.
    boolean belowHalf() {
        return first >>> (width - 1) == 0;
    }

    /// Whether it is below the other, which must be another object. Equality has probability 0.
    boolean below(LazyUniform other) {
        if (first != other.first) {
            return Long.compareUnsigned(first, other.first) < 0;
        }
        for (int place = 0; ; place++) {
            int order = Long.compareUnsigned(digit(place), other.digit(place));
            if (order != 0) {
                return order < 0;
            }
        }
    }

    /// The first digit: the real lies in [first, first + 1) · 2^-width.
    long first() {
        return first;
    }

    /// The first `digits` digits as an integer X: the real lies in [X, X + 1) · 2^(-width · digits).
    BigInteger prefix(int digits) {
        BigInteger value = unsigned(first);
        for (int place = 0; place < digits - 1; place++) {
            value = value.shiftLeft(width).or(unsigned(digit(place)));
        }
        return value;
    }

    private long digit(int place) {
        while (place >= drawn) {
            if (drawn == more.length) {
                more = Arrays.copyOf(more, 2 * drawn);
            }
            more[drawn++] = bits.bits(width);
        }
        return more[place];
    }

    private static BigInteger unsigned(long digit) {
        return new BigInteger(Long.toUnsignedString(digit));
    }
}
