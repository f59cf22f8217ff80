package org.vitrail.contract;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// The measures that a budget can be kept in, and the units of their amounts, by name.
///
/// A measure is `gdp` (μ² of Gaussian differential privacy), `zcdp` (ρ), `renyi-ORDER` (Rényi divergence
/// of that order), `pure` (ε) or `sums` (ε and δ). Each is kept in the unit of its name, but `sums` in
/// `sums.epsilon` and `sums.delta`.
public final class MeasureName {
    /// What a budget is kept in where nothing is said: today's mechanisms are Gaussian, for which it is
    /// exact.
    public static final String GDP = "gdp";

    private static final int MEASURES_MAX = 8;
    private static final Pattern KNOWN =
            Pattern.compile("gdp|zcdp|pure|sums|renyi-[1-9][0-9]{0,4}(\\.[0-9]{0,2}[1-9])?");
    private static final String RENYI = "renyi-";

    private MeasureName() {}

    /// The set that is meant: sorted; `gdp` if nothing is said.
    ///
    /// @throws IllegalArgumentException one line, if one is unknown or there twice, or there are more
    ///     than 8
    public static List<String> set(List<String> names) {
        for (String name : names) {
            if (!KNOWN.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a measure must be gdp, zcdp, renyi-ORDER (as renyi-8), pure or sums," + " got '" + name
                                + "'; gdp alone is what Gaussian mechanisms need");
            }
        }
        if (names.size() > MEASURES_MAX || new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException(
                    "at most " + MEASURES_MAX + " measures expected, each once, got " + names);
        }
        return names.isEmpty() ? List.of(GDP) : names.stream().sorted().toList();
    }

    /// A unit in words, as `mu^2`.
    public static String words(String unit) {
        return switch (unit) {
            case GDP -> "mu^2";
            case "zcdp" -> "rho";
            case "pure" -> "epsilon";
            case "sums.epsilon" -> "summed epsilon";
            case "sums.delta" -> "summed delta";
            default -> "Rényi divergence of order " + order(unit);
        };
    }

    /// The sign of a unit, as `μ²`.
    public static String sign(String unit) {
        return switch (unit) {
            case GDP -> "μ²";
            case "zcdp" -> "ρ";
            case "pure" -> "ε";
            case "sums.epsilon" -> "Σε";
            case "sums.delta" -> "Σδ";
            default -> "D" + order(unit);
        };
    }

    private static String order(String unit) {
        return unit.startsWith(RENYI) ? unit.substring(RENYI.length()) : unit;
    }

    /// What 1 of an amount's whole number stands for: 1e-12, and 1e-18 of δ.
    public static double scale(String unit) {
        return unit.equals("sums.delta") ? 1e-18 : 1e-12;
    }

    /// The largest charge of Gaussian noise that fits, in units of 1e-12 μ²: of ρ twice, of a Rényi
    /// divergence of order α 2/α times as much; 0 where Gaussian noise has no finite charge. Rounded
    /// down.
    ///
    /// @param left whole number in that unit
    public static long gaussian(String unit, long left) {
        if (unit.equals(GDP)) {
            return left;
        }
        if (unit.equals("zcdp")) {
            return left > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * left;
        }
        return unit.startsWith(RENYI) ? (long) (2 * (double) left / Double.parseDouble(order(unit)) * (1 - 1e-12)) : 0;
    }
}
