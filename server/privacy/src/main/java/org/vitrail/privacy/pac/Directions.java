package org.vitrail.privacy.pac;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrail.privacy.linear.SymmetricEigen;

/// The directions that noise goes along, and where the outputs lie: functions of all worlds and of how likely each is
/// to those who saw every earlier answer, never of the secret world.
final class Directions {
    /// A direction whose variance is below this part of the largest is left out when there are fewer worlds than
    /// coordinates: it only holds rounding.
    private static final double SMALLEST = 1e-26;

    final double[] centre;
    final double[] scale;
    final double[][] rows;

    private Directions(double[] centre, double[] scale, double[][] rows) {
        this.centre = centre;
        this.scale = scale;
        this.rows = rows;
    }

    /// @param weights `[worlds]` probabilities
    static Directions of(WorldOutputs outputs, double[] weights, NoiseBasis basis) {
        boolean even = Arrays.stream(weights).allMatch(weight -> weight == weights[0]);
        return even ? outputs.even(basis, wanted -> found(outputs, weights, wanted)) : found(outputs, weights, basis);
    }

    private static Directions found(WorldOutputs outputs, double[] weights, NoiseBasis basis) {
        double[] centre = new double[outputs.dimensions()];
        Arrays.setAll(centre, i -> outputs.at(0, i)); // exact where all worlds agree
        int[] moving = moving(outputs);
        for (int i : moving) {
            centre[i] = 0;
            for (int k = 0; k < weights.length; k++) {
                centre[i] += weights[k] * outputs.at(k, i);
            }
        }
        double[] scale = new double[centre.length];
        Arrays.fill(scale, 1);
        if (basis == NoiseBasis.STANDARDISED) {
            deviations(outputs, weights, centre, scale);
        }
        double[][] rows = switch (basis) {
            case COORDINATES -> coordinates(moving, centre.length);
            case PRINCIPAL, STANDARDISED ->
                moving.length <= weights.length
                        ? ofCovariance(outputs, weights, centre, scale, moving)
                        : ofGram(outputs, weights, centre, scale);
        };
        return new Directions(centre, scale, rows);
    }

    /// Coordinates in which not all worlds agree; the others need no rotation, and no direction.
    private static int[] moving(WorldOutputs outputs) {
        return IntStream.range(0, outputs.dimensions())
                .filter(i -> IntStream.range(1, outputs.worlds()).anyMatch(k -> outputs.at(k, i) != outputs.at(0, i)))
                .toArray();
    }

    /// Where a number does not move, its scale stays 1.
    private static void deviations(WorldOutputs outputs, double[] weights, double[] centre, double[] scale) {
        for (int i = 0; i < scale.length; i++) {
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                double gap = outputs.at(k, i) - centre[i];
                sum += weights[k] * gap * gap;
            }
            scale[i] = sum > 0 ? Math.sqrt(sum) : 1;
        }
    }

    private static double[][] coordinates(int[] moving, int dimensions) {
        double[][] rows = new double[moving.length][dimensions];
        for (int j = 0; j < moving.length; j++) {
            rows[j][moving[j]] = 1;
        }
        return rows;
    }

    private static double[][] ofCovariance(
            WorldOutputs outputs, double[] weights, double[] centre, double[] scale, int[] moving) {
        int d = moving.length;
        double[][] covariance = new double[d][d];
        double[] gap = new double[d];
        for (int k = 0; k < weights.length; k++) {
            for (int i = 0; i < d; i++) {
                gap[i] = (outputs.at(k, moving[i]) - centre[moving[i]]) / scale[moving[i]];
            }
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
        double[][] found = SymmetricEigen.diagonalise(covariance);
        double[][] rows = new double[d][centre.length];
        for (int j = 0; j < d; j++) {
            for (int i = 0; i < d; i++) {
                rows[j][moving[i]] = found[j][i];
            }
        }
        return rows;
    }

    /// With fewer worlds than coordinates: eigenvectors of the worlds' Gram matrix, carried over.
    private static double[][] ofGram(WorldOutputs outputs, double[] weights, double[] centre, double[] scale) {
        int m = weights.length;
        int d = centre.length;
        double[][] scaled = new double[m][d];
        for (int k = 0; k < m; k++) {
            double root = Math.sqrt(weights[k]);
            for (int i = 0; i < d; i++) {
                scaled[k][i] = root * (outputs.at(k, i) - centre[i]) / scale[i];
            }
        }
        double[][] gram = new double[m][m];
        for (int k = 0; k < m; k++) {
            for (int l = 0; l <= k; l++) {
                gram[k][l] = dot(scaled[k], scaled[l]);
                gram[l][k] = gram[k][l];
            }
        }
        double[][] vectors = SymmetricEigen.diagonalise(gram);
        double largest = 0;
        for (int k = 0; k < m; k++) {
            largest = Math.max(largest, gram[k][k]);
        }
        double[][] rows = new double[m][];
        int kept = 0;
        for (int k = 0; k < m; k++) {
            if (gram[k][k] > SMALLEST * largest) {
                rows[kept] = carriedOver(vectors[k], scaled, gram[k][k]);
                kept++;
            }
        }
        return Arrays.copyOf(rows, kept);
    }

    private static double[] carriedOver(double[] vector, double[][] scaled, double eigenvalue) {
        double[] row = new double[scaled[0].length];
        double length = Math.sqrt(eigenvalue);
        for (int k = 0; k < vector.length; k++) {
            double factor = vector[k] / length;
            for (int i = 0; i < row.length; i++) {
                row[i] += factor * scaled[k][i];
            }
        }
        return row;
    }

    /// `[worlds][directions]`: where each world's output lies.
    double[][] coordinates(WorldOutputs outputs) {
        double[][] found = new double[outputs.worlds()][rows.length];
        double[] gap = new double[centre.length];
        for (int k = 0; k < found.length; k++) {
            for (int i = 0; i < gap.length; i++) {
                gap[i] = (outputs.at(k, i) - centre[i]) / scale[i];
            }
            for (int j = 0; j < rows.length; j++) {
                found[k][j] = dot(rows[j], gap);
            }
        }
        return found;
    }

    /// The output at coordinates.
    double[] output(double[] coordinates) {
        double[] output = centre.clone();
        for (int j = 0; j < rows.length; j++) {
            for (int i = 0; i < output.length; i++) {
                output[i] += coordinates[j] * rows[j][i] * scale[i];
            }
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
