package org.vitrail.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.vitrail.app.kit.Books;
import org.vitrail.contract.RefusedException;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.ledger.Balance;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Measures;

/// What a ledger in several measures must hold, over any store.
///
/// @param books of the test
record SideBySideLedger(Books books) {
    private Charge<DpAmount> event(String ledger, String name, Measures measures, PrivacyEvent event) {
        DpAmount amount = measures.charge(event, NeighbouringRelation.ADD_OR_REMOVE_ONE);
        return new Charge<>(UUID.randomUUID().toString(), ledger, name + "-session", amount);
    }

    private boolean taken(Charge<DpAmount> charge) {
        try {
            books.reserve(charge);
            books.start(charge);
            return true;
        } catch (RefusedException e) {
            assertThat(e.refusal().line()).doesNotContain("\n");
            return false;
        }
    }

    /// Only `sums` accepts the first charge, and only `gdp` the ones after it, until it is full too. Each
    /// is taken in all.
    void acceptsWhatAnyMeasureAccepts() {
        Measures measures = new Measures(List.of("gdp", "zcdp", "sums"));
        String several = books.begin("several", measures);
        PrivacyEvent pure = new PrivacyEvent.ApproximateDp(0.9, 1e-9);
        PrivacyEvent small = new PrivacyEvent.GaussianDp(
                new MuSquared(books.balance("several-dataset").cap().in("gdp") / 10));
        assertThat(taken(event(several, "several", measures, pure))).isTrue();
        assertThat(taken(event(several, "several", measures, small))).isFalse(); // gdp has no bound, sums none for it
        DpAmount spent = books.balance("several-dataset").spent();
        assertThat(spent.unbounded("gdp")).isTrue();
        assertThat(spent.unbounded("zcdp")).isTrue(); // of a delta of its own no rho is known
        assertThat(spent.in("sums.epsilon")).isEqualTo(900_000_000_001L);
        assertThat(spent.in("sums.delta")).isEqualTo(1_000_000_001L);

        String gaussian = books.begin("gaussian", measures);
        for (int i = 0; i < 10; i++) {
            assertThat(taken(event(gaussian, "gaussian", measures, small)))
                    .as("charge %d", i)
                    .isTrue();
        }
        Balance<DpAmount> full = books.balance("gaussian-dataset");
        assertThat(full.spent().unbounded("sums.epsilon")).isTrue(); // over since the first
        assertThat(full.spent().in("zcdp")).isGreaterThan(full.cap().in("zcdp"));
        assertThat(full.spent().in("gdp")).isLessThanOrEqualTo(full.cap().in("gdp"));
        assertThat(full).isEqualTo(books.balance("gaussian-session"));
        assertThatThrownBy(() -> books.reserve(event(gaussian, "gaussian", measures, small)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().line())
                                .contains("budget exceeded: dataset 'gaussian-dataset' has epsilon")
                                .contains("in mu^2, the nearest of its measures gdp, zcdp, sums")
                                .doesNotContain("\n"));
        assertThat(books.findings()).isEmpty();
    }

    /// The must-fail twins: zcdp alone accepts less of the same charges, so it is the others that
    /// accepted; and with one more than the cap in a measure written by hand, the lines tell.
    void refusesWithoutTheMeasureThatAccepts() {
        Measures zcdp = new Measures(List.of("zcdp"));
        String one = books.begin("one-measure", zcdp);
        PrivacyEvent small = new PrivacyEvent.GaussianDp(new MuSquared(
                new Measures(List.of("gdp", "zcdp", "sums")).caps(1, 1e-6).in("gdp") / 10));
        int accepted = 0;
        for (int i = 0; i < 10; i++) {
            accepted += taken(event(one, "one-measure", zcdp, small)) ? 1 : 0;
        }
        assertThat(accepted).isBetween(1, 9);
        assertThat(taken(event(one, "one-measure", zcdp, new PrivacyEvent.ApproximateDp(0.1, 1e-9))))
                .isFalse();
        assertThatThrownBy(
                        () -> books.reserve(event(one, "one-measure", zcdp, new PrivacyEvent.ApproximateDp(0.1, 1e-9))))
                .hasMessageContaining("no finite charge in the measures [zcdp] of dataset 'one-measure-dataset'");
        String several = books.begin("by-hand", new Measures(List.of("gdp", "zcdp")));
        assertThat(taken(event(several, "by-hand", new Measures(List.of("gdp", "zcdp")), small)))
                .isTrue();
        assertThat(books.findings()).isEmpty();
    }
}
