package org.vitrail.privacy.noise;

/// Exact Gaussian noise rounded to integers. Shape only until the core lands.
public final class GaussianNoise {
    private GaussianNoise() {}

    /// Noise from the operating system's entropy.
    public static GaussianNoise secure() {
        return new GaussianNoise();
    }

    /// `counts[i] + N(0, deviation²)`, rounded to the nearest integer.
    public long[] addTo(long[] counts, double deviation) {
        throw new UnsupportedOperationException("cells " + counts.length + ", deviation " + deviation);
    }
}
