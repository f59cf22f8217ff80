package org.vitrail.privacy.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.accounting.MuSquared;

class AmountTest {
    private static final long NO_BOUND = Long.MAX_VALUE;

    private static DpAmount dp(Map<String, Long> units) {
        return new DpAmount(new TreeMap<>(units));
    }

    @Test
    void plusAndMinus_ofEveryKind_areExact() {
        assertThat(dp(Map.of("gdp", 7L, "zcdp", 1L)).plus(dp(Map.of("gdp", 1L, "zcdp", 2L))))
                .isEqualTo(dp(Map.of("gdp", 8L, "zcdp", 3L)));
        assertThat(new PacAmount(7).minus(new PacAmount(7))).isEqualTo(new PacAmount(0));
        assertThat(new UseCount(1).plus(new UseCount(2)).uses()).isEqualTo(3);
        assertThatThrownBy(() -> new PacAmount(1).minus(new PacAmount(2))).hasMessageContaining("at most 1 units");
        assertThatThrownBy(() -> new UseCount(-1)).hasMessageContaining("uses must be >= 0, got -1");
    }

    @Test
    void plus_beyondTheRange_hasNoBoundAndIsNeverWithinACap() {
        DpAmount sum = DpAmount.of(new MuSquared(NO_BOUND - 1)).plus(DpAmount.of(new MuSquared(2)));
        assertThat(sum.units()).containsEntry("gdp", NO_BOUND);
        assertThat(dp(Map.of("gdp", NO_BOUND)).allows(sum)).isFalse();
        assertThat(sum.unbounded("gdp")).isTrue();
        assertThat(sum.minus(DpAmount.of(new MuSquared(5))).units()).containsEntry("gdp", NO_BOUND);
        assertThat(new PacAmount(NO_BOUND - 1).plus(new PacAmount(1)).picoNats())
                .isEqualTo(NO_BOUND);
    }

    @Test
    void allows_withSeveralMeasures_asksForOneOfThemAndForAllItsParts() {
        DpAmount cap = dp(Map.of("gdp", 10L, "sums.epsilon", 10L, "sums.delta", 10L));
        assertThat(cap.allows(dp(Map.of("gdp", 10L, "sums.epsilon", 99L, "sums.delta", 99L))))
                .isTrue();
        assertThat(cap.allows(dp(Map.of("gdp", 11L, "sums.epsilon", 10L, "sums.delta", 10L))))
                .isTrue();
        assertThat(cap.allows(dp(Map.of("gdp", 11L, "sums.epsilon", 10L, "sums.delta", 11L))))
                .isFalse();
        assertThat(cap.allows(dp(Map.of("gdp", NO_BOUND, "sums.epsilon", 11L, "sums.delta", 0L))))
                .isFalse();
        DpAmount orders = dp(Map.of("renyi-1.5", 3L, "renyi-2", 4L));
        assertThat(orders.allows(dp(Map.of("renyi-1.5", 9L, "renyi-2", 4L)))).isTrue(); // each order is a measure
    }

    @Test
    void left_ofACap_isNeverNegative() {
        assertThat(dp(Map.of("gdp", 10L, "zcdp", 3L)).left(dp(Map.of("gdp", 4L, "zcdp", 5L))))
                .isEqualTo(dp(Map.of("gdp", 6L, "zcdp", 0L)));
        assertThat(dp(Map.of("gdp", 10L)).left(dp(Map.of("gdp", NO_BOUND)))).isEqualTo(dp(Map.of("gdp", 0L)));
        assertThat(new UseCount(5).left(new UseCount(7))).isEqualTo(new UseCount(0));
        assertThat(new PacAmount(5).left(new PacAmount(2))).isEqualTo(new PacAmount(3));
    }

    @Test
    void dpAmount_thatMeansNothing_isRefused() {
        assertThatThrownBy(() -> dp(Map.of())).hasMessageContaining("at least one measure");
        assertThatThrownBy(() -> dp(Map.of("epsilon", 1L))).hasMessageContaining("got 'epsilon'");
        assertThatThrownBy(() -> dp(Map.of("gdp", -1L))).hasMessageContaining("gdp must be >= 0, got -1");
        assertThatThrownBy(() -> dp(Map.of("sums.epsilon", 1L))).hasMessageContaining("one measure");
        assertThatThrownBy(() -> dp(Map.of("gdp", 1L)).plus(dp(Map.of("zcdp", 1L))))
                .hasMessageContaining("expected an amount in [gdp], got one in [zcdp]");
        assertThatThrownBy(() -> dp(Map.of("gdp", 1L)).in("zcdp"))
                .hasMessageContaining("expected one of the units [gdp], got 'zcdp'");
    }

    @Test
    void kinds_readBackWhatTheyWrite_andNothingOfAnother() {
        SortedMap<String, Long> nats = new PacAmount(4).units();
        assertThat(Kind.PAC.amount(nats)).isEqualTo(new PacAmount(4));
        assertThat(Kind.NONE.amount(new UseCount(4).units())).isEqualTo(new UseCount(4));
        assertThat(Kind.DP.amount(DpAmount.of(new MuSquared(4)).units()).in(DpAmount.GDP))
                .isEqualTo(4);
        assertThatThrownBy(() -> Kind.DP.amount(nats)).hasMessageContaining("got 'mi'");
        assertThatThrownBy(() -> Kind.NONE.amount(nats)).hasMessageContaining("uses alone");
        for (String word : new String[] {"dp", "pac", "none"}) {
            assertThat(Kind.of(word).word()).isEqualTo(word);
        }
        assertThatThrownBy(() -> Kind.of("cash")).hasMessageContaining("got 'cash'");
    }
}
