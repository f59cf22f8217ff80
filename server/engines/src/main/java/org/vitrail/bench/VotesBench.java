package org.vitrail.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.vitrail.mechanism.neighbours.NearestVotes;
import org.vitrail.mechanism.neighbours.PersonVector;
import org.vitrail.mechanism.neighbours.Vectors;

/// Our vote histogram beside faiss-cpu's exact index on the same data, round by round in turn.
public final class VotesBench {
    private VotesBench() {}

    /// Prints medians, the ratio and how the counts compare.
    ///
    /// @param arguments private rows, candidates, dimensions, rounds; a Python that has faiss, or `-`
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 5) {
            System.err.println("expected ROWS CANDIDATES DIMENSIONS ROUNDS PYTHON, got " + arguments.length
                    + " arguments; see ./vitrail help");
            System.exit(2);
        }
        int[] numbers =
                Arrays.stream(arguments, 0, 4).mapToInt(Integer::parseInt).toArray();
        VotesData shape = new VotesData(numbers[0], numbers[1], numbers[2], 7);
        int threads = Runtime.getRuntime().availableProcessors();
        System.out.printf(
                Locale.ROOT,
                "votes of %,d private rows for %,d candidates in %d dimensions, exact L2, k = 1, %d threads%n",
                shape.rows(),
                shape.candidates(),
                shape.dimensions(),
                threads);
        float[] points = shape.points();
        if (arguments[4].equals("-")) {
            alone(points, shape, numbers[3]);
        } else {
            Path folder = Files.createTempDirectory("vitrail-votes-");
            Path data = folder.resolve("points.f32");
            try {
                VotesData.write(points, data);
                try (FaissVotes faiss = FaissVotes.start(arguments[4], folder, data, shape, threads)) {
                    beside(faiss, points, shape, numbers[3]);
                }
            } finally {
                Files.deleteIfExists(data);
                Files.deleteIfExists(folder.resolve("faiss_votes.py"));
                Files.deleteIfExists(folder);
            }
        }
    }

    private static void alone(float[] points, VotesData shape, int rounds) {
        Ours ours = new Ours(points, shape);
        double first = ours.round();
        double[] seconds = new double[rounds];
        for (int r = 0; r < rounds; r++) {
            seconds[r] = ours.round();
        }
        System.out.printf(
                Locale.ROOT,
                "ours: median %.3f s, best %.3f s, first call %.3f s%n",
                median(seconds),
                best(seconds),
                first);
        System.out.println("faiss: not installed, so there is no ratio");
    }

    private static void beside(FaissVotes faiss, float[] points, VotesData shape, int rounds) throws IOException {
        Ours ours = new Ours(points, shape);
        double first = ours.round();
        double faissFirst = faiss.round();
        for (int r = 0; r < 2; r++) { // HotSpot compiles the kernel
            ours.round();
            faiss.round();
        }
        double[] own = new double[rounds];
        double[] theirs = new double[rounds];
        for (int r = 0; r < rounds; r++) {
            own[r] = ours.round();
            theirs[r] = faiss.round();
            System.out.printf(Locale.ROOT, "round %2d: ours %.3f s, faiss %.3f s%n", r + 1, own[r], theirs[r]);
        }
        System.out.printf(
                Locale.ROOT, "ours: median %.3f s, best %.3f s, first call %.3f s%n", median(own), best(own), first);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.3f s, best %.3f s, first call %.3f s (without OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE)%n",
                faiss.version(),
                median(theirs),
                best(theirs),
                faissFirst);
        System.out.printf(
                Locale.ROOT,
                "ours / faiss: median %.2f, best %.2f (target <= 1.2)%n",
                median(own) / median(theirs),
                best(own) / best(theirs));
        long[] counts = faiss.counts();
        long moved = 0;
        for (int j = 0; j < counts.length; j++) {
            moved += Math.abs(counts[j] - ours.counts[j]);
        }
        System.out.printf(
                Locale.ROOT,
                "counts: %s (largest %d, empty bins %d)%n",
                moved == 0 ? "equal" : moved / 2.0 + " votes differ",
                Arrays.stream(ours.counts).max().orElse(0),
                Arrays.stream(ours.counts).filter(c -> c == 0).count());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double best(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    /// Our side: prepared data, timed rounds.
    private static final class Ours {
        private final Vectors rows;
        private final Vectors candidates;
        private long[] counts = {};

        Ours(float[] points, VotesData shape) {
            int split = shape.rows() * shape.dimensions();
            rows = Vectors.of(Arrays.copyOf(points, split), shape.dimensions());
            candidates = Vectors.of(Arrays.copyOfRange(points, split, points.length), shape.dimensions());
        }

        /// Seconds of one histogram, the packing of the candidates included.
        double round() {
            long start = System.nanoTime();
            long[] votes = NearestVotes.among(List.of(candidates), 1).ofRows(List.of(rows));
            double seconds = (System.nanoTime() - start) / 1e9;
            counts = Arrays.stream(votes).map(v -> v >> PersonVector.GRID_BITS).toArray();
            return seconds;
        }
    }
}
