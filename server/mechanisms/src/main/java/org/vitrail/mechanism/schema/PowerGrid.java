package org.vitrail.mechanism.schema;

/// The same 145 intervals for every table: around zero, and between neighbouring powers of two up to ±2^62;
/// what is beyond goes to the outermost (as Google's ApproximateBounds).
///
/// @param whole whether the numbers are whole, so that intervals end one below a power of two
record PowerGrid(boolean whole) implements Grid {
    private static final int LEAST = -10; // 2^-10 is where zero ends
    private static final int BEYOND = 62;
    private static final int POWERS = BEYOND - LEAST;

    @Override
    public int size() {
        return 2 * POWERS + 1;
    }

    @Override
    public int cell(double number) {
        double size = Math.abs(number);
        if (size < Math.scalb(1.0, LEAST)) {
            return POWERS;
        }
        int power = Math.min(Math.getExponent(size), BEYOND - 1) - LEAST;
        return number < 0 ? POWERS - 1 - power : POWERS + 1 + power;
    }

    @Override
    public double lower(int cell) {
        if (cell == POWERS) {
            return whole ? 0 : -Math.scalb(1.0, LEAST);
        }
        return cell < POWERS ? -outer(POWERS - 1 - cell) : inner(cell - POWERS - 1);
    }

    @Override
    public double upper(int cell) {
        if (cell == POWERS) {
            return whole ? 0 : Math.scalb(1.0, LEAST);
        }
        return cell < POWERS ? -inner(POWERS - 1 - cell) : outer(cell - POWERS - 1);
    }

    private double inner(int power) {
        double edge = Math.scalb(1.0, power + LEAST);
        return whole ? Math.max(1, edge) : edge;
    }

    private double outer(int power) {
        double edge = Math.scalb(1.0, power + LEAST + 1);
        return whole ? Math.max(1, edge - 1) : edge;
    }
}
