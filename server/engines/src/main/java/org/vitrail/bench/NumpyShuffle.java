package org.vitrail.bench;

import java.util.Arrays;

/// The shuffle of numpy's legacy generator (Mersenne Twister MT19937; Matsumoto, Nishimura 1998), which the published
/// splits come from. For the splits of benchmarks only.
final class NumpyShuffle {
    private static final int SIZE = 624;
    private static final int MIDDLE = 397;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    private NumpyShuffle(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /// 0 to n − 1 as `numpy.random.RandomState(seed).permutation(n)` orders them.
    static int[] permutation(int n, int seed) {
        NumpyShuffle random = new NumpyShuffle(seed);
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        for (int i = n - 1; i > 0; i--) {
            int j = random.upTo(i);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    private int upTo(int most) {
        int mask = -1 >>> Integer.numberOfLeadingZeros(most);
        int drawn = bits() & mask;
        while (drawn > most) {
            drawn = bits() & mask;
        }
        return drawn;
    }

    private int bits() {
        if (next == SIZE) {
            refill();
            next = 0;
        }
        int y = state[next];
        next++;
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void refill() {
        for (int i = 0; i < SIZE; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
            state[i] = state[(i + MIDDLE) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
    }
}
