package org.vitrail.privacy.bulk;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.LongSupplier;
import org.vitrail.privacy.accounting.NormalTail;

/// Samples what the rectangles leave of the half-normal density: a uniform point of the boxes is kept if it
/// lies below the curve.
///
/// Position and height are lazily drawn reals. Doubles decide only where a margin of 2^-40 is certain; else 128
/// more bits of each and 70-digit decimals decide. What even these leave open has probability below 2^-130 and
/// counts as above the curve: that, and the tail beyond 16 deviations, is all that separates the sampler from
/// the exact law.
final class Wedges {
    private static final double MARGIN = 0x1p-40; // 2^5 times the rounding errors of x <= 16, exp and two products
    private static final int MORE_BITS = 128;
    private static final BigDecimal TWICE_BELOW = new BigDecimal("1.99999999999999999999999999999999999999999998");

    private final CellTables tables;
    private final LongSupplier words;
    private final long mask;

    /// @param words 64 random bits a call
    Wedges(CellTables tables, LongSupplier words) {
        this.tables = tables;
        this.words = words;
        mask = -1L >>> Long.numberOfLeadingZeros(tables.heights() - 1);
    }

    /// floor(|N| · 64 · 2^positionBits), where |N| has the law that the rectangles leave.
    int sample(int positionBits) {
        while (true) {
            long height = words.getAsLong() & mask;
            if (height >= tables.heights()) {
                continue;
            }
            int cell = tables.cell(height);
            long position = words.getAsLong();
            long absolute = tables.floor(cell) + (height - tables.start(cell));
            if (below(cell, position, absolute)) {
                return (cell << positionBits) | (int) (position >>> (Long.SIZE - positionBits));
            }
        }
    }

    /// Whether a uniform of [height, height + 1) · 2^-56 is below the density at a uniform of
    /// [position, position + 1) · 2^-64 within the cell.
    boolean below(int cell, long position, long height) {
        double inside = Math.scalb((double) (position >>> 11), -53);
        double x = (cell + inside) / CellTables.CELLS_OF_A_DEVIATION; // within 2^-49 of the whole interval of x
        double curve = Math.scalb(CellTables.density(x), CellTables.HEIGHT_BITS);
        if ((double) (height + 1) < curve * (1 - MARGIN)) {
            return true;
        }
        if ((double) height > curve * (1 + MARGIN)) {
            return false;
        }
        return belowByMoreDigits(cell, unsigned(position), BigInteger.valueOf(height));
    }

    private boolean belowByMoreDigits(int cell, BigInteger position, BigInteger height) {
        BigInteger place = position.shiftLeft(MORE_BITS).add(more());
        BigInteger level = height.shiftLeft(MORE_BITS).add(more());
        int places = Long.SIZE + MORE_BITS;
        BigInteger whole = BigInteger.valueOf(cell).shiftLeft(places).add(place);
        BigDecimal far = fraction(whole.add(BigInteger.ONE), places + 6);
        BigDecimal upper = fraction(level.add(BigInteger.ONE), MORE_BITS + CellTables.HEIGHT_BITS);
        // the density falls, so its least value in the interval is at `far`; it has a relative error of at most 1e-50
        BigDecimal least = NormalTail.density(far).multiply(TWICE_BELOW);
        return upper.compareTo(least) <= 0;
    }

    private BigInteger more() {
        return unsigned(words.getAsLong()).shiftLeft(Long.SIZE).add(unsigned(words.getAsLong()));
    }

    private static BigDecimal fraction(BigInteger above, int places) {
        return new BigDecimal(above).divide(new BigDecimal(BigInteger.ONE.shiftLeft(places)), NormalTail.DIGITS);
    }

    private static BigInteger unsigned(long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }
}
