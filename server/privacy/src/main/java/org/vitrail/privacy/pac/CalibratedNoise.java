package org.vitrail.privacy.pac;

import java.util.Arrays;

/// The noise of one answer: independent along each direction, sized so that the answer tells at most β nats about the
/// secret world. Its sizes depend on the rows: for the data's owner only, unless charged.
///
/// Why 1/2 Σ ln(1 + V/e) <= β bounds the information: the answer is a function of integers `round(c + N(0, e))`, one
/// for each direction, where c is the secret world's coordinate in whole grid steps and N is continuous and exactly
/// sampled, so it tells no more than c + N does. Among laws of given variances Σ N + c has the largest entropy if it
/// is Gaussian and independent (Hadamard), whence the sum, with V the variance of c under the law that an adversary
/// holds who saw all earlier answers. No accuracy of the directions is needed, and no other bit of the secret world's
/// output is used.
///
/// Where outputs come with bounds of how far one unit moves each number, V is taken to be no less than a
/// [NoiseFloor]: more noise than the bound above asks for, and noise also where all worlds agree.
public final class CalibratedNoise {
    /// log2 of the least number of grid steps in a standard deviation, but for a factor of two.
    private static final int GRID_BITS = 22;

    /// How far apart worlds lie at least if they differ: its square is far from the smallest double.
    private static final double LEAST_SPREAD = 0x1p-450;

    /// Grid steps in the smallest standard deviation.
    private static final double LEAST_STEPS = Math.scalb(1.0, GRID_BITS);

    private static final double LARGEST_COORDINATE = 0x1p52;
    /// Part of the squared range that stands in for what weights of underflowing worlds hide.
    private static final double HIDDEN = 0x1p-60;
    /// What rounding may add to noise; more of it is a bug.
    private static final double FACTOR_MAX = 0x1p40;

    /// Relative error of a variance of 1024 terms, generously.
    private static final double ROUNDING = 0x1p-30;

    /// log2 of the most grid steps in a standard deviation, well below what the sampler takes.
    private static final int STEPS_BITS = 46;

    private final Directions directions;
    private final double[] grid;
    private final double[][] coordinates;
    private final double[] deviations;

    private CalibratedNoise(Directions directions, double[] grid, double[][] coordinates, double[] deviations) {
        this.directions = directions;
        this.grid = grid;
        this.coordinates = coordinates;
        this.deviations = deviations;
    }

    /// The noise of a first answer, all worlds being equally likely.
    ///
    /// @param information > 0
    public static CalibratedNoise of(WorldOutputs outputs, Nats information, NoiseRule rule, NoiseBasis basis) {
        double[] weights = new double[outputs.worlds()];
        Arrays.fill(weights, 1.0 / weights.length);
        return of(outputs, weights, 0, information, rule, basis);
    }

    /// @param weights `[worlds]` the tracked law of the secret world
    /// @param slack bound of |ln(true probability / weight)|
    static CalibratedNoise of(
            WorldOutputs outputs, double[] weights, double slack, Nats information, NoiseRule rule, NoiseBasis basis) {
        double beta = information.roundedDown();
        if (!(beta > 0)) {
            throw new IllegalArgumentException("expected an amount of information > 0 nats for an answer, got "
                    + information + ": an answer of no information is no answer");
        }
        double margin = Math.exp(2 * slack) * (1 + ROUNDING);
        if (outputs.hasContributions()) {
            if (basis != NoiseBasis.SEPARATE) {
                throw new IllegalArgumentException("expected directions SEPARATE, got " + basis
                        + ": contributions are for SEPARATE, leave them out for others");
            }
            return floored(outputs, weights, margin, beta, rule);
        }
        Directions directions = Directions.of(outputs, weights, basis);
        double[][] coordinates = directions.coordinates(outputs);
        level(coordinates);
        int r = directions.size();
        double[] variances = new double[r];
        for (int j = 0; j < r; j++) {
            variances[j] = variance(coordinates, weights, j, margin);
        }
        double[] provisional = rule.variances(variances, beta);
        double[] grid = new double[r];
        for (int j = 0; j < r; j++) {
            grid[j] = variances[j] > 0
                    ? Math.scalb(
                            1.0,
                            Math.max(Math.getExponent(Math.sqrt(provisional[j])) - GRID_BITS, finest(coordinates, j)))
                    : 0;
            variances[j] = grid[j] > 0 ? rounded(coordinates, weights, j, grid[j], margin) : 0;
        }
        double[] noise = rule.variances(variances, beta);
        for (int j = 0; j < r; j++) {
            // Worlds that differ by less than the grid tell nothing of the secret one, but what they have in common
            // is of all rows: it would come out exactly, one row's value as the difference of two sums.
            noise[j] = grid[j] > 0 && variances[j] == 0 ? provisional[j] : noise[j];
        }
        double[] deviations = deviations(variances, grid, noise, beta);
        requireNoise(coordinates, deviations, new double[r]);
        return new CalibratedNoise(directions, grid, coordinates, deviations);
    }

    /// Separate noise with a [NoiseFloor]. Over the deviations that they are taken to have all numbers have the
    /// same variance, 1, so each has its own times one part that follows from how many there are and from β:
    /// none has noise by another's rows, and one of less than its floor by no rows at all.
    ///
    /// For that, the part allows for the most that the grid may add to a variance, rather than what it does
    /// add. And the grid follows from the floor even where the noise does not, as a coarser one would show in
    /// an answer's last digits: rows decide about it only if worlds lie 2^29 times as far apart as the floor's
    /// noise is large, or ask for 2^24 times as much.
    private static CalibratedNoise floored(
            WorldOutputs outputs, double[] weights, double margin, double beta, NoiseRule rule) {
        double[] floors = outputs.floors(beta);
        Directions found = Directions.floored(outputs, weights, floors);
        double[][] apart = found.coordinates(outputs);
        level(apart);
        int r = found.size();
        double[] least = new double[r];
        double[] taken = new double[r];
        double[] equal = new double[r];
        for (int j = 0; j < r; j++) {
            least[j] = floors[found.number(j)];
            taken[j] = Math.max(variance(apart, weights, j, margin), least[j]);
            equal[j] = taken[j] > 0 ? 1 : 0;
        }
        double[] parts = rule.variances(equal, beta);
        double[] noise = new double[r];
        double[] grid = new double[r];
        double[] anchored = new double[r];
        for (int j = 0; j < r; j++) {
            // Minkowski: rounding by at most half a step adds at most that to a deviation of 1.
            double deviation = 1 + Math.sqrt(parts[j]) / LEAST_STEPS / 2;
            double part = parts[j] * deviation * deviation * (1 + ROUNDING);
            noise[j] = part * taken[j];
            if (taken[j] > 0) {
                int wanted = Math.getExponent(Math.sqrt(parts[j] * (least[j] > 0 ? least[j] : taken[j]))) - GRID_BITS;
                int coarse = Math.getExponent(Math.sqrt(noise[j])) - STEPS_BITS;
                grid[j] = Math.scalb(1.0, Math.max(Math.max(wanted, coarse), finest(apart, j)));
                anchored[j] = least[j] > 0 ? grid[j] : 0;
            }
        }
        Directions directions = found.onto(anchored);
        double[][] coordinates = directions.coordinates(outputs);
        level(coordinates);
        double[] variances = new double[r];
        for (int j = 0; j < r; j++) {
            variances[j] = grid[j] > 0 ? rounded(coordinates, weights, j, grid[j], margin) : 0;
        }
        double[] deviations = deviations(variances, grid, noise, beta);
        requireNoise(coordinates, deviations, least);
        requireFloors(floors, least);
        return new CalibratedNoise(directions, grid, coordinates, deviations);
    }

    /// A column in which the worlds hardly differ is the same in all of them: squares of less would be 0 in doubles,
    /// and what seems not to vary gets no noise.
    private static void level(double[][] coordinates) {
        for (int j = 0; j < coordinates[0].length; j++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (double[] world : coordinates) {
                least = Math.min(least, world[j]);
                most = Math.max(most, world[j]);
            }
            if (!(most - least >= LEAST_SPREAD)) {
                for (double[] world : coordinates) {
                    world[j] = 0;
                }
            }
        }
    }

    /// Each number that a unit moves has a direction.
    private static void requireFloors(double[] floors, double[] least) {
        if (Arrays.stream(floors).filter(f -> f > 0).count()
                != Arrays.stream(least).filter(f -> f > 0).count()) {
            throw new IllegalStateException("expected noise on what units differ in, found none");
        }
    }

    /// No noise only where all worlds say the same and no unit moves the number: whatever went wrong before, nothing
    /// else leaves exactly.
    private static void requireNoise(double[][] coordinates, double[] deviations, double[] floors) {
        for (int j = 0; j < deviations.length; j++) {
            for (double[] world : coordinates) {
                boolean same = Double.compare(world[j], coordinates[0][j]) == 0; // -0.0 is another
                if (!(deviations[j] >= LEAST_STEPS && Double.isFinite(deviations[j]))
                        && !(deviations[j] == 0 && same && floors[j] == 0)) {
                    throw new IllegalStateException("expected noise on what worlds or units differ in, found none");
                }
            }
        }
    }

    /// log2 of the finest grid on which no world's coordinate is cut. Where it is coarser than the noise asks for
    /// (worlds that lie 2^29 times as far apart as it is large, at some 18 nats), the noise is enlarged.
    private static int finest(double[][] coordinates, int j) {
        double largest = 0;
        for (double[] world : coordinates) {
            largest = Math.max(largest, Math.abs(world[j]));
        }
        return Math.getExponent(Math.max(largest, Double.MIN_NORMAL) / LARGEST_COORDINATE) + 1;
    }

    /// Replaces column j by whole grid steps; returns its variance in units of the output, rounded up.
    private static double rounded(double[][] coordinates, double[] weights, int j, double grid, double margin) {
        for (double[] world : coordinates) {
            world[j] = Math.clamp(Math.rint(world[j] / grid), -LARGEST_COORDINATE, LARGEST_COORDINATE)
                    + 0.0; // -0.0 would tell a sign
        }
        return variance(coordinates, weights, j, margin) * grid * grid;
    }

    /// An upper bound of the variance of column j under the true law: 0 only if all worlds agree.
    private static double variance(double[][] coordinates, double[] weights, int j, double margin) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double mean = 0;
        for (int k = 0; k < weights.length; k++) {
            double c = coordinates[k][j];
            least = Math.min(least, c);
            most = Math.max(most, c);
            mean += weights[k] * c;
        }
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            double gap = coordinates[k][j] - mean;
            sum += weights[k] * gap * gap;
        }
        return least == most ? 0 : sum * margin + HIDDEN * (most - least) * (most - least);
    }

    /// Deviations in grid steps, rounded up, and checked: the information of exactly these is at most β.
    private static double[] deviations(double[] variances, double[] grid, double[] noise, double beta) {
        double[] deviations = new double[grid.length];
        double factor = 1;
        while (true) {
            double sum = 0;
            for (int j = 0; j < grid.length; j++) {
                if (grid[j] > 0) {
                    deviations[j] = Math.max(Math.sqrt(noise[j]) / grid[j], LEAST_STEPS) * factor;
                    double step = deviations[j] * grid[j];
                    sum += Math.log1p(variances[j] / (step * step) * (1 + 0x1p-50)) / 2;
                }
            }
            if (sum * (1 + 0x1p-40) <= beta) {
                return deviations;
            }
            if (!(factor < FACTOR_MAX)) {
                throw new IllegalStateException("expected noise for the charge within rounding, found none");
            }
            factor = factor == 1 ? 1 + 0x1p-39 : 1 + 2 * (factor - 1);
        }
    }

    /// Number of directions.
    int size() {
        return grid.length;
    }

    /// A world's coordinate, in grid steps where there is noise.
    double coordinate(int world, int direction) {
        return coordinates[world][direction];
    }

    /// Standard deviation along a direction in grid steps; 0 if all worlds agree.
    double steps(int direction) {
        return deviations[direction];
    }

    /// The output of a vector of coordinates as [#coordinate] gives them.
    double[] output(double[] at) {
        double[] scaled = at.clone();
        for (int j = 0; j < scaled.length; j++) {
            if (deviations[j] > 0) {
                scaled[j] *= grid[j];
            }
        }
        return directions.output(scaled);
    }

    /// A vector's component along a direction, over the noise's deviation there; 0 where there is no noise.
    double standardised(double[] vector, int direction) {
        if (deviations[direction] == 0) {
            return 0;
        }
        return directions.coordinate(direction, vector) / (deviations[direction] * grid[direction]);
    }

    /// Total noise variance, in squared units of the output; for the owner only.
    public double trace() {
        double sum = 0;
        for (int j = 0; j < grid.length; j++) {
            double square = 0;
            for (double part : directions.gap(j)) {
                square += part * part;
            }
            sum += varianceAlong(j) * square;
        }
        return sum;
    }

    private double varianceAlong(int j) {
        double deviation = deviations[j] * grid[j];
        return deviation * deviation;
    }

    /// The noise's covariance `[dimensions][dimensions]`, in squared units of the output; for the owner only.
    public double[][] covariance() {
        int d = directions.centre.length;
        double[][] sum = new double[d][d];
        for (int j = 0; j < grid.length; j++) {
            double[] row = directions.gap(j);
            double e = varianceAlong(j);
            for (int i = 0; i < d; i++) {
                for (int l = 0; l < d; l++) {
                    sum[i][l] += e * row[i] * row[l];
                }
            }
        }
        return sum;
    }

    @Override
    public String toString() {
        return "CalibratedNoise[?]";
    }
}
