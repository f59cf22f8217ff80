package org.vitrail.mechanism.neighbours;

/// Whether loops over floats run on the Vector API; decided once for the JVM.
public final class Lanes {
    private static final boolean WIDE =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && VectorTiles.pays();

    private Lanes() {}

    /// Whether the module `jdk.incubator.vector` is there and the processor's lanes are wide enough to pay.
    public static boolean wide() {
        return WIDE;
    }
}
