package org.vitrail.app.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.MeasureBalance;
import org.vitrail.privacy.ledger.Balance;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Measures;

/// Figures of an account that is kept in one or several measures. Nothing is decided by them: that is the
/// work of [DpAmount#allows].
///
/// @param measures of the cap
/// @param delta of the account, which the measures share
record Gauge(Measures measures, DpAmount cap, double delta) {
    static Gauge of(DpAmount cap, double delta) {
        return new Gauge(Measures.of(cap), cap, delta);
    }

    /// How full a unit is: 1 is full; infinite where a charge had no finite amount.
    private double fullness(String unit, DpAmount used) {
        long held = cap.in(unit);
        if (used.unbounded(unit)) {
            return Double.POSITIVE_INFINITY;
        }
        return held == 0 ? 1 + (double) used.in(unit) : used.in(unit) / (double) held;
    }

    /// The fullest unit of a measure: what keeps it from accepting more.
    private String fullest(String measure, DpAmount used) {
        return Measures.units(measure).stream()
                .max(Comparator.comparingDouble(unit -> fullness(unit, used)))
                .orElseThrow();
    }

    private double fullnessOf(String measure, DpAmount used) {
        return fullness(fullest(measure, used), used);
    }

    /// The measure that has most left, as a share of its cap; of equals the first.
    private Optional<String> roomiest(List<String> names, DpAmount used) {
        return names.stream().min(Comparator.comparingDouble(name -> fullnessOf(name, used)));
    }

    /// The fullest unit of the measure that has most left: the one whose figures say how much more is
    /// accepted.
    String unit(DpAmount used) {
        return fullest(roomiest(measures.names(), used).orElseThrow(), used);
    }

    /// An amount in one unit; the whole cap where it has no finite amount there.
    long shown(DpAmount amount, String unit) {
        return amount.unbounded(unit) ? cap.in(unit) : amount.in(unit);
    }

    /// The most that one more release could use: over the measures, the ε of what is left in each.
    double epsilonLeft(DpAmount used) {
        return measures.names().stream()
                .mapToDouble(name -> epsilonLeft(name, used))
                .max()
                .orElseThrow();
    }

    private double epsilonLeft(String name, DpAmount used) {
        return fullnessOf(name, used) > 1 ? 0 : measures.epsilon(name, delta, cap.left(used));
    }

    /// Every unit as a line.
    List<MeasureBalance> lines(Balance<DpAmount> balance, DpAmount more) {
        List<MeasureBalance> lines = new ArrayList<>();
        DpAmount reserved = balance.reserved().plus(more);
        DpAmount used = balance.used().plus(more);
        for (String name : measures.names()) {
            for (String unit : Measures.units(name)) {
                boolean bounded = !used.unbounded(unit);
                lines.add(new MeasureBalance(
                        name,
                        unit,
                        measures.share(name, delta),
                        cap.in(unit),
                        bounded ? balance.spent().in(unit) : 0,
                        bounded ? reserved.in(unit) : 0,
                        bounded ? balance.kept().in(unit) : 0,
                        bounded));
            }
        }
        return lines;
    }

    /// What lacks least for a charge to be accepted.
    ///
    /// @param unit the fullest of the measure
    /// @param epsilonAsked of the charge, in the measure
    /// @param epsilonLeft of what is left, in the measure
    record Lacking(String unit, double epsilonAsked, double epsilonLeft, long asked, long left) {}

    /// What lacks least; nothing if the charge is finite in no measure.
    Optional<Lacking> lacking(DpAmount used, DpAmount asked) {
        DpAmount after = used.plus(asked);
        List<String> finite = measures.names().stream()
                .filter(name -> Measures.units(name).stream().noneMatch(asked::unbounded))
                .toList();
        return roomiest(finite, after).map(name -> {
            String unit = fullest(name, after);
            return new Lacking(
                    unit,
                    measures.epsilon(name, delta, asked),
                    epsilonLeft(name, used),
                    asked.in(unit),
                    cap.left(used).in(unit));
        });
    }
}
