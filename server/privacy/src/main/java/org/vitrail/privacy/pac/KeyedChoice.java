package org.vitrail.privacy.pac;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.function.LongUnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Uniform choices from a ChaCha20 keystream (RFC 8439) under a key of one's own: the same key chooses
/// the same, as often as it is asked. For what must be chosen again alike; noise never comes from here.
final class KeyedChoice implements LongUnaryOperator {
    /// Bytes of a key.
    static final int KEY = 32;

    private static final byte[] ZEROS = new byte[1 << 12];
    private static final byte[] NONCE = new byte[12]; // each key has one stream

    private final Cipher cipher;
    private final byte[] block = new byte[ZEROS.length];
    private final ByteBuffer words = ByteBuffer.wrap(block).limit(0);

    KeyedChoice(byte[] key) {
        try {
            cipher = Cipher.getInstance("ChaCha20");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new ChaCha20ParameterSpec(NONCE, 0));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("no keystream: expected ChaCha20 in the JDK", absent);
        }
    }

    /// A uniform integer in [0, bound), by masking and rejection.
    @Override
    public long applyAsLong(long bound) {
        long mask = bound <= 1 ? 0 : -1L >>> Long.numberOfLeadingZeros(bound - 1);
        long drawn = word() & mask;
        while (drawn >= bound) {
            drawn = word() & mask;
        }
        return drawn;
    }

    private long word() {
        if (!words.hasRemaining()) {
            try {
                cipher.update(ZEROS, 0, ZEROS.length, block);
            } catch (GeneralSecurityException failed) {
                throw new IllegalStateException("no keystream: ChaCha20 failed", failed);
            }
            words.clear();
        }
        return words.getLong();
    }
}
