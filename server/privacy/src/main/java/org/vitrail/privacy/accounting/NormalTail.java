package org.vitrail.privacy.accounting;

import java.math.BigDecimal;
import java.math.MathContext;

/// The tail of the normal law, as bounds that are at most 2e-30 apart.
///
/// With Q(x) = P(N > x) and the density φ, the Mills ratio is R(x) = Q(x)/φ(x). All arithmetic has 70 digits;
/// every sum and product below has positive terms, so a result of n operations is off by at most n · 1e-69 of
/// its largest term. The stated errors are at least a million times that.
public final class NormalTail {
    /// Digits of all arithmetic here.
    public static final MathContext DIGITS = new MathContext(70);

    /// Absolute error that [#mills] allows for, on each side.
    static final BigDecimal MILLS_ERROR = new BigDecimal("1e-50");

    /// 1/sqrt(2π), to 1e-80.
    private static final BigDecimal DENSITY_AT_ZERO =
            new BigDecimal("0.39894228040143267793994605993438186847585863116493465766592582967065792589930183");

    /// sqrt(π/2), to 1e-79.
    private static final BigDecimal MILLS_AT_ZERO =
            new BigDecimal("1.25331413731550025120788264240552262650349337030496915831496178817114682730392098");

    private static final BigDecimal SERIES_LIMIT = BigDecimal.valueOf(4);
    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-60");
    private static final int HALVINGS = 24;

    private NormalTail() {}

    /// Lower and upper bound.
    record Bounds(BigDecimal lower, BigDecimal upper) {}

    /// φ(x), relative error at most 1e-50.
    ///
    /// @param x absolute value at most 40
    public static BigDecimal density(BigDecimal x) {
        return DENSITY_AT_ZERO.multiply(expMinus(halfSquare(x)), DIGITS);
    }

    /// R(x), between bounds.
    ///
    /// @param x >= 0
    static Bounds mills(BigDecimal x) {
        return x.compareTo(SERIES_LIMIT) < 0 ? millsBySeries(x) : millsByFraction(x);
    }

    /// R(x) = sqrt(π/2) e^(x²/2) − Σ x^(2k+1)/(2k+1)!!; both sides stay below 4000 for x <= 4, and the terms
    /// left out sum to less than twice the first of them, as each is then below half of the one before.
    private static Bounds millsBySeries(BigDecimal x) {
        BigDecimal square = x.multiply(x, DIGITS);
        BigDecimal term = x;
        BigDecimal sum = BigDecimal.ZERO;
        int odd = 1;
        while (term.compareTo(NEGLIGIBLE) > 0 || square.compareTo(BigDecimal.valueOf((odd + 2) / 2)) > 0) {
            sum = sum.add(term, DIGITS);
            odd += 2;
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(odd), DIGITS);
        }
        BigDecimal whole = MILLS_AT_ZERO.divide(expMinus(halfSquare(x)), DIGITS);
        BigDecimal ratio = whole.subtract(sum, DIGITS);
        return new Bounds(ratio.subtract(MILLS_ERROR), ratio.add(MILLS_ERROR));
    }

    /// R(x) = 1/(x + 1/(x + 2/(x + 3/(x + …)))) (Laplace). All parts are positive, so neighbouring convergents
    /// lie on opposite sides of R: they are the bounds, whatever the number of parts.
    private static Bounds millsByFraction(BigDecimal x) {
        double root = 45 / Math.min(x.doubleValue(), 45); // the number of parts only decides how tight the bounds are
        int parts = (int) (root * root) + 10;
        BigDecimal one = convergent(x, parts);
        BigDecimal other = convergent(x, parts + 1);
        return new Bounds(one.min(other).subtract(MILLS_ERROR), one.max(other).add(MILLS_ERROR));
    }

    private static BigDecimal convergent(BigDecimal x, int parts) {
        BigDecimal value = x;
        for (int part = parts; part >= 1; part--) {
            value = x.add(BigDecimal.valueOf(part).divide(value, DIGITS), DIGITS);
        }
        return BigDecimal.ONE.divide(value, DIGITS);
    }

    private static BigDecimal halfSquare(BigDecimal x) {
        return x.multiply(x, DIGITS).divide(BigDecimal.valueOf(2), DIGITS);
    }

    /// e^(−y) for 0 <= y <= 800, relative error at most 1e-51: 1/e^y, with e^y the 2^24-th power of a short
    /// series. The 24 squarings multiply the relative error of the series by 2^24 < 2e7.
    static BigDecimal expMinus(BigDecimal y) {
        BigDecimal small = y.divide(BigDecimal.valueOf(1L << HALVINGS), DIGITS);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int n = 1; term.compareTo(new BigDecimal("1e-70")) > 0; n++) {
            term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int i = 0; i < HALVINGS; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return BigDecimal.ONE.divide(sum, DIGITS);
    }
}
