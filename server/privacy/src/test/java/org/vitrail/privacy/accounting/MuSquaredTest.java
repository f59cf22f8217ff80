package org.vitrail.privacy.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MuSquaredTest {
    @Test
    void arithmetic_ofIntegers_isExact() {
        MuSquared third = new MuSquared(100_000_000_000L).share(1, 3);
        assertThat(third.pico()).isEqualTo(33_333_333_333L);
        assertThat(third.times(3).plus(new MuSquared(1))).isEqualTo(new MuSquared(100_000_000_000L));
        assertThat(third.minus(third)).isEqualTo(MuSquared.ZERO);
        assertThat(new MuSquared(500_000_000_000L)).hasToString("0.5").isGreaterThan(third);
        assertThat(new MuSquared(Long.MAX_VALUE)
                        .share(Long.MAX_VALUE, Long.MAX_VALUE)
                        .pico())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void arithmetic_beyondTheRange_isRefused() {
        MuSquared most = new MuSquared(Long.MAX_VALUE);
        assertThatThrownBy(() -> most.plus(new MuSquared(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.times(2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> MuSquared.ZERO.minus(most)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MuSquared(-1)).hasMessageContaining("got -1");
    }
}
