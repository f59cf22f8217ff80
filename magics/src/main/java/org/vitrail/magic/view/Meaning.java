package org.vitrail.magic.view;

import java.util.List;
import org.vitrail.privacy.accounting.calibration.TradeOff;

/// What (ε, δ) means for a person, in a sentence that is true for any δ.
final class Meaning {
    /// At which false alarms the sentence is said.
    private static final double FALSE_ALARMS = 0.01;

    private Meaning() {}

    /// A bound on every test that tells from the result whether a person's data was used: true alarms are at most
    /// e^ε · false alarms + δ, and 1 − e^−ε (1 − δ − false alarms) (Kairouz, Oh, Viswanath 2015, Thm 2.1).
    static String of(double epsilon, double delta) {
        if (Double.isInfinite(epsilon) || delta >= 1) {
            return "no bound: somebody may tell from the result for certain whether a person's data was used";
        }
        String most = Html.upper(100 * trueAlarmsAtMost(epsilon, delta, FALSE_ALARMS));
        String tests = "whoever guesses from the result whether a person's data was used, and is wrong about 1 of 100"
                + " who are not in it, recognizes at most " + most + " of 100 who are";
        return delta > 0
                ? tests
                : tests + "; whatever somebody believed before, the odds change by a factor of at most e^ε = "
                        + Html.upper(Math.nextUp(Math.exp(epsilon)));
    }

    /// Upper bound of a test's true alarms at that share of false alarms.
    ///
    /// @param falseAlarms in [0, 1]
    static double trueAlarmsAtMost(double epsilon, double delta, double falseAlarms) {
        TradeOff tests = new TradeOff(List.of(new TradeOff.Point(epsilon, delta)));
        return Math.min(1, Math.nextUp(1 - tests.missesAtLeast(falseAlarms)));
    }
}
