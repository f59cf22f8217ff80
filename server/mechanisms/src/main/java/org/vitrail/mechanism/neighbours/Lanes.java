package org.vitrail.mechanism.neighbours;

/// Whether loops over floats run on the Vector API; decided once for the JVM.
public final class Lanes {
    private static final long STEPS_MIN = 1L << 30;
    private static final boolean WIDE =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && VectorTiles.pays();

    private Lanes() {}

    /// Whether the module `jdk.incubator.vector` is there, the lanes are wide and the work is long enough: until
    /// HotSpot has compiled a loop on the Vector API (about a second), it is far slower than plain Java.
    ///
    /// @param steps multiplications and additions, in pairs
    public static boolean pay(long steps) {
        return WIDE && steps >= STEPS_MIN;
    }
}
