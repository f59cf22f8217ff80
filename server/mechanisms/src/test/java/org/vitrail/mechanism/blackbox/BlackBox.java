package org.vitrail.mechanism.blackbox;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.vitrail.privacy.blackbox.Claim;
import org.vitrail.privacy.blackbox.CounterExampleSearch;
import org.vitrail.privacy.blackbox.HistogramTester;
import org.vitrail.privacy.blackbox.HockeyStickTester;
import org.vitrail.privacy.blackbox.Outputs;
import org.vitrail.privacy.blackbox.RenyiTester;
import org.vitrail.privacy.blackbox.Verdict;

/// A mechanism seen from outside on two neighbouring tables, by all testers, from one pool of runs.
public final class BlackBox {
    private BlackBox() {}

    /// Twice `runs` outputs, made on all cores, handed out one after the other and again from the start: no tester
    /// that asks for at most twice `runs` gets one twice.
    ///
    /// @param run features of the run with this seed
    public static Outputs pool(int runs, IntFunction<double[]> run) {
        double[][] pool = IntStream.range(0, 2 * runs).parallel().mapToObj(run).toArray(double[][]::new);
        AtomicInteger next = new AtomicInteger();
        return times -> {
            double[][] taken = new double[times][];
            Arrays.setAll(taken, i -> pool[next.getAndIncrement() % pool.length]);
            return taken;
        };
    }

    /// What the testers say about a claim; each is wrong about a sound one with probability at most 1e-6. The
    /// half-lines and Rényi testers look at the first feature only.
    ///
    /// @param without outputs on one table
    /// @param with outputs on a neighbour
    /// @param width of the histogram's cells
    /// @param point ε of the counter-example search
    public static List<Verdict> verdicts(
            int runs, Outputs without, Outputs with, Claim claim, double width, double point) {
        return List.of(
                new HockeyStickTester(runs, 0, point).test(without, with, claim),
                new HistogramTester(runs, width, 0, point).test(without, with, claim),
                new RenyiTester(runs, 2, 4).test(without, with, claim),
                new CounterExampleSearch(runs / 2, runs)
                        .test(
                                List.of(new CounterExampleSearch.Pair("without and with", without, with)),
                                point,
                                claim.delta().applyAsDouble(point)));
    }
}
