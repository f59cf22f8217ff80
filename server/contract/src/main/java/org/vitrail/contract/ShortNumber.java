package org.vitrail.contract;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Numbers as people read them: at most four significant digits. For sentences only; nothing is computed from it.
public final class ShortNumber {
    private ShortNumber() {}

    /// Four significant digits, without a tail of zeros; never scientific between 1e-4 and 1e7; `–` for NaN.
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e7) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        if (size >= 1e-4 && size < 1e7) {
            int digits = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
            String text = String.format(Locale.ROOT, "%." + digits + "f", value);
            return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
        }
        return String.format(Locale.ROOT, "%.3e", value)
                .replaceAll("\\.?0*e([+-])0?", "e$1")
                .replace("e+", "e");
    }

    /// An upper bound that must not look smaller than it is: four significant digits, rounded up (but for the
    /// billionth by which a bisection ends above a round number).
    public static String upper(double bound) {
        if (!(bound > 0) || bound > 1e7 || bound == Math.rint(bound)) {
            return of(bound);
        }
        BigDecimal least = new BigDecimal(bound).multiply(new BigDecimal("0.999999999"));
        return of(least.round(new MathContext(4, RoundingMode.CEILING)).doubleValue());
    }

    /// A lower bound that must not look larger than it is: four significant digits, rounded down (but for the
    /// billionth by which a computation ends below a round number).
    public static String lower(double bound) {
        if (!(bound > 0) || bound > 1e7 || bound == Math.rint(bound)) {
            return of(bound);
        }
        BigDecimal most = new BigDecimal(bound).multiply(new BigDecimal("1.000000001"));
        return of(most.round(new MathContext(4, RoundingMode.FLOOR)).doubleValue());
    }
}
