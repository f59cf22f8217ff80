package org.vitrail.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What is charged is never shown smaller than it is, what is left never larger.
class ShortNumberTest {
    @Test
    void bounds_betweenShownDigits_areRoundedToTheSafeSide() {
        assertThat(ShortNumber.lower(0.078125)).isEqualTo("0.07812");
        assertThat(ShortNumber.upper(0.078125)).isEqualTo("0.07813");
        assertThat(ShortNumber.lower(0.494631937214071)).isEqualTo("0.4946");
        assertThat(ShortNumber.upper(0.494631937214071)).isEqualTo("0.4947");
        assertThat(ShortNumber.lower(0.1 + 0.2)).isEqualTo("0.3");
        assertThat(ShortNumber.lower(0.7 - 0.4)).as("computed just below").isEqualTo("0.3");
        assertThat(ShortNumber.lower(0)).isEqualTo("0");
    }
}
