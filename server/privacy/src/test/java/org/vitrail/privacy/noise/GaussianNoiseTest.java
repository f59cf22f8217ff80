package org.vitrail.privacy.noise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GaussianNoiseTest {
    @Test
    void addTo_manyCells_hasTheVariance() {
        long[] noisy = GaussianNoise.secure().addTo(new long[1_000_000], 1000);
        double squares = 0;
        for (long value : noisy) {
            squares += (double) value * value;
        }
        // relative standard error sqrt(2/1e6) = 0.0014; 5 sigma: 6e-7
        assertThat(squares / noisy.length).isBetween(1e6 * (1 - 0.0071), 1e6 * (1 + 0.0071));
    }
}
