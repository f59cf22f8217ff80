package org.vitrail.privacy.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.Entry.Pending;
import org.vitrail.privacy.ledger.Entry.Posted;
import org.vitrail.privacy.ledger.Entry.Voided;

class BalanceTest {
    private static final MuSquared CAP = tenths(3);

    @Test
    void of_tenthsUpToTheCap_fillsItExactly() {
        List<Entry> three = List.of(reserve("a", 1), new Posted("a"), reserve("b", 1), reserve("c", 1));
        Balance full = Balance.of(CAP, three);
        assertThat(full).isEqualTo(new Balance(CAP, tenths(2), tenths(1)));
        assertThat(full.remaining()).isEqualTo(MuSquared.ZERO);
        assertThat(full.admits(MuSquared.ZERO)).isTrue();
        assertThat(full.admits(new MuSquared(1))).isFalse();
        // the must-fail twin: 0.1 + 0.1 + 0.1 in doubles passes 0.3
        assertThat(0.1 + 0.1 + 0.1).isGreaterThan(0.3);
    }

    @Test
    void of_voided_freesItsAmount() {
        Balance balance = Balance.of(CAP, List.of(reserve("a", 3), new Voided("a"), reserve("b", 2)));
        assertThat(balance).isEqualTo(new Balance(CAP, tenths(2), MuSquared.ZERO));
    }

    @Test
    void of_brokenHistories_namesTheFirstBreach() {
        breaks("passes the cap 0.3", reserve("a", 2), reserve("b", 2));
        breaks("passes the cap", reserve("a", 2), reserve("b", 2), new Voided("a")); // over it only for a while
        breaks("passes the cap", reserve("a", 3), new Posted("a"), reserve("b", 1));
        breaks("a second time", reserve("a", 1), reserve("a", 1));
        breaks("a second time", reserve("a", 1), new Voided("a"), reserve("a", 1));
        breaks("no open reservation", new Posted("a"));
        breaks("no open reservation", reserve("a", 1), new Posted("a"), new Voided("a")); // started, then voided
        breaks("no open reservation", reserve("a", 1), new Posted("a"), new Posted("a"));
        breaks("no open reservation", reserve("a", 1), new Voided("a"), new Posted("a"));
    }

    @Test
    void balance_aboveItsCap_isRefused() {
        assertThatThrownBy(() -> new Balance(CAP, tenths(2), tenths(2))).hasMessageContaining("<= cap");
        MuSquared most = new MuSquared(Long.MAX_VALUE);
        assertThatThrownBy(() -> new Balance(most, most, most)).hasMessageContaining("<= cap");
    }

    /// Random histories against plain sums of big integers, at every prefix.
    @Test
    void of_randomHistories_agreesWithPlainSums() {
        RandomGenerator chance = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        int broken = 0;
        for (int trial = 0; trial < 3000; trial++) {
            List<Entry> history = new ArrayList<>();
            Model model = new Model();
            boolean sound = true;
            while (sound && history.size() < 12) {
                boolean stray = chance.nextInt(10) == 0;
                String old = model.waiting.keySet().stream().findAny().orElse("none");
                Entry next = switch (chance.nextInt(4)) {
                    case 0 -> new Posted(stray ? "r0" : old);
                    case 1 -> new Voided(stray ? "r1" : old);
                    default -> reserve(stray ? old : "r" + history.size(), chance.nextInt(2));
                };
                history.add(next);
                sound = model.accepts(next);
                if (sound) {
                    Balance balance = Balance.of(CAP, history);
                    assertThat(BigInteger.valueOf(balance.spent().pico())).isEqualTo(model.spent);
                    assertThat(BigInteger.valueOf(balance.reserved().pico())).isEqualTo(model.reserved());
                }
            }
            if (!sound) {
                broken++;
                assertThatThrownBy(() -> Balance.of(CAP, history)).isInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(broken).isBetween(100, 2999);
    }

    private static void breaks(String rule, Entry... history) {
        assertThatThrownBy(() -> Balance.of(CAP, List.of(history)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(rule);
    }

    private static Entry reserve(String name, int tenths) {
        return new Pending(name, tenths(tenths));
    }

    private static MuSquared tenths(int count) {
        return new MuSquared(100_000_000_000L * count);
    }

    private static final class Model {
        private final Map<String, BigInteger> waiting = new HashMap<>();
        private final List<String> known = new ArrayList<>();
        private BigInteger spent = BigInteger.ZERO;

        private BigInteger reserved() {
            return waiting.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        }

        private boolean accepts(Entry entry) {
            return switch (entry) {
                case Pending(String name, MuSquared amount) -> {
                    boolean fresh = !known.contains(name);
                    known.add(name);
                    waiting.put(name, BigInteger.valueOf(amount.pico()));
                    yield fresh && reserved().add(spent).compareTo(BigInteger.valueOf(CAP.pico())) <= 0;
                }
                case Posted(String name) -> {
                    BigInteger amount = waiting.remove(name);
                    spent = amount == null ? spent : spent.add(amount);
                    yield amount != null;
                }
                case Voided(String name) -> waiting.remove(name) != null;
            };
        }
    }
}
