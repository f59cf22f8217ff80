package org.vitrail.privacy.noise;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Repeatable bits, for tests of arithmetic only.
final class SeededBits implements Consumer<byte[]> {
    private final RandomGenerator generator;

    private SeededBits(long seed) {
        generator = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static SecureBits of(long seed) {
        return new SecureBits(new SeededBits(seed));
    }

    @Override
    public void accept(byte[] block) {
        ByteBuffer words = ByteBuffer.wrap(block);
        while (words.hasRemaining()) {
            words.putLong(generator.nextLong());
        }
    }
}
