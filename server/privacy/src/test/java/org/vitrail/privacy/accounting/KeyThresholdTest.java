package org.vitrail.privacy.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeyThresholdTest {

    /// Quantiles of the normal law: Q(1.959964) = 0.025, Q(4.753424) = 1e-6, Q(6.361341) = 1e-10; t is the
    /// next integer of 3/2 + deviation · quantile.
    @Test
    void of_knownQuantiles_isTheNextInteger() {
        assertThat(KeyThreshold.of(100, 0.025)).isEqualTo(198); // 1.5 + 195.9964
        assertThat(KeyThreshold.of(100, 1e-6)).isEqualTo(477); // 1.5 + 475.3424
        assertThat(KeyThreshold.of(1_000, 1e-10)).isEqualTo(6_363); // 1.5 + 6361.341
        assertThat(KeyThreshold.of(0.001, 1e-10)).isEqualTo(2);
    }

    @Test
    void of_smallerDeltaOrMoreNoise_isNeverLower() {
        long before = 0;
        for (int exponent = -1; exponent >= -299; exponent -= 7) {
            long now = KeyThreshold.of(37.5, Double.parseDouble("1e" + exponent));
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(KeyThreshold.of(38, 1e-9)).isGreaterThanOrEqualTo(KeyThreshold.of(37, 1e-9));
    }

    @Test
    void of_nonsense_isRefused() {
        assertThatThrownBy(() -> KeyThreshold.of(0, 0.1)).hasMessageContaining("deviation above 0");
        assertThatThrownBy(() -> KeyThreshold.of(Double.NaN, 0.1)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> KeyThreshold.of(1, 0)).hasMessageContaining("delta in [1e-300, 1)");
        assertThatThrownBy(() -> KeyThreshold.of(1, 1)).hasMessageContaining("got 1.0");
    }
}
