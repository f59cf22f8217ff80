package org.vitrail.privacy.pac;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// What a function gave in each world: private as a whole, never printed. Refused as a whole if any world's output
/// is not a vector of the same length of finite numbers, whichever world it is.
public final class WorldOutputs {
    /// Largest absolute value of a coordinate.
    public static final double MAGNITUDE_MAX = 1e100;

    /// Absolute value below which a coordinate is 0: less could differ by so little that its square is 0 in doubles.
    public static final double MAGNITUDE_MIN = 1e-100;

    /// Largest number of coordinates times worlds.
    public static final int SIZE_MAX = 1 << 24;

    private final double[][] outputs;
    private final @Nullable Measure measure;

    /// `[dimensions]` bounds of how far one unit moves each number; empty if none were given.
    private final double[] contributions;

    private final Map<NoiseBasis, Directions> even = new ConcurrentHashMap<>();

    private WorldOutputs(double[][] outputs, @Nullable Measure measure, double[] contributions) {
        this.outputs = outputs;
        this.measure = measure;
        this.contributions = contributions;
    }

    /// Collects outputs.
    ///
    /// @param worlds number of worlds, >= 2
    /// @param dimensions length of every output, >= 1; public
    /// @param output of a world, by index
    /// @throws IllegalArgumentException if any world's output has another length or is not finite
    public static WorldOutputs of(int worlds, int dimensions, IntFunction<double[]> output) {
        if (worlds < 2 || dimensions < 1 || (long) worlds * dimensions > SIZE_MAX) {
            throw new IllegalArgumentException(
                    "expected >= 2 worlds of >= 1 coordinates, together at most 2^24 numbers," + " got " + worlds
                            + " of " + dimensions + ": release a shorter vector");
        }
        double[][] outputs = new double[worlds][];
        for (int k = 0; k < worlds; k++) {
            outputs[k] = checked(output.apply(k).clone(), dimensions);
        }
        return new WorldOutputs(outputs, null, new double[0]);
    }

    /// Collects outputs, each as long as the first world's.
    public static WorldOutputs of(double[][] outputs) {
        return of(outputs.length, outputs.length == 0 ? 1 : outputs[0].length, k -> outputs[k]);
    }

    private static double[] checked(double[] output, int dimensions) {
        if (output.length != dimensions) {
            throw new IllegalArgumentException("expected " + dimensions + " numbers from every world, one world gave "
                    + output.length + ": the function's output must have one public length");
        }
        for (double x : output) {
            if (!(Math.abs(x) <= MAGNITUDE_MAX)) {
                throw new IllegalArgumentException(
                        "expected finite numbers of at most 1e100 from every world, one world"
                                + " gave another: define the function for every half, also an empty one");
            }
        }
        for (int i = 0; i < output.length; i++) {
            output[i] = Math.abs(output[i]) < MAGNITUDE_MIN ? 0 : output[i];
        }
        return output;
    }

    /// Number of worlds.
    public int worlds() {
        return outputs.length;
    }

    /// Length of every output.
    public int dimensions() {
        return outputs[0].length;
    }

    /// The outputs `[worlds][dimensions]`, for the eyes of the data's owner only.
    public double[][] ownerOnly() {
        double[][] copy = new double[outputs.length][];
        for (int k = 0; k < copy.length; k++) {
            copy[k] = outputs[k].clone();
        }
        return copy;
    }

    /// The same, with noise along [NoiseBasis#MEASURED] by how much it moves products with rows: an output is then one
    /// or several blocks of weights, and their squared deviation is weighed by the rows' second moments.
    ///
    /// @param rows `[rows][places]` finite, the same in all worlds; any number of them
    /// @param places length of a block of weights, >= 1
    public WorldOutputs measuredBy(double[][] rows, int places) {
        return measuredBy(Measure.ofMoments(rows, places));
    }

    WorldOutputs measuredBy(Measure weighing) {
        return new WorldOutputs(outputs, weighing, contributions);
    }

    Measure measure() {
        if (measure == null) {
            throw new IllegalArgumentException("expected outputs with a measure for directions by it, got none: use"
                    + " measuredBy, or other directions");
        }
        return measure;
    }

    /// The same, with noise along [NoiseBasis#SEPARATE] of at least what hides one unit: also where all worlds
    /// agree, and of the same size whatever the rows, unless worlds differ by more than some units' worth. For
    /// questions that may be made to show a row by whether there is noise.
    ///
    /// The noise's size follows from these bounds, so they must not tell of a row by themselves.
    ///
    /// @param largest `[dimensions]` bounds of how far one unit moves each number, finite, >= 0; public, or
    /// smooth functions of rows. Noise on a number of bound 0 is as without bounds
    /// @throws IllegalArgumentException if they are of another number, negative, or not at most 1e100
    public WorldOutputs withContributions(double[] largest) {
        if (largest.length != dimensions()) {
            throw new IllegalArgumentException("expected " + dimensions() + " bounds of how far one unit moves each"
                    + " number, got " + largest.length + ": give one for each number");
        }
        double[] bounds = largest.clone();
        for (int i = 0; i < bounds.length; i++) {
            if (!(bounds[i] >= 0 && bounds[i] <= MAGNITUDE_MAX)) {
                throw new IllegalArgumentException("expected bounds from 0 to 1e100 of how far one unit moves each"
                        + " number, got another for number " + i + ": clip what a unit may contribute");
            }
            bounds[i] = bounds[i] > 0 ? Math.max(bounds[i], MAGNITUDE_MIN) : 0; // else its square may be 0
        }
        return new WorldOutputs(outputs, measure, bounds);
    }

    /// Whether bounds of how far one unit moves each number were given.
    boolean hasContributions() {
        return contributions.length > 0;
    }

    /// The least variances that numbers are taken to have, by the bounds; there must be some.
    double[] floors(double beta) {
        return NoiseFloor.variances(contributions, beta);
    }

    double at(int world, int coordinate) {
        return outputs[world][coordinate];
    }

    /// The directions for equally likely worlds, found once: prices at several amounts and the first answer share them.
    Directions even(NoiseBasis basis, Function<NoiseBasis, Directions> found) {
        return even.computeIfAbsent(basis, found);
    }

    @Override
    public String toString() {
        return "WorldOutputs[?]";
    }
}
