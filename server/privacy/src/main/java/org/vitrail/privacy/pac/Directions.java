package org.vitrail.privacy.pac;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrail.privacy.linear.Orthonormal;
import org.vitrail.privacy.linear.SymmetricEigen;

/// The directions that noise goes along, and where the outputs lie: functions of all worlds and of how likely each is
/// to those who saw every earlier answer, never of the secret world.
final class Directions {
    /// Of the largest squared gap: no number is taken to move by less.
    private static final double LEAST_SHARE = 0x1p-60;

    /// A double of so many units and more has no part of one.
    private static final double WHOLE = 0x1p53;

    final double[] centre;

    /// `[directions][dimensions]`: what is multiplied with a gap from the centre to give its coordinate. None where
    /// each direction is one number.
    private final double[][] into;

    /// `[directions][dimensions]`: the gap that a coordinate of 1 is.
    private final double[][] out;

    /// The number that each direction is, where each is one, and what its gaps are multiplied with.
    private final int[] numbers;

    private final double[] factors;

    private Directions(double[] centre, double[][] into, double[][] out, int[] numbers, double[] factors) {
        this.centre = centre;
        this.into = into;
        this.out = out;
        this.numbers = numbers;
        this.factors = factors;
    }

    /// @param weights `[worlds]` probabilities
    static Directions of(WorldOutputs outputs, double[] weights, NoiseBasis basis) {
        boolean even = Arrays.stream(weights).allMatch(weight -> weight == weights[0]);
        return even ? outputs.even(basis, wanted -> found(outputs, weights, wanted)) : found(outputs, weights, basis);
    }

    /// Each number by itself, in its own units: those of which worlds differ, and those that have a floor.
    ///
    /// @param floors `[dimensions]` least variances
    static Directions floored(WorldOutputs outputs, double[] weights, double[] floors) {
        int[] moving = moving(outputs);
        double[] centre = centre(outputs, weights, moving);
        int[] noisy = IntStream.concat(
                        Arrays.stream(moving), IntStream.range(0, floors.length).filter(i -> floors[i] > 0))
                .sorted()
                .distinct()
                .toArray();
        return separate(centre, noisy, ones(noisy.length));
    }

    /// The same, with a centre of whole grid steps: what comes out is then a whole number of steps whatever the rows.
    /// From another centre it would be the centre more than that, and its last digits would tell the centre through
    /// any noise.
    ///
    /// @param grid `[directions]` powers of two, or 0 for numbers to leave where they are
    Directions onto(double[] grid) {
        double[] moved = centre.clone();
        for (int j = 0; j < numbers.length; j++) {
            double c = moved[numbers[j]];
            if (grid[j] > 0 && Math.abs(c) < WHOLE * grid[j]) { // larger ones are whole already
                moved[numbers[j]] = Math.rint(c / grid[j]) * grid[j] + 0.0; // -0.0 would tell a sign
            }
        }
        return new Directions(moved, into, out, numbers, factors);
    }

    /// The number that a direction is, where each is one.
    int number(int direction) {
        return numbers[direction];
    }

    private static double[] centre(WorldOutputs outputs, double[] weights, int[] moving) {
        double[] centre = new double[outputs.dimensions()];
        Arrays.setAll(centre, i -> outputs.at(0, i)); // exact where all worlds agree
        for (int i : moving) {
            centre[i] = 0;
            for (int k = 0; k < weights.length; k++) {
                centre[i] += weights[k] * outputs.at(k, i);
            }
        }
        return centre;
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Directions found(WorldOutputs outputs, double[] weights, NoiseBasis basis) {
        int[] moving = moving(outputs);
        double[] centre = centre(outputs, weights, moving);
        return switch (basis) {
            case COORDINATES -> separate(centre, moving, ones(moving.length));
            case SEPARATE -> separate(centre, moving, shrinking(outputs, weights, centre, moving));
            case PRINCIPAL -> principal(outputs, weights, centre, moving, Change.none(moving.length));
            case STANDARDISED ->
                principal(outputs, weights, centre, moving, Change.scaled(shrinking(outputs, weights, centre, moving)));
            case MEASURED ->
                principal(outputs, weights, centre, moving, outputs.measure().among(moving));
        };
    }

    /// Coordinates in which not all worlds agree; the others need no rotation, and no direction.
    private static int[] moving(WorldOutputs outputs) {
        return IntStream.range(0, outputs.dimensions())
                .filter(i -> IntStream.range(1, outputs.worlds()).anyMatch(k -> outputs.at(k, i) != outputs.at(0, i)))
                .toArray();
    }

    /// One over each number's deviation; 1 where that is 0 in doubles.
    private static double[] shrinking(WorldOutputs outputs, double[] weights, double[] centre, int[] moving) {
        double[] factors = new double[moving.length];
        for (int i = 0; i < moving.length; i++) {
            double sum = 0;
            double largest = 0;
            for (int k = 0; k < weights.length; k++) {
                double gap = outputs.at(k, moving[i]) - centre[moving[i]];
                sum += weights[k] * gap * gap;
                largest = Math.max(largest, Math.abs(gap));
            }
            sum += LEAST_SHARE * largest * largest; // all others' weights may have underflown
            factors[i] = sum > 0 ? 1 / Math.sqrt(sum) : 1;
        }
        return factors;
    }

    private static Directions separate(double[] centre, int[] moving, double[] factors) {
        return new Directions(centre, new double[0][], new double[0][], moving, factors);
    }

    /// The principal directions of gaps after a change of coordinates.
    private static Directions principal(
            WorldOutputs outputs, double[] weights, double[] centre, int[] moving, Change change) {
        double[][] gaps = new double[weights.length][moving.length];
        for (int k = 0; k < weights.length; k++) {
            for (int i = 0; i < moving.length; i++) {
                gaps[k][i] = outputs.at(k, moving[i]) - centre[moving[i]];
            }
            gaps[k] = change.of(gaps[k]);
        }
        double[][] rows = moving.length <= weights.length ? ofCovariance(gaps, weights) : ofSpan(gaps, weights);
        double[][] into = new double[rows.length][];
        boolean none = change.isNone();
        double[][] out = none ? into : new double[rows.length][]; // wide ones would be kept twice
        for (int j = 0; j < rows.length; j++) {
            into[j] = spread(change.transposed(rows[j]), moving, centre.length);
            if (!none) {
                out[j] = spread(change.inverse(rows[j]), moving, centre.length);
            }
            rows[j] = new double[0];
        }
        return new Directions(centre, into, out, new int[0], new double[0]);
    }

    private static double[] spread(double[] values, int[] places, int length) {
        double[] whole = new double[length];
        for (int i = 0; i < places.length; i++) {
            whole[places[i]] = values[i];
        }
        return whole;
    }

    private static double[][] ofCovariance(double[][] gaps, double[] weights) {
        int d = gaps[0].length;
        double[][] covariance = new double[d][d];
        for (int k = 0; k < weights.length; k++) {
            double[] gap = gaps[k];
            for (int i = 0; i < d; i++) {
                double scaled = weights[k] * gap[i];
                double[] row = covariance[i];
                for (int j = 0; j <= i; j++) {
                    row[j] += scaled * gap[j];
                }
            }
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                covariance[j][i] = covariance[i][j];
            }
        }
        return SymmetricEigen.diagonalise(covariance);
    }

    /// With fewer worlds than coordinates: the principal directions within what the gaps span.
    private static double[][] ofSpan(double[][] gaps, double[] weights) {
        double[][] basis = Orthonormal.basis(gaps);
        double[][] within = new double[gaps.length][basis.length];
        for (int k = 0; k < gaps.length; k++) {
            for (int i = 0; i < basis.length; i++) {
                within[k][i] = dot(gaps[k], basis[i]);
            }
        }
        double[][] turned = ofCovariance(within, weights);
        double[][] rows = new double[basis.length][gaps[0].length];
        for (int j = 0; j < rows.length; j++) {
            for (int i = 0; i < basis.length; i++) {
                for (int c = 0; c < rows[j].length; c++) {
                    rows[j][c] += turned[j][i] * basis[i][c];
                }
            }
        }
        return rows;
    }

    /// How many there are.
    int size() {
        return into.length + numbers.length;
    }

    /// The coordinate of a gap from the centre.
    double coordinate(int direction, double[] gap) {
        return into.length > 0 ? dot(into[direction], gap) : gap[numbers[direction]] * factors[direction];
    }

    /// The gap that a coordinate of 1 is.
    double[] gap(int direction) {
        if (out.length > 0) {
            return out[direction];
        }
        double[] gap = new double[centre.length];
        gap[numbers[direction]] = 1 / factors[direction];
        return gap;
    }

    /// `[worlds][directions]`: where each world's output lies.
    double[][] coordinates(WorldOutputs outputs) {
        double[][] found = new double[outputs.worlds()][size()];
        double[] gap = new double[centre.length];
        for (int k = 0; k < found.length; k++) {
            for (int i = 0; i < gap.length; i++) {
                gap[i] = outputs.at(k, i) - centre[i];
            }
            for (int j = 0; j < found[k].length; j++) {
                found[k][j] = coordinate(j, gap);
            }
        }
        return found;
    }

    /// The output at coordinates.
    double[] output(double[] coordinates) {
        double[] output = centre.clone();
        for (int j = 0; j < out.length; j++) {
            for (int i = 0; i < output.length; i++) {
                output[i] += coordinates[j] * out[j][i];
            }
        }
        for (int j = 0; j < numbers.length; j++) {
            output[numbers[j]] += coordinates[j] / factors[j];
        }
        return output;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
