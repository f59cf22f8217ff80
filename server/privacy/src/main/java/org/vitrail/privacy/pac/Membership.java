package org.vitrail.privacy.pac;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.vitrail.privacy.noise.SecureBits;

/// Which units are in which worlds: every unit in exactly half of them, so that nobody who knows all of this can
/// guess better than 1/2 whether a unit is in the secret world.
public final class Membership {
    private final int worlds;
    private final long[][] masks;

    private Membership(int worlds, long[][] masks) {
        this.worlds = worlds;
        this.masks = masks;
    }

    /// Each unit's set of worlds drawn on its own, uniformly among the sets of half of the worlds. World sizes vary.
    ///
    /// @param units >= 0
    /// @param worlds 2 to 1024, even
    public static Membership balanced(int units, int worlds) {
        return balanced(units, worlds, SecureBits.fresh()::below);
    }

    /// @param below draws a uniform integer in [0, its argument)
    static Membership balanced(int units, int worlds, LongUnaryOperator below) {
        checkWorlds(worlds);
        int[] order = new int[worlds];
        Arrays.setAll(order, k -> k);
        long[][] masks = new long[units][(worlds + Long.SIZE - 1) / Long.SIZE];
        for (long[] mask : masks) {
            for (int taken = 0; taken < worlds / 2; taken++) {
                int world = shuffleOne(order, taken, below);
                mask[world / Long.SIZE] |= 1L << world;
            }
        }
        return new Membership(worlds, masks);
    }

    /// Independent random halves of the units and their complements: world k + worlds/2 is the complement of world k.
    /// World sizes differ by at most 1.
    ///
    /// @param units >= 0
    /// @param worlds 2 to 1024, even
    public static Membership halves(int units, int worlds) {
        return halves(units, worlds, SecureBits.fresh());
    }

    static Membership halves(int units, int worlds, SecureBits bits) {
        checkWorlds(worlds);
        long[][] masks = new long[units][(worlds + Long.SIZE - 1) / Long.SIZE];
        int[] order = new int[units];
        Arrays.setAll(order, i -> i);
        for (int k = 0; k < worlds / 2; k++) {
            for (int taken = 0; taken < units; taken++) {
                int unit = taken < units / 2 ? shuffleOne(order, taken, bits::below) : order[taken];
                int world = taken < units / 2 ? k : k + worlds / 2;
                masks[unit][world / Long.SIZE] |= 1L << world;
            }
        }
        return new Membership(worlds, masks);
    }

    private static int shuffleOne(int[] order, int at, LongUnaryOperator below) {
        int other = at + (int) below.applyAsLong(order.length - at);
        int chosen = order[other];
        order[other] = order[at];
        order[at] = chosen;
        return chosen;
    }

    static void checkWorlds(int worlds) {
        if (worlds < 2 || worlds > 1024 || worlds % 2 != 0) {
            throw new IllegalArgumentException(
                    "expected an even number of worlds from 2 to 1024 (usually 64, 128 or 256), got " + worlds);
        }
    }

    /// Number of worlds.
    public int worlds() {
        return worlds;
    }

    /// Number of units.
    public int units() {
        return masks.length;
    }

    /// Whether a unit is in a world.
    public boolean contains(int world, int unit) {
        return (masks[unit][world / Long.SIZE] >>> world & 1) != 0;
    }

    /// The first 64 worlds of a unit, world k as bit k.
    public long mask(int unit) {
        return masks[unit][0];
    }

    /// The units of a world, ascending.
    public int[] members(int world) {
        int[] found = new int[masks.length];
        int count = 0;
        for (int unit = 0; unit < masks.length; unit++) {
            if (contains(world, unit)) {
                found[count] = unit;
                count++;
            }
        }
        return Arrays.copyOf(found, count);
    }
}
