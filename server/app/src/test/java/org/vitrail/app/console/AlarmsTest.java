package org.vitrail.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.Balance;
import org.vitrail.privacy.ledger.DpAmount;

/// Each rule on both sides of its threshold.
class AlarmsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final long CAP = 1_000_000;

    private final Alarms alarms = new Alarms(NOW);

    private static Balance<DpAmount> balance(long spent) {
        return new Balance<>(amount(CAP), amount(0), amount(0), amount(spent));
    }

    private static DpAmount amount(long pico) {
        return DpAmount.of(new MuSquared(pico));
    }

    private static AccountRow account(long spent, boolean closed) {
        return new AccountRow("a", "c", Optional.empty(), "dataset", "adult", 1, 1e-6, false, closed, balance(spent));
    }

    private static Histories.Steps steps(long... spentHoursAgo) {
        List<Histories.Step> steps = new ArrayList<>();
        for (int i = 0; i < spentHoursAgo.length; i += 2) {
            steps.add(new Histories.Step(NOW.minus(Duration.ofHours(spentHoursAgo[i + 1])), balance(spentHoursAgo[i])));
        }
        return new Histories.Steps(steps, true);
    }

    @ParameterizedTest
    @CsvSource({"799999, false, ''", "800000, false, warning", "1000000, false, critical", "1000000, true, ''"})
    void used_atEachSideOfItsThreshold_isToldOrNot(long spent, boolean closed, String severity) {
        alarms.used("clinic", "adult", account(spent, closed));
        assertThat(alarms.alerts().stream().map(Views.Alert::severity))
                .isEqualTo(severity.isEmpty() ? List.of() : List.of(severity));
    }

    private static AccountRow several(String spent) {
        SortedMap<String, Long> units = new TreeMap<>();
        for (String unit : spent.split(";", -1)) {
            String[] parts = unit.split("=", -1);
            units.put(parts[0], Long.parseLong(parts[1]));
        }
        DpAmount used = new DpAmount(units);
        SortedMap<String, Long> caps = new TreeMap<>();
        units.keySet().forEach(unit -> caps.put(unit, CAP));
        DpAmount cap = new DpAmount(caps);
        return new AccountRow(
                "a",
                "c",
                Optional.empty(),
                "dataset",
                "adult",
                1,
                1e-6,
                false,
                false,
                new Balance<>(cap, cap.none(), cap.none(), used));
    }

    /// What counts is the measure that has most left, and in it the part that has least.
    @ParameterizedTest
    @CsvSource({
        "gdp=799999;zcdp=9000000, '', ''",
        "gdp=800000;zcdp=9000000, warning, mu^2",
        "gdp=9223372036854775807;zcdp=850000, warning, rho",
        "gdp=9000000;sums.delta=1000000;sums.epsilon=1, critical, summed delta",
        "gdp=100000;sums.delta=1000000;sums.epsilon=1, '', ''"
    })
    void used_inSeveralMeasures_isToldOfTheOneWithMostLeft(String spent, String severity, String unit) {
        alarms.used("clinic", "adult", several(spent));
        assertThat(alarms.alerts().stream().map(Views.Alert::severity))
                .isEqualTo(severity.isEmpty() ? List.of() : List.of(severity));
        alarms.alerts().forEach(alert -> assertThat(alert.line()).contains("(" + unit + ": "));
    }

    @Test
    void left_atTheRateOfAWindow_isWhatRemainsOverWhatWasSpentInIt() {
        // 100,000 before the day, 300,000 within it: 600,000 are left, two days at that rate.
        Histories.Steps steps = steps(0, 500, 100_000, 25, 400_000, 1);
        assertThat(alarms.left(steps, account(400_000, false), Duration.ofDays(1)))
                .hasValue(Duration.ofDays(2));
        assertThat(alarms.left(steps, account(400_000, false), Duration.ofDays(7)))
                .hasValue(Duration.ofHours(252));
        assertThat(alarms.left(steps(0, 500, 400_000, 300), account(400_000, false), Duration.ofDays(7)))
                .isEmpty();
        assertThat(alarms.left(steps, account(CAP, false), Duration.ofDays(1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200000, warning", "100000, notice", "30000, notice", "20000, ''"})
    void burning_ofTheLastDay_isToldByWhatIsLeftOfTheCap(long inADay, String severity) {
        // 800,000 at the begin of the day are old: the weekly rate has the same numerator over seven days.
        Histories.Steps steps = steps(0, 500, 100_000, 200, 100_000 + inADay, 2);
        alarms.burning("clinic", "adult", steps, account(100_000 + inADay, false));
        List<String> found = alarms.alerts().stream().map(Views.Alert::severity).toList();
        long remaining = CAP - 100_000 - inADay;
        String expected = remaining <= 7 * inADay ? "warning" : remaining * 7 <= 30 * inADay ? "notice" : "";
        assertThat(found).isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "1, 1", "23, 1", "25, 0"})
    void expiring_withinADay_isTold(int hours, int alerts) {
        alarms.expiring(new ConsoleRows.SessionLine(
                "s",
                "clinic",
                "adult",
                "anna",
                "n.ipynb",
                Optional.of(NOW.plus(Duration.ofHours(hours)).toString()),
                "a"));
        assertThat(alarms.alerts()).hasSize(alerts);
    }

    @Test
    void findings_andAMissingWitness_comeFirst() {
        alarms.failed(new ConsoleRows.FailedLine("clinic", "adult", "anna", 2));
        alarms.witnessed(chain(5, Optional.empty()), true);
        alarms.witnessed(chain(5, Optional.of(5L)), true);
        alarms.witnessed(chain(1, Optional.empty()), true); // nothing happened on it yet
        alarms.verified(
                Optional.of(new Views.Verified(
                        NOW.toString(), Optional.empty(), Optional.empty(), 1, 5, List.of("line 3"), 0)),
                Optional.empty());
        alarms.unreadableWitness();
        assertThat(alarms.alerts().stream().map(Views.Alert::kind))
                .containsExactly("ledger-damaged", "witness-missing", "charged-without-release", "witness-missing");
    }

    private static Views.Chain chain(long signed, Optional<Long> witnessed) {
        return new Views.Chain(
                "c", "clinic", "adult", "dp", signed, "00", signed, Optional.of(NOW.toString()), witnessed);
    }
}
