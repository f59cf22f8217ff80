package org.vitrail.magic.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.Account;
import org.vitrail.contract.MeasureBalance;
import org.vitrail.contract.session.BudgetLevel;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.SessionView;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Measures;

/// What a budget in several measures says, and what one more release does to it, as the server would say
/// it.
class SideBySideTest {
    private static final Measures MEASURES = new Measures(List.of("gdp", "zcdp", "renyi-16", "pure", "sums"));
    private static final DpAmount CAP = MEASURES.caps(1, 1e-6);

    private static DpAmount charge(long pico) {
        return MEASURES.charge(
                new PrivacyEvent.GaussianDp(new MuSquared(pico)), NeighbouringRelation.ADD_OR_REMOVE_ONE);
    }

    private static Account account(DpAmount spent, String unit) {
        List<MeasureBalance> lines = new ArrayList<>();
        for (String name : MEASURES.names()) {
            for (String part : Measures.units(name)) {
                boolean bounded = !spent.unbounded(part);
                long amount = bounded ? spent.in(part) : 0;
                lines.add(new MeasureBalance(
                        name, part, MEASURES.share(name, 1e-6), CAP.in(part), amount, 0, 0, bounded));
            }
        }
        return new Account(1, 1e-6, CAP.in(unit), spent.in(unit), 0, 0, 0.5, 0.5, unit, lines);
    }

    private static BudgetView budget(Account account) {
        SessionView session = new SessionView("s", "three", "ann", "nb", account, false, Optional.empty(), true);
        return new BudgetView(session, account, List.of(new BudgetLevel("session", "nb", account, false)), List.of());
    }

    @Test
    void after_oneMoreRelease_isWhatTheServersMeasuresSay() {
        long price = CAP.in("gdp") / 3;
        Account before = account(charge(price), "gdp");
        Account after = SideBySide.after(before, price);
        DpAmount spent = charge(price).plus(charge(price));
        assertThat(after.unit()).isEqualTo("gdp");
        assertThat(after.spentPico()).isEqualTo(spent.in("gdp"));
        assertThat(after.epsilonSpent()).isEqualTo(MEASURES.epsilon(1e-6, spent));
        assertThat(after.epsilonRemaining()).isEqualTo(MEASURES.epsilon("gdp", 1e-6, CAP.left(spent)));
        for (MeasureBalance line : after.measures()) {
            assertThat(line.bounded()).as(line.unit()).isEqualTo(!spent.unbounded(line.unit()));
            assertThat(line.spent())
                    .as(line.unit())
                    .isBetween(
                            line.bounded() ? spent.in(line.unit()) - 4 : 0, line.bounded() ? spent.in(line.unit()) : 0);
        }
    }

    @Test
    void times_ofAPrice_areThoseOfTheMeasureThatHasMostLeft() {
        Account account = account(CAP.none(), "gdp");
        long price = CAP.in("gdp") / 10;
        assertThat(Levels.times(account, price)).isEqualTo(10);
        assertThat(2 * CAP.in("zcdp") / price).isLessThan(10); // the twin: zcdp alone would say fewer
        assertThat(BudgetGauge.whatIf(budget(account), "p", price).text()).contains("10 more of these");
    }

    @Test
    void budget_inSeveralMeasures_saysWhatEachHasLeft() {
        String text = BudgetGauge.budget(budget(account(charge(CAP.in("gdp") / 2), "gdp")))
                .text();
        assertThat(text)
                .contains("kept in gdp, zcdp, renyi-16, pure, sums side by side, any of which may accept a request")
                .contains("Σε at δ = 2.5e-7 takes no more")
                .contains("ε takes no more")
                .contains("D16 ");
        String plain = BudgetGauge.budget(budget(Account.gdp(3, 1e-6, 1_000_000_000L, 1_000_000L, 0, 0, 0.1, 2)))
                .text();
        assertThat(plain).doesNotContain("side by side").contains("μ² spent 1e-6");
    }
}
