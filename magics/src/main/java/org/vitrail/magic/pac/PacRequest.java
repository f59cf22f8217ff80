package org.vitrail.magic.pac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.stream.DoubleStream;
import org.dflib.DataFrame;
import org.vitrail.learning.Task;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.WorldOutputs;

/// A `%pac_calibrate` request on a table that the notebook holds.
public final class PacRequest {
    private final PacAlgorithm algorithm;
    private final PacTable table;
    private final PacArgs args;
    private final NoiseBasis basis;

    private PacRequest(PacAlgorithm algorithm, PacTable table, PacArgs args) {
        this.algorithm = algorithm;
        this.table = table;
        this.args = args;
        basis = args.coordinates ? NoiseBasis.COORDINATES : algorithm.task().basis();
    }

    /// What was typed.
    ///
    /// @throws IllegalArgumentException one line: what is wrong
    public static PacRequest of(PacArgs args, DataFrame table) {
        if (args.algorithm.isEmpty() || args.columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected --algorithm NAME and --columns A,B for a table of this notebook, or"
                            + " --dataset NAME for one of the server");
        }
        args.requireRead();
        List<String> columns = args.columnNames();
        List<String> known = new ArrayList<>();
        table.getColumnsIndex().forEach(known::add);
        List<String> named = new ArrayList<>(columns);
        args.label.ifPresent(named::add);
        args.unit.ifPresent(named::add);
        for (String column : named) {
            if (!known.contains(column)) {
                throw new IllegalArgumentException("no column '" + column + "'; there are " + known);
            }
        }
        for (String column : args.bounds.keySet()) {
            if (!columns.contains(column)) {
                throw new IllegalArgumentException(
                        "expected --bounds of --columns only, got '" + column + "', which is not among " + columns);
            }
        }
        boolean classifies = Task.classifies(args.algorithm) || args.label.isPresent();
        if (classifies && (args.label.isEmpty() || args.classes.size() < 2)) {
            throw new IllegalArgumentException("expected --label and at least two --classes for " + args.algorithm
                    + ": which classes there are must be public");
        }
        Task task = new Task(
                args.algorithm,
                columns,
                bounds(args.bounds),
                args.label.isPresent() ? args.classes : List.of(),
                args.clusters(),
                args.penalty.orElse(Task.usualPenalty(args.algorithm)),
                args.target);
        PacAlgorithm algorithm = new PacAlgorithm(task, args.label, args.rebalance);
        return new PacRequest(algorithm, Pac.table(table, args.unit, args.worlds, args.cap), args);
    }

    private static Map<String, Task.Bounds> bounds(Map<String, String> typed) {
        Map<String, Task.Bounds> bounds = new LinkedHashMap<>();
        typed.forEach((column, text) -> {
            String[] ends = text.split(":", 2);
            try {
                bounds.put(
                        column,
                        new Task.Bounds(Double.parseDouble(ends[0]), Double.parseDouble(ends[ends.length - 1])));
            } catch (IllegalArgumentException e) { // no numbers, or out of order
                throw new IllegalArgumentException("expected --bounds " + column
                        + "=LOW:HIGH, two numbers with LOW below HIGH, got '" + text + "'");
            }
        });
        return bounds;
    }

    /// The promise that was typed; empty if it is to be found from the noise.
    public Optional<Nats> promised() {
        if (args.advantage.isPresent() && args.nats.isPresent()) {
            throw new IllegalArgumentException("expected one of --advantage and --mi, got both");
        }
        if (args.noiseAtMost.isPresent() && (args.advantage.isPresent() || args.nats.isPresent())) {
            throw new IllegalArgumentException("expected --noise-at-most or a promise (--advantage, --mi), got both:"
                    + " the one follows from the other");
        }
        return args.advantage.map(PacArgs::advantage).or(() -> args.nats.map(typed -> Promise.nats("--mi", typed)));
    }

    /// How many units the table has.
    public int units() {
        return table.units();
    }

    /// Runs every world; the owner's view, nothing charged.
    ///
    /// @param done told how many worlds have been run
    public PacRehearsal rehearse(IntConsumer done) {
        return new PacRehearsal(table, algorithm.task(), algorithm.outputs(table, done), basis);
    }

    /// Names of the numbers.
    public List<String> names(PacRehearsal rehearsal) {
        return algorithm.outputNames(rehearsal.numbers());
    }

    /// Answers, or gives the earlier answer to the same request again.
    ///
    /// @param done told how many worlds have been run
    public PacAnswer answer(IntConsumer done) {
        Optional<Nats> promised = promised();
        String request = algorithm.text() + promised + args.noiseAtMost + basis;
        Optional<PacAnswer> earlier = table.replay(request);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Task task = algorithm.task();
        WorldOutputs outputs = algorithm.outputs(table, done);
        Nats charge = promised.orElseGet(() -> new PacRehearsal(table, task, outputs, basis)
                .noiseAtMost(args.noiseAtMost.orElseThrow(() -> new IllegalArgumentException(
                        "expected --advantage 56%, --mi 1/128 or --noise-at-most X: how much may an answer tell?"))));
        if (task.hasSecond() && charge.femto() < Task.SECOND_PART) {
            throw new IllegalArgumentException("expected at least 16e-15 nat for two answers, got " + charge);
        }
        double[] values = table.released(request, charge, () -> table.release(outputs, task.first(charge), basis));
        if (task.hasSecond()) {
            Nats part = charge.minus(task.first(charge));
            values = joined(values, table.release(second(values, part), part, NoiseBasis.STANDARDISED));
        }
        PacAnswer answer = table.answer(
                algorithm.question()
                        + task.parts(charge).map(parts -> "; " + parts).orElse(""),
                algorithm.outputNames(outputs.dimensions()),
                task.inUnits(values),
                charge);
        table.remember(request, answer);
        return answer;
    }

    private WorldOutputs second(double[] first, Nats part) {
        try {
            return algorithm.second(table, first, done -> {}); // short: nothing is trained
        } catch (CancellationException e) {
            throw new IllegalStateException(
                    "interrupted between two parts of an answer: the first is paid; the same" + " request again pays "
                            + part + " for the second only",
                    e);
        }
    }

    static double[] joined(double[] first, double[] second) {
        return DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    /// Trains the classifier in every world; nothing is released, nothing charged.
    ///
    /// @param done told how many worlds have been run
    /// @throws IllegalArgumentException if the algorithm predicts no class
    public PacPredictor predictor(IntConsumer done) {
        return algorithm.predictor(table, done);
    }
}
