package org.vitrail.privacy.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serial;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class SecureBitsTest {
    private static final int DRAWS = 300_000;

    /// RFC 8439, appendix A.1, test vector 5: key of zeros, nonce 0…02, counter 0.
    @Test
    void keystream_vectorOfTheStandard_isMet() {
        byte[] block = new byte[64];
        new SecureBits.Keystream(fixed(43, (byte) 2), 1).accept(block);
        assertThat(HexFormat.of().formatHex(block))
                .isEqualTo("c2c64d378cd536374ae204b9ef933fcd1a8b2288b3dfa49672ab765b54ee27c7"
                        + "8a970e0e955c14f3a88e741b97c286f75f8fc299e8148362fa198a39531bed6d");
    }

    @Test
    void word_entropyFails_throwsAndGivesNothing() {
        SecureRandom broken = new Entropy() {
            @Serial
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] bytes) {
                throw new ProviderException("no entropy");
            }
        };
        SecureBits bits = new SecureBits(new SecureBits.Keystream(broken, 1));
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(bits::word).isInstanceOf(ProviderException.class);
        }
    }

    @Test
    void word_entropyFailsAtRekeying_throwsAndGivesNothing() {
        SecureRandom once = new Entropy() {
            @Serial
            private static final long serialVersionUID = 1;

            private boolean used;

            @Override
            public void nextBytes(byte[] bytes) {
                if (used) {
                    throw new ProviderException("no entropy");
                }
                used = true;
                bytes[0] = 1;
            }
        };
        SecureBits bits = new SecureBits(new SecureBits.Keystream(once, 2));
        for (int words = 0; words < 2 * SecureBits.BLOCK / Long.BYTES; words++) {
            bits.word();
        }
        assertThatThrownBy(bits::word).isInstanceOf(ProviderException.class);
        assertThatThrownBy(bits::word).isInstanceOf(ProviderException.class);
    }

    @Test
    void word_entropyOfZeros_isRefused() {
        SecureBits bits = new SecureBits(new SecureBits.Keystream(fixed(0, (byte) 0), 1));
        assertThatThrownBy(bits::word).isInstanceOf(IllegalStateException.class).hasMessageContaining("zeros");
    }

    @Test
    void keystream_blocksUnderOneKey_differ() {
        SecureBits.Keystream stream = new SecureBits.Keystream(fixed(43, (byte) 2), 2);
        byte[] first = new byte[SecureBits.BLOCK];
        byte[] second = new byte[SecureBits.BLOCK];
        stream.accept(first);
        stream.accept(second);
        assertThat(Arrays.equals(first, second)).isFalse();
    }

    /// 350,000 fresh keys give as many first words: a collision of 64 bits has probability 3e-9.
    @Test
    void keystream_manyKeys_neverRepeat() throws Exception {
        assertThat(collides(new SecureBits.Keystream(SecureRandom.getInstance("NativePRNGNonBlocking"), 1)))
                .isFalse();
    }

    /// Planted bug: keys from a 32-bit seed. No collision has probability 6e-7.
    @Test
    void keystream_keysOf32Bits_areCaught() {
        Random seeds = new Random(20_261_124);
        SecureRandom narrow = new Entropy() {
            @Serial
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] bytes) {
                ByteBuffer.wrap(bytes).putInt(4, 1).putInt(0, seeds.nextInt());
            }
        };
        assertThat(collides(new SecureBits.Keystream(narrow, 1))).isTrue();
    }

    /// Chi-square with 11 degrees of freedom: above 11 + 2 sqrt(11 · 14.6) + 2 · 14.6 = 65.6 with probability
    /// at most 5e-7 (Laurent, Massart 2000).
    @Test
    void below_twelve_isUniform() {
        SecureBits bits = SecureBits.fresh();
        assertThat(chiSquare(bits::below, 12)).isLessThan(65.6);
    }

    /// Planted bug: the remainder of 4 bits, which gives 0 to 3 twice as often.
    @Test
    void below_byRemainder_isCaught() {
        SecureBits bits = SecureBits.fresh();
        assertThat(chiSquare(bound -> bits.bits(4) % bound, 12)).isGreaterThan(65.6);
    }

    @Test
    void below_one_isZeroAndBelowZeroIsRefused() {
        assertThat(SecureBits.fresh().below(1)).isZero();
        assertThatThrownBy(() -> SecureBits.fresh().below(0)).hasMessageContaining(">= 1, got 0");
    }

    /// Ones among 3e5 · count bits: off by more than 5.1 standard errors with probability 4e-7 each.
    @Test
    void bits_everyWidth_isBalanced() {
        SecureBits bits = SecureBits.fresh();
        for (int count : new int[] {1, 3, 17}) {
            long ones = 0;
            for (int draw = 0; draw < DRAWS; draw++) {
                ones += Long.bitCount(bits.bits(count));
            }
            double all = (double) DRAWS * count;
            assertThat(Math.abs(ones - all / 2)).isLessThan(5.3 * Math.sqrt(all / 4));
        }
    }

    @Test
    void class_isNotSerializable() {
        assertThat(Serializable.class).matches(type -> !type.isAssignableFrom(SecureBits.class));
    }

    private static boolean collides(SecureBits.Keystream stream) {
        Set<Long> seen = new HashSet<>();
        byte[] word = new byte[Long.BYTES];
        for (int key = 0; key < 350_000; key++) {
            stream.accept(word);
            if (!seen.add(ByteBuffer.wrap(word).getLong())) {
                return true;
            }
        }
        return false;
    }

    private static double chiSquare(LongUnaryOperator below, int bound) {
        long[] counts = new long[bound];
        for (int draw = 0; draw < DRAWS; draw++) {
            counts[Math.toIntExact(below.applyAsLong(bound))]++;
        }
        double expected = (double) DRAWS / bound;
        double sum = 0;
        for (long count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }

    private static SecureRandom fixed(int place, byte value) {
        return new Entropy() {
            @Serial
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 0);
                bytes[place] = value;
            }
        };
    }

    private abstract static class Entropy extends SecureRandom {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public abstract void nextBytes(byte[] bytes);
    }
}
