package org.vitrail.magic.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.contract.Account;
import org.vitrail.contract.session.BudgetLevel;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.SessionView;

class LevelsTest {
    private static Account account(long cap, long spent, long kept) {
        return Account.gdp(3, 1e-6, cap, spent, 0, kept, 1, 1);
    }

    private static BudgetLevel level(String tier, long remaining, boolean guaranteed) {
        return new BudgetLevel(tier, tier, account(remaining + 5, 5, 0), guaranteed);
    }

    private static BudgetView budget(BudgetLevel... levels) {
        SessionView session = new SessionView(
                "s", "clinic", "ann", "nb", levels[0].account(), levels[0].guaranteed(), Optional.empty(), true);
        return new BudgetView(session, levels[levels.length - 1].account(), List.of(levels), List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "30, 40, 40, 20, dataset",
        "30, 10, 40, 20, analyst",
        "10, 20, 20, 20, session",
        "30, 20, 20, 20, dataset",
        "20, 20, 30, 30, analyst"
    })
    void tightest_ofFourLevels_isTheOneWithTheLeastLeft(
            long session, long analyst, long project, long dataset, String tier) {
        BudgetView view = budget(
                level("session", session, false),
                level("analyst", analyst, false),
                level("project", project, false),
                level("dataset", dataset, false));
        assertThat(Levels.tightest(view).tier()).isEqualTo(tier);
    }

    /// What was kept above for a guaranteed level is not asked for twice.
    @Test
    void tightest_belowAGuaranteedLevel_asksNobodyAboveIt() {
        BudgetLevel full = new BudgetLevel("dataset", "clinic", account(100, 0, 100), false);
        assertThat(full.account().remainingPico()).isZero();
        BudgetView guaranteed = budget(level("session", 30, true), full);
        assertThat(Levels.tightest(guaranteed).tier()).isEqualTo("session");
        assertThat(BudgetGauge.binding(guaranteed)).contains("the levels above the guaranteed one keep its cap for it");
        BudgetView granted = budget(level("session", 30, false), level("project", 20, true), full);
        assertThat(Levels.tightest(granted).tier()).isEqualTo("project");
        assertThat(Levels.tightest(budget(level("session", 30, false), full)).tier())
                .as("without the guarantee the dataset binds")
                .isEqualTo("dataset");
    }

    @ParameterizedTest
    @CsvSource({"100, 10, 10", "99, 10, 9", "9, 10, 0", "0, 10, 0", "9000000000000000001, 3, 3000000000000000000"})
    void times_ofACharge_isTheWholeQuotient(long remaining, long charge, long times) {
        assertThat(Levels.times(account(remaining, 0, 0), charge)).isEqualTo(times);
    }

    /// A quotient of doubles counts one more than can be paid.
    @Test
    void times_ofALargeAccount_isExactWhereDoublesAreNot() {
        long charge = 3_000_000_007L;
        long remaining = charge * 3_000_000_000L - 1;
        assertThat(Levels.times(account(remaining, 0, 0), charge)).isEqualTo(2_999_999_999L);
        assertThat((long) ((double) remaining / charge)).isEqualTo(3_000_000_000L);
    }

    @Test
    void whatIf_exactlyAffordable_leavesNothing() {
        BudgetView view = budget(level("session", 100_000_000_000L, false), level("dataset", 50_000_000_000L, false));
        Bundle once = BudgetGauge.whatIf(view, "p", 50_000_000_000L);
        assertThat(once.text())
                .contains("1 of these, then dataset 'dataset' has too little left", "dataset': ε 0 left");
        assertThat(BudgetGauge.whatIf(view, "p", 50_000_000_001L).text())
                .contains("none of these: dataset 'dataset' has μ² 0.05 left, short by 1e-12");
    }

    @Test
    void gauge_ofFourParts_marksEachAndNeverOverflows() {
        Account quarter = Account.gdp(3, 1e-6, 400, 100, 50, 150, 1, 1);
        assertThat(Gauge.text(quarter, 50)).isEqualTo("[##########+++++===============?????.....]");
        assertThat(Gauge.text(quarter, 5_000)).hasSize(42).endsWith("?]");
        assertThat(Gauge.text(Account.gdp(3, 1e-6, 0, 0, 0, 0, 0, 0), 0)).isEqualTo("[" + ".".repeat(40) + "]");
        assertThat(Gauge.svg(quarter, 50)).contains("25 % spent, 13 % reserved, 38 % kept, 13 % asked for");
        assertThat(Gauge.svg(quarter, 0)).doesNotContain("asked for");
    }
}
