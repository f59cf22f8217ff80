package org.vitrail.mechanism.synthesis.evolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

/// One run of the loop: counts, marginals, then T times candidates, votes, fit.
final class Evolution {
    private final Space space;
    private final Settings settings;
    private final Meter meter;
    private final boolean persons;
    private final MuSquared allowance;
    private final long seed;

    Evolution(Space space, Settings settings, Meter meter, boolean persons, MuSquared allowance, long seed) {
        this.space = space;
        this.settings = settings;
        this.meter = meter;
        this.persons = persons;
        this.allowance = allowance;
        this.seed = seed;
    }

    MuSquared countCharge() {
        return allowance.share(settings.countParts(), 1000);
    }

    MuSquared marginalCharge() {
        return allowance.share(settings.marginalParts(), 1000);
    }

    MuSquared histogramCharge() {
        return allowance.share(1000 - settings.countParts() - settings.marginalParts(), 1000L * settings.histograms());
    }

    /// A released histogram in rows (persons: in full contributions), and its noise.
    private double[] release(Sensitive<long[]> counts, long rowSquared, MuSquared charge) {
        long[] noisy = meter.release(counts, persons ? Rows.PERSON_SQUARED : rowSquared, charge);
        double unit = persons ? 1.0 / (1L << Rows.GRID_BITS) : 1;
        return Arrays.stream(noisy).mapToDouble(n -> n * unit).toArray();
    }

    private double deviation(long rowSquared, MuSquared charge) {
        return Gate.standardDeviation(persons ? 1 : rowSquared, charge);
    }

    Table run(Sensitive<Table> table, int rows, Progress progress) {
        Sensitive<Rows> encoded = table.map(space::encode);
        double[] counts = release(encoded.map(Rows::labelCounts), 1, countCharge());
        double deviation = deviation(1, histogramCharge());
        double[] totals =
                Arrays.stream(counts).map(n -> Math.max(n, deviation)).toArray();
        int axes = space.axes();
        double[] oneWay = release(encoded.map(r -> r.marginals(space)), axes, marginalCharge());
        Marginals marginals = new Marginals(space, oneWay, deviation(axes, marginalCharge()), totals);
        Population[] populations = new Population[space.labels()];
        IntStream.range(0, populations.length).parallel().forEach(c -> {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + c);
            populations[c] = new Population(space, marginals, c, settings, random);
        });
        for (int t = 1; t <= settings.histograms(); t++) {
            double rate = settings.rate(t);
            Points[] candidates = new Points[populations.length];
            IntStream.range(0, populations.length).parallel().forEach(c -> {
                int bins = (int) Math.clamp(totals[c] / (settings.votesPerBin() * deviation), 4, 2000);
                candidates[c] = populations[c].candidates(bins, rate);
            });
            List<Points> bins = List.of(candidates);
            double[] votes = release(encoded.map(r -> r.votes(new Nearest(space), bins)), 1, histogramCharge());
            List<Measurement> measured = new ArrayList<>();
            int offset = 0;
            for (int c = 0; c < candidates.length; c++) {
                double[] own = Arrays.copyOfRange(votes, offset, offset + candidates[c].size());
                measured.add(new Measurement(own, deviation, totals[c]));
                offset += candidates[c].size();
            }
            double next = settings.rate(Math.min(t + 1, settings.histograms()));
            IntStream.range(0, populations.length)
                    .parallel()
                    .forEach(c -> populations[c].learn(candidates[c], measured.get(c), next));
            progress.report("histogram " + t + " of " + settings.histograms(), t / (double) settings.histograms());
        }
        int[] parts = Weights.apportion(Weights.normalised(counts), rows);
        List<Points> chosen = new ArrayList<>();
        for (int c = 0; c < populations.length; c++) {
            chosen.add(populations[c].sample(parts[c]));
        }
        int[] order = new int[rows];
        Arrays.setAll(order, i -> i);
        return space.decode(chosen, order);
    }
}
