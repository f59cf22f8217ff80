package org.vitrail.mechanism.synthesis.evolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.synthesis.distillation.Teacher;
import org.vitrail.privacy.release.Sensitive;

/// One run of the loop: label counts, marginals, then T times candidates, votes, fit. Everything after a release is
/// post-processing of released histograms.
final class Evolution {
    private static final int BINS_MIN = 4;
    private static final int BINS_MAX = 1000;

    private final Space space;
    private final Settings settings;
    private final Spending spending;
    private final boolean coverage;
    private final long seed;

    /// Made once for a run; see the class.
    ///
    /// @param coverage whether candidates descend from survivors chosen by [Selection#coverage]
    Evolution(Space space, Settings settings, Spending spending, boolean coverage, long seed) {
        this.space = space;
        this.settings = settings;
        this.spending = spending;
        this.coverage = coverage;
        this.seed = seed;
    }

    /// Makes `rows` rows and the facts that describe the run.
    Product run(Sensitive<Table> table, int rows, Progress progress) {
        Sensitive<Rows> encoded = table.map(space::encode);
        double[] counts = spending.labelCounts(encoded.map(Rows::labelCounts));
        double[] totals = new double[counts.length];
        Arrays.setAll(totals, c -> Math.max(counts[c], spending.voteDeviation()));
        progress.report("label counts", 0.02);
        double[] oneWay = spending.marginals(encoded.map(r -> r.marginals(space)));
        Marginals marginals = new Marginals(space, oneWay, spending.marginalDeviation(), totals, spending.persons());
        progress.report("one-way marginals", 0.05);
        Population[] populations = new Population[space.labels()];
        each(populations.length, c -> populations[c] = population(marginals, c));
        for (int t = 1; t <= settings.histograms(); t++) {
            histogram(t, encoded, populations, totals);
            progress.report("histogram " + t + " of " + settings.histograms(), t / (settings.histograms() + 1.0));
        }
        int[] parts = Weights.apportion(Weights.normalised(counts), rows);
        Points[] chosen = new Points[populations.length];
        each(populations.length, c -> chosen[c] = populations[c].sample(parts[c]));
        progress.report("rows drawn", 1);
        Labelled drawn = Labelled.drawn(chosen);
        Map<String, String> facts = facts(counts);
        if (Teacher.serves(space.labels())) {
            drawn = drawn.taughtBy(Labelled.clouds(populations, totals), space, random(-2));
            facts.put("labels", Teacher.describe());
        }
        return new Product(space.decode(drawn, shuffled(rows)), facts);
    }

    private Population population(Marginals marginals, int label) {
        return new Population(space, marginals, label, settings, random(label));
    }

    /// @param stream a label, or below 0 for other uses
    private RandomGenerator random(int stream) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003L + stream);
    }

    private void histogram(int t, Sensitive<Rows> rows, Population[] populations, double[] totals) {
        double deviation = spending.voteDeviation();
        Points[] candidates = new Points[populations.length];
        each(populations.length, c -> {
            int bins = Math.clamp((long) (totals[c] / (settings.votesPerBin() * deviation)), BINS_MIN, BINS_MAX);
            candidates[c] = populations[c].candidates(bins, settings.rate(t));
        });
        List<Points> asked = List.of(candidates);
        Nearest nearest = new Nearest(space);
        double[] votes = spending.votes(rows.map(r -> r.votes(nearest, asked)));
        Measurement[] measured = new Measurement[populations.length];
        for (int c = 0, offset = 0; c < populations.length; offset += candidates[c].size(), c++) {
            double[] own = Arrays.copyOfRange(votes, offset, offset + candidates[c].size());
            measured[c] = Measurement.of(own, deviation, totals[c], spending.persons());
        }
        double next = settings.rate(Math.min(t + 1, settings.histograms()));
        int bins = votes.length;
        each(populations.length, c -> {
            populations[c].learn(candidates[c], measured[c], next);
            if (coverage) {
                double threshold = Selection.threshold(deviation, settings.histograms(), bins);
                populations[c].cover(candidates[c], measured[c], threshold);
            }
        });
    }

    private int[] shuffled(int rows) {
        RandomGenerator random = random(-1);
        int[] order = new int[rows];
        Arrays.setAll(order, i -> i);
        for (int i = rows - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    private Map<String, String> facts(double[] counts) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("engine", "evolution");
        facts.put("histograms", Integer.toString(settings.histograms()));
        facts.put("vote noise", "%.4g".formatted(spending.voteDeviation()));
        List<Integer> small = new ArrayList<>();
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] < 50 * spending.voteDeviation()) {
                small.add(c);
            }
        }
        if (!small.isEmpty()) {
            facts.put(
                    "warning",
                    small.size() + " of " + counts.length + " populations have fewer than "
                            + Math.round(50 * spending.voteDeviation())
                            + " rows (50 standard deviations of the votes' noise): expect coarse rows there; merge"
                            + " labels, leave the label out or raise epsilon");
        }
        return facts;
    }

    private static void each(int count, IntConsumer step) {
        IntStream.range(0, count).parallel().forEach(step);
    }
}
