package org.vitrail.engine.pac;

/// A number of the whole table, in terms of a half's aggregates, and how far one unit can move it. A half stands for
/// the whole: sums and counts are doubled. What a half has nothing of is given a value all the same, so that whether
/// it has says nothing.
sealed interface Formula {
    /// How far from a quantile its neighbours lie at most, as a share of all values.
    double STEP = 0.1;

    /// What it is in one world.
    ///
    /// @param at the half's aggregates
    Moved of(double[] at);

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
        public Moved of(double[] at) {
            return new Moved(number, 0);
        }
    }

    /// `left operator right`; none only where it divides by a constant 0.
    ///
    /// @param operator one of `+ - * /`
    record Arithmetic(char operator, Formula left, Formula right) implements Formula {
        @Override
        public Moved of(double[] at) {
            Moved a = left.of(at);
            Moved b = right.of(at);
            double x = Math.abs(a.value());
            double y = Math.abs(b.value());
            boolean moves = a.by() > 0 || b.by() > 0;
            return switch (operator) {
                case '+' -> Moved.of(a.value() + b.value(), a.by() + b.by(), moves);
                case '-' -> Moved.of(a.value() - b.value(), a.by() + b.by(), moves);
                case '*' -> Moved.of(a.value() * b.value(), x * b.by() + y * a.by() + a.by() * b.by(), moves);
                default -> quotient(a, b);
            };
        }

        /// What is divided by is at least what one unit can bring: else it could make the quotient anything, and
        /// whether it did would be seen. One unit then moves it by `(x' y - x y') / (y y')` at most,
        /// and where it can turn its sign, from one side to the other.
        private static Moved quotient(Moved a, Moved b) {
            double x = Math.abs(a.value());
            double y = Math.max(Math.abs(b.value()), b.by());
            if (!(y > 0)) {
                return new Moved(Double.NaN, 0);
            }
            double next = Math.max(y - b.by(), b.by());
            boolean turns = Math.abs(b.value()) < b.by();
            double by = turns ? 2 * x / y + a.by() / y : x / y * (b.by() / next) + a.by() / next;
            return Moved.of(a.value() / Math.copySign(y, b.value() + 0.0), by, a.by() > 0 || b.by() > 0);
        }
    }

    /// Rounded to places behind the point.
    record Rounded(Formula of, int places) implements Formula {
        @Override
        public Moved of(double[] at) {
            Moved exact = of.of(at);
            double unit = Math.pow(10, -places);
            boolean moves = exact.by() > 0;
            return Moved.of(Math.rint(exact.value() / unit) * unit, exact.by() + (moves ? unit : 0), moves);
        }
    }

    /// Without its sign.
    record Absolute(Formula of) implements Formula {
        @Override
        public Moved of(double[] at) {
            Moved signed = of.of(at);
            return new Moved(Math.abs(signed.value()), signed.by());
        }
    }

    /// Twice the sum of the half.
    ///
    /// @param range of one unit's part
    record Total(int sum, Range range) implements Formula {
        @Override
        public Moved of(double[] at) {
            return new Moved(2 * at[sum], 2 * range.magnitude());
        }
    }

    /// The mean of the half; the middle of the range if it counts nothing.
    ///
    /// @param range of one value
    /// @param rows most values of one unit
    record Mean(int sum, int count, Range range, double rows) implements Formula {
        @Override
        public Moved of(double[] at) {
            double share = Math.min(1, rows / Math.max(at[count], 1));
            double mean = at[count] > 0 ? range.cut(at[sum] / at[count]) : range.middle();
            return Moved.of(mean, range.width() * share, range.width() > 0);
        }
    }

    /// The least or largest of the half; the other end of the range if it has none.
    record Extreme(int extreme, boolean least, Range range) implements Formula {
        @Override
        public Moved of(double[] at) {
            double found = at[extreme];
            double none = least ? range.high() : range.low();
            return new Moved(Double.isFinite(found) ? range.cut(found) : none, range.width());
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
        public Moved of(double[] at) {
            double n = at[count];
            double divisor = sample ? n - 1 : n;
            double most = range.width() * range.width();
            double variance = divisor > 0 ? Math.clamp((at[squares] - at[sum] * at[sum] / n) / divisor, 0, most) : 0;
            // k more of n values move it by at most k/(n + k) of the squared width and a quarter
            double by = most * Math.min(1, 1.25 * rows / Math.max(n, 1));
            return root
                    ? new Moved(Math.sqrt(variance), Math.sqrt(variance + by) - Math.sqrt(Math.max(0, variance - by)))
                    : new Moved(variance, by);
        }
    }

    /// How many different values the half has.
    ///
    /// @param rows most values of one unit
    record Distinct(int number, double rows) implements Formula {
        @Override
        public Moved of(double[] at) {
            return new Moved(Double.isFinite(at[number]) ? at[number] : 0, rows);
        }
    }

    /// A quantile of the half; the middle of the range if it has none.
    ///
    /// @param below index of the quantile that lies `step` lower
    /// @param above of that as much higher
    /// @param step at most a tenth, and half of what lies beyond the quantile; 0 of the least and the largest
    record Quantile(int quantile, int below, int above, int count, double step, Range range, double rows)
            implements Formula {
        @Override
        public Moved of(double[] at) {
            double n = Double.isFinite(at[count]) ? at[count] : 0;
            double value = n > 0 ? range.cut(at[quantile]) : range.middle();
            if (!((rows + 1) / n <= step)) { // one unit's values reach further than the neighbours
                return new Moved(value, range.width());
            }
            double far = Math.max(value - range.cut(at[below]), range.cut(at[above]) - value);
            return new Moved(value, Math.max(far, range.width() * rows / n));
        }
    }
}
