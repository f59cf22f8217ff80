package org.vitrail.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.Domain;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.quality.MarginalDistance;
import org.vitrail.mechanism.quality.Score;
import org.vitrail.mechanism.quality.Utility;
import org.vitrail.mechanism.synthesis.SynthesisMechanism;
import org.vitrail.mechanism.synthesis.SynthesisPlan;
import org.vitrail.privacy.release.Sensitive;
import org.vitrail.provider.xgboost.XgboostJudge;

/// Runs a synthesizer on a test data set for several seeds and prints, one line each and the median: accuracy,
/// macro-F1
/// and AUC of XGBoost trained on the synthetic rows and tested on the held-out real ones, the mean 1-, 2- and 3-way
/// total
/// variation distance to the private rows, and seconds.
///
/// Arguments: data set, engine, ε, rows, seeds.
public final class SynthesisBench {
    private static final XgboostJudge JUDGE = XgboostJudge.exact(1);

    private static final List<String> WORDS = List.of("DATA", "ENGINE", "EPSILON", "ROWS", "SEEDS");
    private static final List<String> ENGINES = Stream.concat(
                    Arrays.stream(EngineChoice.values())
                            .map(engine -> engine.name().toLowerCase(Locale.ROOT)),
                    Stream.of("independent", "rows", "real"))
            .toList();

    private SynthesisBench() {}

    /// Anything that makes rows from rows; not necessarily private.
    @FunctionalInterface
    public interface Synthesizer {
        /// Makes rows.
        ///
        /// @param seed for everything that is not noise
        Table synthesize(Table privateRows, long seed);
    }

    /// One run's figures; shares in [0, 1], distances in [0, 1].
    public record Line(double accuracy, double f1, double auc, double tvd1, double tvd2, double tvd3, double seconds) {}

    /// What the command line asks for.
    ///
    /// @param synthesizer empty: the real rows themselves
    private record Asked(
            BenchTables data, String engine, double epsilon, int rows, int seeds, Optional<Synthesizer> synthesizer) {
        /// @throws IllegalArgumentException one line: what was expected and what was typed
        static Asked of(String... words) {
            if (words.length > WORDS.size()) {
                throw new IllegalArgumentException("at most " + WORDS + " expected, got " + words.length + " words");
            }
            String engine = words.length > 1 ? words[1] : "independent";
            if (!ENGINES.contains(engine)) {
                throw new IllegalArgumentException("the engine must be one of " + ENGINES + ", got '" + engine + "'");
            }
            double epsilon = words.length > 2 ? number(words, 2) : 1;
            int rows = words.length > 3 ? (int) number(words, 3) : 1_000;
            int seeds = words.length > 4 ? (int) number(words, 4) : 3;
            BenchTables data = BenchTables.named(words.length > 0 ? words[0] : "adult");
            return new Asked(
                    data,
                    engine,
                    epsilon,
                    rows,
                    seeds,
                    engine.equals("real")
                            ? Optional.empty()
                            : Optional.of(Synthesizers.named(engine, data, epsilon, rows)));
        }

        private static double number(String[] words, int at) {
            boolean whole = at > 2;
            if (words[at].matches(whole ? "[1-9][0-9]{0,8}" : "[0-9]*[.]?[0-9]+")
                    && Double.parseDouble(words[at]) > 0) {
                return Double.parseDouble(words[at]);
            }
            throw new IllegalArgumentException(
                    WORDS.get(at) + " must be a " + (whole ? "whole " : "") + "number > 0, got '" + words[at] + "'");
        }
    }

    /// The program; see the type.
    public static void main(String[] arguments) {
        int status = bench(System.out, System.err, arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    /// The program without its end.
    ///
    /// @return the exit status: 0, or 2 after one line on `err` about what was asked
    static int bench(PrintStream out, PrintStream err, String... arguments) {
        Asked asked;
        try {
            asked = Asked.of(arguments);
        } catch (IllegalArgumentException | IllegalStateException e) {
            err.println("vitrail: bench: " + e.getMessage());
            return 2;
        }
        out.printf(
                Locale.ROOT,
                "%s, %s, eps %s, %d rows%n",
                asked.data().name(),
                asked.engine(),
                asked.epsilon(),
                asked.rows());
        asked.synthesizer()
                .ifPresentOrElse(
                        synthesizer -> run(asked.data(), asked.engine(), asked.seeds(), out, synthesizer),
                        () -> realData(asked.data(), out));
        return 0;
    }

    /// Prints the line of the real training rows.
    public static Line realData(BenchTables data, PrintStream out) {
        long start = System.nanoTime();
        Score score = Utility.score(
                JUDGE, data.train(), data.test(), data.train().schema().indexOf(data.label()));
        double seconds = (System.nanoTime() - start) * 1e-9;
        Line line = new Line(score.accuracy(), score.macroF1(), score.auc().orElse(Double.NaN), 0, 0, 0, seconds);
        print(out, "real (judge s)", line);
        return line;
    }

    /// Runs, prints and returns the median line (each figure's own median).
    public static Line run(BenchTables data, String name, int seeds, PrintStream out, Synthesizer synthesizer) {
        List<Line> lines = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            long start = System.nanoTime();
            Table synthetic = synthesizer.synthesize(data.train(), seed);
            double seconds = (System.nanoTime() - start) * 1e-9;
            Line line = measure(data, synthetic, seconds);
            lines.add(line);
            print(out, name + " " + seed, line);
        }
        Line median = new Line(
                median(lines, Line::accuracy),
                median(lines, Line::f1),
                median(lines, Line::auc),
                median(lines, Line::tvd1),
                median(lines, Line::tvd2),
                median(lines, Line::tvd3),
                median(lines, Line::seconds));
        print(out, name + " median", median);
        return median;
    }

    /// The figures of one synthetic table.
    public static Line measure(BenchTables data, Table synthetic, double seconds) {
        Score score =
                Utility.score(JUDGE, synthetic, data.test(), synthetic.schema().indexOf(data.label()));
        MarginalDistance distance = MarginalDistance.between(data.train(), synthetic);
        return new Line(
                score.accuracy(),
                score.macroF1(),
                score.auc().orElse(Double.NaN),
                distance.mean(1),
                distance.mean(2),
                distance.mean(3),
                seconds);
    }

    private static double median(List<Line> lines, ToDoubleFunction<Line> figure) {
        double[] sorted = lines.stream().mapToDouble(figure).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static void print(PrintStream out, String name, Line line) {
        out.printf(
                Locale.ROOT,
                "%-24s acc %5.2f  F1 %5.2f  AUC %5.2f  TVD %.4f / %.4f / %.4f  %7.2f s%n",
                name,
                100 * line.accuracy(),
                100 * line.f1(),
                100 * line.auc(),
                line.tvd1(),
                line.tvd2(),
                line.tvd3(),
                line.seconds());
    }

    /// The synthesizers that can be named on the command line.
    private static final class Synthesizers {
        private Synthesizers() {}

        static Synthesizer named(String engine, BenchTables data, double epsilon, int rows) {
            return switch (engine) {
                case "rows" -> (table, seed) -> table.rows(indices(table, rows, generator(seed)));
                case "independent" -> (table, seed) -> independent(table, rows, generator(seed));
                default -> mechanism(EngineChoice.valueOf(engine.toUpperCase(Locale.ROOT)), data, epsilon, rows);
            };
        }

        /// The product's own mechanism, with everything private that can be.
        private static Synthesizer mechanism(EngineChoice engine, BenchTables data, double epsilon, int rows) {
            SynthesisMechanism mechanism = new SynthesisMechanism();
            return (table, seed) -> {
                SynthesisSpec spec = new SynthesisSpec(
                        data.name(),
                        rows,
                        epsilon,
                        data.delta(),
                        engine,
                        Optional.of(data.label()),
                        List.of(),
                        false,
                        seed);
                SynthesisPlan plan = mechanism.plan(spec, new PublicFacts(table.schema(), OptionalLong.empty()));
                return mechanism
                        .run(plan, Sensitive.of(table), Progress.none())
                        .value()
                        .table();
            };
        }

        private static RandomGenerator generator(long seed) {
            return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        }

        private static int[] indices(Table table, int rows, RandomGenerator random) {
            return random.ints(rows, 0, table.rowCount()).toArray();
        }

        /// Every column drawn on its own: right 1-way marginals, nothing else. Not private.
        private static Table independent(Table table, int rows, RandomGenerator random) {
            Object[] columns = new Object[table.schema().columns().size()];
            for (int j = 0; j < columns.length; j++) {
                Table shuffled = table.rows(indices(table, rows, random));
                columns[j] = switch (table.schema().columns().get(j).domain()) {
                    case Domain.Categorical _ -> shuffled.codes(j);
                    case Domain.IntegerRange _, Domain.RealRange _ -> shuffled.numbers(j);
                };
            }
            return Table.of(table.schema(), rows, columns);
        }
    }
}
