package org.vitrail.privacy.noise;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Random bits: a ChaCha20 keystream (RFC 8439) keyed by the operating system, read in blocks of 64 KiB.
///
/// There is no seed and no second source: when the operating system gives no entropy, the call fails and no bit
/// comes out. Not for several threads at once.
public final class SecureBits {
    /// Bytes of a block.
    public static final int BLOCK = 1 << 16;

    private final Consumer<byte[]> source;
    private final byte[] block = new byte[BLOCK];
    private final ByteBuffer words = ByteBuffer.wrap(block).limit(0);
    private long reserve;
    private int reserved;

    /// @param source fills a whole block with bits that are independent of everything else, or throws
    SecureBits(Consumer<byte[]> source) {
        this.source = source;
    }

    /// Bits under a fresh key.
    public static SecureBits fresh() {
        return new SecureBits(keystream());
    }

    /// Fills whole blocks of [#BLOCK] bytes with bits under a fresh key, for samplers that read their own words.
    public static Consumer<byte[]> keystream() {
        return new Keystream(operatingSystem(), Keystream.BLOCKS_OF_A_KEY);
    }

    /// 64 bits.
    public long word() {
        if (!words.hasRemaining()) {
            source.accept(block);
            words.clear();
        }
        return words.getLong();
    }

    /// `count` bits as an integer in [0, 2^count).
    ///
    /// @param count 1 to 64
    public long bits(int count) {
        if (count > reserved) {
            long drawn = word();
            if (count == Long.SIZE) {
                return drawn;
            }
            reserve = drawn;
            reserved = Long.SIZE;
        }
        long taken = reserve >>> (Long.SIZE - count);
        reserve <<= count;
        reserved -= count;
        return taken;
    }

    /// A uniform integer in [0, bound), by masking and rejection.
    ///
    /// @param bound >= 1
    public long below(long bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("expected a bound >= 1, got " + bound);
        }
        int count = Long.SIZE - Long.numberOfLeadingZeros(bound - 1);
        if (count == 0) {
            return 0;
        }
        long drawn = bits(count);
        while (drawn >= bound) {
            drawn = bits(count);
        }
        return drawn;
    }

    private static SecureRandom operatingSystem() {
        String name = System.getProperty("os.name").startsWith("Windows") ? "Windows-PRNG" : "NativePRNGNonBlocking";
        try {
            return SecureRandom.getInstance(name);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("no entropy: expected the source " + name + " of the JDK", absent);
        }
    }

    /// The keystream. A new key and nonce after 1 GiB, long before the 32-bit block counter ends (256 GiB).
    static final class Keystream implements Consumer<byte[]> {
        private static final int BLOCKS_OF_A_KEY = 1 << 14;
        private static final int KEY = 32;
        private static final int NONCE = 12;
        private static final byte[] ZEROS = new byte[BLOCK];

        private final SecureRandom entropy;
        private final Cipher cipher;
        private final int blocksOfAKey;
        private int left;

        Keystream(SecureRandom entropy, int blocksOfAKey) {
            this.entropy = entropy;
            this.blocksOfAKey = blocksOfAKey;
            try {
                cipher = Cipher.getInstance("ChaCha20");
            } catch (GeneralSecurityException absent) {
                throw new IllegalStateException("no keystream: expected ChaCha20 in the JDK", absent);
            }
        }

        @Override
        public void accept(byte[] block) {
            try {
                if (left == 0) {
                    rekey();
                    left = blocksOfAKey;
                }
                left--;
                int filled = cipher.update(ZEROS, 0, block.length, block);
                if (filled != block.length) {
                    throw new IllegalStateException("keystream: expected " + block.length + " bytes, got " + filled);
                }
            } catch (GeneralSecurityException failed) {
                throw new IllegalStateException("no keystream: ChaCha20 failed", failed);
            }
        }

        private void rekey() throws GeneralSecurityException {
            byte[] seed = new byte[KEY + NONCE];
            entropy.nextBytes(seed);
            if (Arrays.equals(seed, new byte[seed.length])) {
                throw new IllegalStateException("no entropy: the operating system gave only zeros");
            }
            byte[] nonce = Arrays.copyOfRange(seed, KEY, KEY + NONCE);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(seed, 0, KEY, "ChaCha20"),
                    new ChaCha20ParameterSpec(nonce, 0));
            Arrays.fill(seed, (byte) 0);
        }
    }
}
