package org.vitrail.magic.pac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.dflib.DataFrame;
import org.dflib.Series;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.NoiseRule;
import org.vitrail.privacy.pac.Universe;
import org.vitrail.privacy.pac.WorldOutputs;
import org.vitrail.privacy.pac.WorldRuns;

/// One table's secret half and its account, for as long as the kernel lives.
public final class PacTable {
    /// Fewest units: below, a half tells who is in it whatever the noise.
    public static final int UNITS_MIN = 20;

    private final DataFrame table;
    private final Optional<String> unit;
    private final int[][] rowsOfUnits;
    private final Membership membership;
    private final Universe universe;
    private final Map<String, PacAnswer> answers = new HashMap<>();
    private final Map<String, double[]> begun = new HashMap<>();

    PacTable(DataFrame table, Optional<String> unit, int worlds, Nats cap) {
        this.table = table;
        this.unit = unit;
        rowsOfUnits = rowsOf(table, unit);
        if (rowsOfUnits.length < UNITS_MIN) {
            throw new IllegalArgumentException("expected a table of >= " + UNITS_MIN + " units, got "
                    + rowsOfUnits.length + ": so few cannot hide one another");
        }
        membership = Membership.halves(rowsOfUnits.length, worlds);
        universe = Universe.open(worlds, cap);
    }

    private static int[][] rowsOf(DataFrame table, Optional<String> unit) {
        if (unit.isEmpty()) {
            return IntStream.range(0, table.height())
                    .mapToObj(i -> new int[] {i})
                    .toArray(int[][]::new);
        }
        Series<Object> keys = table.getColumn(unit.get());
        Map<String, List<Integer>> found = new LinkedHashMap<>();
        for (int i = 0; i < table.height(); i++) {
            found.computeIfAbsent(String.valueOf(keys.get(i)), key -> new ArrayList<>())
                    .add(i);
        }
        return found.values().stream()
                .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /// Asks a function of one's own. It must be deterministic, give vectors of one length for any rows (also none),
    /// and change nothing; one world is run twice to see that it is.
    ///
    /// @param function from the rows of a half to numbers
    /// @param promise such as `56%` or `1/128`
    public PacAnswer calibrate(Function<DataFrame, double[]> function, String promise) {
        WorldOutputs outputs = outputs(function, done -> {});
        Nats charge = Promise.nats("the price", promise);
        double[] values = release(outputs, charge, NoiseBasis.STANDARDISED);
        return answer("your function", names(values.length), values, charge);
    }

    private static List<String> names(int dimensions) {
        return IntStream.range(0, dimensions).mapToObj(i -> "y" + i).toList();
    }

    /// What a function gives in every world: for the owner's eyes, see [PacRehearsal].
    public WorldOutputs outputs(Function<DataFrame, double[]> function) {
        return outputs(function, done -> {});
    }

    WorldOutputs outputs(Function<DataFrame, double[]> function, IntConsumer done) {
        Function<int[], double[]> box = units -> {
            double[] given = function.apply(table.rows(rows(units)).select());
            if (given == null) {
                throw new IllegalArgumentException("expected a double[] from the function for every half, got null");
            }
            return given;
        };
        int[] first = membership.members(0);
        if (!Arrays.equals(box.apply(first), box.apply(first))) {
            throw new IllegalArgumentException(
                    "expected a deterministic function, got two answers for the same rows:" + " fix its seed");
        }
        return run(box, done);
    }

    WorldOutputs run(Function<int[], double[]> box, IntConsumer done) {
        return new WorldRuns(
                        Runtime.getRuntime().availableProcessors(),
                        done,
                        () -> Thread.currentThread().isInterrupted())
                .run(membership, box);
    }

    /// The rows of units, ascending.
    int[] rows(int[] units) {
        return Arrays.stream(units)
                .flatMap(u -> Arrays.stream(rowsOfUnits[u]))
                .sorted()
                .toArray();
    }

    /// An earlier answer to the same request.
    Optional<PacAnswer> replay(String request) {
        return Optional.ofNullable(answers.get(request))
                .map(a -> new PacAnswer(
                        a.question(),
                        a.names(),
                        a.values(),
                        a.charged(),
                        universe.spent(),
                        a.cap(),
                        a.units(),
                        a.worlds(),
                        true));
    }

    void remember(String request, PacAnswer answer) {
        begun.remove(request);
        answers.put(request, answer);
    }

    /// The noisy numbers.
    double[] release(WorldOutputs outputs, Nats charge, NoiseBasis basis) {
        return universe.release(outputs, charge, NoiseRule.TIGHT, basis).values();
    }

    /// The first part of an answer of two: the one that was released before, if the second was interrupted.
    ///
    /// @param charge of both parts
    double[] released(String request, Nats charge, Supplier<double[]> first) {
        double[] known = begun.get(request);
        if (known == null) {
            universe.require(charge);
            known = first.get();
            begun.put(request, known);
        }
        return known;
    }

    PacAnswer answer(String question, List<String> names, double[] values, Nats charged) {
        return new PacAnswer(
                question,
                names,
                Arrays.stream(values).boxed().toList(),
                charged,
                universe.spent(),
                universe.cap(),
                membership.units(),
                membership.worlds(),
                false);
    }

    Optional<String> unit() {
        return unit;
    }

    Universe universe() {
        return universe;
    }

    DataFrame table() {
        return table;
    }

    /// Who is in which world; for attacks that the owner plays.
    Membership membership() {
        return membership;
    }

    /// What all answers so far tell at most.
    public Nats spent() {
        return universe.spent();
    }

    /// Most that all answers may tell.
    public Nats cap() {
        return universe.cap();
    }

    /// Number of units.
    public int units() {
        return membership.units();
    }

    /// Number of worlds.
    public int worlds() {
        return membership.worlds();
    }

    @Override
    public String toString() {
        return "PAC privacy: " + units() + " units, " + worlds() + " worlds; told at most " + spent() + " of " + cap()
                + " (success " + Promise.percent(spent()) + " of " + Promise.percent(cap()) + ")";
    }
}
