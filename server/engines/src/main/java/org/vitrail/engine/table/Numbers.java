package org.vitrail.engine.table;

/// The one rule by which text is a number: an optional sign, digits with an optional point, an optional
/// exponent; blanks around it are dropped. `nan` is a missing value and `inf` or `infinity` is infinite, in any
/// case.
final class Numbers {
    private Numbers() {}

    /// What a text is.
    enum Kind {
        NUMBER,
        MISSING,
        NO_NUMBER
    }

    static Kind kind(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.equalsIgnoreCase("nan")) {
            return Kind.MISSING;
        }
        return isDecimal(trimmed) || isInfinite(trimmed) ? Kind.NUMBER : Kind.NO_NUMBER;
    }

    /// The number of a text of kind [Kind#NUMBER].
    static double value(String text) {
        String trimmed = text.strip();
        if (isInfinite(trimmed)) {
            return trimmed.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(trimmed);
    }

    private static boolean isInfinite(String text) {
        String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        return unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity");
    }

    /// Double.parseDouble takes more (`1d`, `0x1p3`); these are names, not numbers.
    private static boolean isDecimal(String text) {
        int i = sign(text, 0);
        int whole = digits(text, i);
        int point = whole < text.length() && text.charAt(whole) == '.' ? digits(text, whole + 1) : whole;
        boolean any = whole > i || point > whole + 1;
        if (!any || point == text.length()) {
            return any;
        }
        if (text.charAt(point) != 'e' && text.charAt(point) != 'E') {
            return false;
        }
        int exponent = sign(text, point + 1);
        return exponent < text.length() && digits(text, exponent) == text.length();
    }

    private static int sign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
