package org.vitrail.magic.view;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vitrail.contract.Account;
import org.vitrail.contract.MeasureBalance;
import org.vitrail.contract.MeasureName;
import org.vitrail.privacy.accounting.filter.Measure;
import org.vitrail.privacy.accounting.filter.Rational;

/// An account in all of its measures, and what one more Gaussian release does to each.
final class SideBySide {
    private static final BigDecimal HALF = BigDecimal.valueOf(5, 1);

    private SideBySide() {}

    /// Every measure with what it has left.
    static String words(List<MeasureBalance> measures) {
        return "kept in "
                + measures.stream().map(MeasureBalance::measure).distinct().collect(Collectors.joining(", "))
                + " side by side, any of which may accept a request: "
                + measures.stream().map(SideBySide::line).collect(Collectors.joining(", "));
    }

    private static String line(MeasureBalance line) {
        String sign = MeasureName.sign(line.unit());
        String share = line.delta() > 0 ? " at δ = " + Html.number(line.delta()) : "";
        if (!line.bounded()) {
            return sign + share + " takes no more (something had no finite charge in it)";
        }
        return line.cap() == 0
                ? sign + share + " takes nothing (its cap is 0 here)"
                : sign + " " + BudgetGauge.amount(line.unit(), line.remaining()) + " left of "
                        + BudgetGauge.amount(line.unit(), line.cap()) + share;
    }

    /// What Gaussian noise of a μ² takes in a unit that has a finite charge for it: ρ is μ²/2, the Rényi
    /// divergence of order α is αμ²/2. Rounded up.
    ///
    /// @param chargePico μ² in units of 1e-12
    static long charge(String unit, long chargePico) {
        return gaussian(unit)
                .map(measure -> BigDecimal.valueOf(chargePico)
                        .multiply(perMuSquared(measure))
                        .setScale(0, java.math.RoundingMode.CEILING)
                        .longValue())
                .orElse(0L);
    }

    private static BigDecimal perMuSquared(Measure measure) {
        return switch (measure) {
            case Measure.Gdp _ -> BigDecimal.ONE;
            case Measure.Zcdp _ -> HALF;
            case Measure.Renyi(double order) -> new BigDecimal(order).multiply(HALF);
            case Measure.Pure _, Measure.Sums _ -> throw new IllegalArgumentException("no finite charge in " + measure);
        };
    }

    /// The measure of a unit in which Gaussian noise has a finite charge.
    private static Optional<Measure> gaussian(String unit) {
        return switch (unit) {
            case MeasureName.GDP -> Optional.of(new Measure.Gdp());
            case "zcdp" -> Optional.of(new Measure.Zcdp());
            case "pure", "sums.epsilon", "sums.delta" -> Optional.empty();
            default -> Optional.of(new Measure.Renyi(Double.parseDouble(unit.substring(unit.indexOf('-') + 1))));
        };
    }

    /// The account after one more Gaussian release, in the measure that then has most left.
    ///
    /// @param chargePico μ² in units of 1e-12
    static Account after(Account before, long chargePico) {
        List<MeasureBalance> lines = new ArrayList<>();
        for (MeasureBalance line : before.measures()) {
            boolean bounded = line.bounded() && gaussian(line.unit()).isPresent();
            lines.add(new MeasureBalance(
                    line.measure(),
                    line.unit(),
                    line.delta(),
                    line.cap(),
                    bounded ? line.spent() + charge(line.unit(), chargePico) : 0,
                    bounded ? line.reserved() : 0,
                    bounded ? line.kept() : 0,
                    bounded));
        }
        MeasureBalance most = lines.stream()
                .filter(MeasureBalance::bounded)
                .min(Comparator.comparingDouble(line -> used(line) / (double) line.cap()))
                .orElseThrow();
        return new Account(
                before.epsilonCap(),
                before.delta(),
                most.cap(),
                most.spent(),
                most.reserved(),
                most.kept(),
                lines.stream()
                        .filter(MeasureBalance::bounded)
                        .mapToDouble(line -> epsilon(line, used(line)))
                        .min()
                        .orElseThrow(),
                lines.stream()
                        .mapToDouble(line -> epsilon(line, line.remaining()))
                        .max()
                        .orElseThrow(),
                most.unit(),
                lines);
    }

    private static long used(MeasureBalance line) {
        return line.spent() + line.reserved() + line.kept();
    }

    private static double epsilon(MeasureBalance line, long units) {
        return units == 0
                ? 0
                : gaussian(line.unit())
                        .orElseThrow()
                        .epsilon(List.of(Rational.of(BigDecimal.valueOf(units, 12))), line.delta());
    }

    /// The same account with its amounts in that unit.
    static Account in(Account account, String unit) {
        return account.measures().stream()
                .filter(line -> line.unit().equals(unit))
                .findFirst()
                .map(line -> new Account(
                        account.epsilonCap(),
                        account.delta(),
                        line.cap(),
                        line.spent(),
                        line.reserved(),
                        line.kept(),
                        account.epsilonSpent(),
                        account.epsilonRemaining(),
                        unit,
                        account.measures()))
                .orElse(account);
    }
}
