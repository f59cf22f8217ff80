package org.vitrail.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.vitrail.learning.Examples;
import org.vitrail.learning.Learner;
import org.vitrail.learning.ThresholdForest;
import org.vitrail.privacy.pac.CalibratedNoise;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.NoiseRule;
import org.vitrail.privacy.pac.Universe;
import org.vitrail.privacy.pac.WorldOutputs;
import org.vitrail.privacy.pac.WorldRuns;

/// One published row on one draw of fixed worlds.
final class PacRow {
    private static final int WORLDS = 128;
    /// Of the information, the part for leaf labels is 1 in so many.
    private static final int LEAVES_PART = 16;

    private final PacTask task;
    private final PacTables.Split split;
    private final Learner learner;
    private final List<Examples> halves;
    private final WorldOutputs outputs;
    private final double seconds;

    /// Learns in all worlds, on all cores.
    PacRow(PacTask task, PacTables.Split split) {
        this.task = task;
        this.split = split;
        learner = task.learner(split);
        Membership membership = Membership.halves(split.train().size(), WORLDS);
        halves = IntStream.range(0, WORLDS)
                .mapToObj(k -> split.train().subset(membership.members(k)))
                .toList();
        LongAdder nanos = new LongAdder();
        WorldOutputs learnt = WorldRuns.onAllCores().run(membership, members -> {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            double[] output = learner.learn(split.train().subset(members));
            nanos.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
            return output;
        });
        seconds = nanos.sum() / 1e9;
        outputs = learner.measured(learnt, split.train());
    }

    boolean inTwoAnswers() {
        return learner instanceof ThresholdForest;
    }

    /// Processor time of all worlds together, seconds.
    double seconds() {
        return seconds;
    }

    /// Without noise, from all rows.
    double whole() {
        double[] output = learner.learn(split.train());
        return learner instanceof ThresholdForest forest
                ? leaked(forest, output, split.train(), output)
                : task.score(output, split);
    }

    /// Without noise, mean over the worlds.
    double half() {
        double[][] all = outputs.ownerOnly();
        return IntStream.range(0, WORLDS)
                .parallel()
                .mapToDouble(k -> learner instanceof ThresholdForest forest
                        ? leaked(forest, all[k], halves.get(k), all[k])
                        : task.score(all[k], split))
                .average()
                .orElse(0);
    }

    /// Total noise variance by the tight rule; for forests that of the thresholds.
    double trace(int amount, NoiseBasis basis) {
        Nats part = inTwoAnswers() ? first(amount) : PacTask.AMOUNTS.get(amount);
        return CalibratedNoise.of(outputs, part, NoiseRule.TIGHT, basis).trace();
    }

    /// The published rule's, (Σ deviations)² / 2β along coordinates: without directions, of which wide answers would
    /// need gigabytes.
    double publishedTrace(int amount) {
        double[][] all = outputs.ownerOnly();
        double deviations = IntStream.range(0, all[0].length)
                .mapToDouble(i -> {
                    double mean = Arrays.stream(all)
                            .mapToDouble(world -> world[i])
                            .average()
                            .orElse(0);
                    return Math.sqrt(Arrays.stream(all)
                            .mapToDouble(world -> (world[i] - mean) * (world[i] - mean))
                            .average()
                            .orElse(0));
                })
                .sum();
        return deviations * deviations / (2 * PacTask.AMOUNTS.get(amount).roundedDown());
    }

    private static Nats second(int amount) {
        return PacTask.amount(amount - 2, LEAVES_PART);
    }

    private static Nats first(int amount) {
        return PacTask.AMOUNTS.get(amount).minus(second(amount));
    }

    /// One release by the tight rule, scored. A forest's labels are a second answer, whose noise goes by the labels'
    /// own
    /// deviations.
    ///
    /// @param basis of the noise, for a forest of that on thresholds
    double released(int amount, NoiseBasis basis) {
        Nats beta = PacTask.AMOUNTS.get(amount);
        Universe universe = Universe.open(WORLDS, beta);
        if (!(learner instanceof ThresholdForest forest)) {
            return task.score(
                    universe.release(outputs, beta, NoiseRule.TIGHT, basis).values(), split);
        }
        double[] thresholds =
                universe.release(outputs, first(amount), NoiseRule.TIGHT, basis).values();
        Learner leaves = forest.leafVotes(thresholds);
        double[] votes = universe.release(
                        WorldOutputs.of(WORLDS, leaves.length(), k -> leaves.learn(halves.get(k))),
                        second(amount),
                        NoiseRule.TIGHT,
                        NoiseBasis.STANDARDISED)
                .values();
        return PacTask.rate(split, row -> forest.predict(thresholds, votes, row));
    }

    /// One release of a forest as published: noise by the linear coordinate rule on the thresholds, and the half's own
    /// leaf labels without any. Not private: for comparison only.
    double releasedAsPublished(int amount, SplittableRandom random) {
        int k = random.nextInt(WORLDS);
        double[] own = outputs.ownerOnly()[k];
        double[][] noise = CalibratedNoise.of(
                        outputs, PacTask.AMOUNTS.get(amount), NoiseRule.LINEAR, NoiseBasis.COORDINATES)
                .covariance();
        double[] thresholds = own.clone();
        for (int i = 0; i < own.length; i++) {
            thresholds[i] += Math.sqrt(noise[i][i]) * random.nextGaussian();
        }
        return leaked((ThresholdForest) learner, own, halves.get(k), thresholds);
    }

    private double leaked(ThresholdForest forest, double[] own, Examples half, double[] thresholds) {
        double[] labels = forest.leafVotes(own).learn(half);
        return PacTask.rate(split, row -> forest.predict(thresholds, labels, row));
    }
}
