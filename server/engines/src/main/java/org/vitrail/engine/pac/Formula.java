package org.vitrail.engine.pac;

import java.util.function.Predicate;

/// A number of the whole table, in terms of a half's aggregates, and how far one unit can move it. A half stands for
/// the whole: sums and counts are doubled. What a half has nothing of is given a value all the same, so that whether
/// it has says nothing.
///
/// How far that is may depend on the rows: a quotient moves more where its divisor is small. As noise follows it, and
/// is seen, it is smooth: one unit more or less changes it by a factor of `e^slope` at most (smooth
/// sensitivity; Nissim, Raskhodnikova, Smith 2007: the largest over j of `e^(-slope j)` times how far one unit
/// moves it once j others have come or gone). Steps that multiply share the slope among themselves: else a
/// product of many would change by its power.
///
/// "Moves" is by a unit that comes or goes; one whose value changes moves it by at most twice as much.
sealed interface Formula {
    /// What it is in one world.
    ///
    /// @param at the half's aggregates
    /// @param slope of how far it moves, > 0
    Moved of(double[] at, double slope);

    /// Whether how far a unit moves it is the same whatever the rows are.
    boolean steady();

    /// Whether no unit moves it.
    default boolean fixed() {
        return false;
    }

    /// Whether something holds of it, or of a formula within it.
    default boolean any(Predicate<Formula> holds) {
        return holds.test(this);
    }

    /// Notes the least slope that each quantile in it has to be smooth at, where its reach is.
    ///
    /// @param slope of all of it
    /// @param least `[aggregates]`
    default void slopes(double slope, double[] least) {}

    /// A number in one world.
    ///
    /// @param value not finite only if it is divided by a constant 0
    /// @param by how far one unit can move it at most, >= 0
    record Moved(double value, double by) {
        private static final double LARGEST = 1e90;

        /// Units in the last place that a step may round by, and once more: one unit can decide which way.
        private static final double ROUNDING = 4;

        /// Cut to what noise can be added to: that it was would be seen otherwise. What moves never counts as what does
        /// not, however little it is.
        static Moved of(double value, double by, boolean moves) {
            double rounded = moves ? Math.max(Double.MIN_NORMAL, ROUNDING * Math.ulp(value)) + by : by;
            return new Moved(
                    Math.clamp(value, -LARGEST, LARGEST),
                    Double.isFinite(rounded) ? Math.clamp(rounded, 0, LARGEST) : LARGEST);
        }
    }

    /// A number that the query names.
    record Constant(double number) implements Formula {
        @Override
        public Moved of(double[] at, double slope) {
            return new Moved(number, 0);
        }

        @Override
        public boolean steady() {
            return true;
        }

        @Override
        public boolean fixed() {
            return true;
        }
    }

    /// `left operator right`; none only where it divides by a constant 0.
    ///
    /// @param operator one of `+ - * /`
    record Arithmetic(char operator, Formula left, Formula right) implements Formula {
        @Override
        public Moved of(double[] at, double slope) {
            return of(operator, left.of(at, leftSlope(slope)), right.of(at, rightSlope(slope)), ownSlope(slope));
        }

        @Override
        public boolean steady() {
            return left.steady() && right.steady() && (adds() || (left.fixed() && operator == '*') || right.fixed());
        }

        @Override
        public boolean fixed() {
            return left.fixed() && right.fixed();
        }

        @Override
        public void slopes(double slope, double[] least) {
            left.slopes(leftSlope(slope), least);
            right.slopes(rightSlope(slope), least);
        }

        @Override
        public boolean any(Predicate<Formula> holds) {
            return holds.test(this) || left.any(holds) || right.any(holds);
        }

        private boolean adds() {
            return operator == '+' || operator == '-';
        }

        /// Into how many parts the slope is divided; a divisor that is not steady takes two.
        private int parts() {
            boolean alone = adds() || right.fixed() || (left.fixed() && operator == '*');
            int divisor = operator == '/' ? 2 : 1;
            return alone ? 1 : 1 + (left.steady() ? 0 : 1) + (right.steady() ? 0 : divisor);
        }

        /// What is left for the step itself.
        double ownSlope(double slope) {
            return slope / parts();
        }

        double leftSlope(double slope) {
            return slope / parts();
        }

        /// A divisor's changes count for up to six times: by them a quotient of few goes from one bound to another.
        double rightSlope(double slope) {
            return slope / parts() / (operator == '/' && !right.steady() ? 6 : 1);
        }

        static Moved of(char operator, Moved a, Moved b, double slope) {
            double x = Math.abs(a.value());
            double y = Math.abs(b.value());
            boolean moves = a.by() > 0 || b.by() > 0;
            return switch (operator) {
                case '+' -> Moved.of(a.value() + b.value(), a.by() + b.by(), moves);
                case '-' -> Moved.of(a.value() - b.value(), a.by() + b.by(), moves);
                case '*' ->
                    Moved.of(
                            a.value() * b.value(),
                            (x + a.by() / slope) * b.by() + (y + b.by() / slope) * a.by() + a.by() * b.by(),
                            moves);
                default -> quotient(a, b, slope);
            };
        }

        /// What is divided by is at least what one unit can bring: else it could make the quotient
        /// anything, and whether it did would be seen. One unit then moves it by `(x' y - x y') / (y y')` at
        /// most, and where it can turn its sign, from one side to the other.
        ///
        /// Smooth: with y = t units, `1 / (t (t - 1))` times `e^(-slope j / 2)` for t - j units is largest
        /// at either end, and x may grow by one unit's for each, at the other half of the slope.
        private static Moved quotient(Moved a, Moved b, double slope) {
            double x = Math.abs(a.value());
            double y = Math.max(Math.abs(b.value()), b.by());
            if (!(y > 0)) {
                return new Moved(Double.NaN, 0);
            }
            double value = a.value() / Math.copySign(y, b.value() + 0.0);
            boolean moves = a.by() > 0 || b.by() > 0;
            if (b.by() == 0) {
                return Moved.of(value, a.by() / y, moves);
            }
            double t = y / b.by();
            double end = Math.exp(-slope * (t - 1) / 2);
            double once = Math.max(1 / Math.max(t - 1, 1), end) / b.by();
            double twice = Math.max(1 / (t * Math.max(t - 1, 1)), 2 * end) / b.by();
            return Moved.of(value, (x + 2 * a.by() / slope) * twice + a.by() * once, moves);
        }
    }

    /// What moves as one other formula does.
    sealed interface Around extends Formula {
        /// That formula.
        Formula of();

        @Override
        default boolean steady() {
            return of().steady();
        }

        @Override
        default boolean fixed() {
            return of().fixed();
        }

        @Override
        default void slopes(double slope, double[] least) {
            of().slopes(slope, least);
        }

        @Override
        default boolean any(Predicate<Formula> holds) {
            return holds.test(this) || of().any(holds);
        }
    }

    /// Rounded to places behind the point.
    record Rounded(Formula of, int places) implements Around {
        @Override
        public Moved of(double[] at, double slope) {
            Moved exact = of.of(at, slope);
            double unit = Math.pow(10, -places);
            boolean moves = exact.by() > 0;
            return Moved.of(Math.rint(exact.value() / unit) * unit, exact.by() + (moves ? unit : 0), moves);
        }
    }

    /// Without its sign.
    record Absolute(Formula of) implements Around {
        @Override
        public Moved of(double[] at, double slope) {
            Moved signed = of.of(at, slope);
            return new Moved(Math.abs(signed.value()), signed.by());
        }
    }

    /// Twice the sum of the half.
    ///
    /// @param range of one unit's part
    /// @param one of what one row adds
    record Total(int sum, Range range, Range one) implements Formula {
        @Override
        public Moved of(double[] at, double slope) {
            return new Moved(2 * at[sum], 2 * range.magnitude());
        }

        @Override
        public boolean steady() {
            return true;
        }
    }

    /// The mean of the half; the middle of the range if it counts nothing.
    ///
    /// @param range of one value
    /// @param rows most values of one unit
    record Mean(int sum, int count, Range range, double rows) implements Formula {
        @Override
        public Moved of(double[] at, double slope) {
            double mean = at[count] > 0 ? range.cut(at[sum] / at[count]) : range.middle();
            return Moved.of(mean, range.width() * share(at[count], rows, slope), range.width() > 0);
        }

        @Override
        public boolean steady() {
            return range.width() == 0;
        }

        /// One unit's share of n values, smooth: `e^(-slope j) / (m - j)` of m units is largest at either end.
        static double share(double n, double rows, double slope) {
            double units = Math.max(1, n / rows);
            return Math.max(1 / units, Math.exp(-slope * (units - 1)));
        }
    }

    /// The least or largest of the half; the other end of the range if it has none.
    record Extreme(int extreme, boolean least, Range range) implements Formula {
        @Override
        public Moved of(double[] at, double slope) {
            double found = at[extreme];
            double none = least ? range.high() : range.low();
            return new Moved(Double.isFinite(found) ? range.cut(found) : none, range.width());
        }

        @Override
        public boolean steady() {
            return true;
        }
    }

    /// Variance or standard deviation of the half; 0 of too few values. Of values less the middle of their range: as
    /// they are, squares of large ones would hide what they differ by.
    ///
    /// @param squares index of the sum of squares
    /// @param sample whether it is divided by one less than the number of values
    /// @param root whether it is the deviation
    record Spread(int sum, int squares, int count, boolean sample, boolean root, Range range, double rows)
            implements Formula {
        @Override
        public Moved of(double[] at, double slope) {
            double n = at[count];
            double divisor = sample ? n - 1 : n;
            double most = range.width() * range.width();
            double variance = divisor > 0 ? Math.clamp((at[squares] - at[sum] * at[sum] / n) / divisor, 0, most) : 0;
            // k more of n values move it by at most k/(n + k) of the squared width and a quarter
            // a root moves with the variance and with how far that moves, up to four times as much
            double by = most * Math.min(1, 1.25 * Mean.share(n, rows, root ? slope / 8 : slope));
            return root ? new Moved(Math.sqrt(variance), ofRoot(variance, by, slope / 2)) : new Moved(variance, by);
        }

        @Override
        public boolean steady() {
            return range.width() == 0;
        }

        /// A root moves by at most by/sqrt(v), and by sqrt(by); smooth, as a share is.
        private static double ofRoot(double variance, double by, double slope) {
            double t = by > 0 ? Math.max(1, variance / by) : 1;
            return Math.sqrt(by) * Math.max(1 / Math.sqrt(t), Math.exp(-slope * (t - 1)));
        }
    }

    /// How many different values the half has.
    ///
    /// @param rows most values of one unit
    record Distinct(int number, double rows) implements Formula {
        @Override
        public Moved of(double[] at, double slope) {
            return new Moved(Double.isFinite(at[number]) ? at[number] : 0, rows);
        }

        @Override
        public boolean steady() {
            return true;
        }
    }

    /// A quantile of the half; the middle of the range if it has none. How far one unit moves it hangs on the values
    /// beside it ([Quantiles]).
    ///
    /// @param quantile index; how far one unit moves it, at the slope that is asked for, is behind it
    /// @param fraction in [0, 1]
    /// @param rows most values of one unit
    record Quantile(int quantile, double fraction, Range range, double rows) implements Formula {
        @Override
        public Moved of(double[] at, double slope) {
            double found = at[quantile];
            double by = at[quantile + 1];
            return Moved.of(
                    Double.isFinite(found) ? range.cut(found) : range.middle(),
                    by <= range.width() ? by : range.width(),
                    range.width() > 0);
        }

        @Override
        public boolean steady() {
            return range.width() == 0;
        }

        @Override
        public void slopes(double slope, double[] least) {
            least[quantile + 1] = Math.min(least[quantile + 1], slope);
        }
    }
}
