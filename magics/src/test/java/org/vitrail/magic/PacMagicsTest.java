package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.dflib.DataFrame;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.learning.Task;
import org.vitrail.magic.client.EmbeddedServer;
import org.vitrail.magic.pac.Pac;
import org.vitrail.magic.pac.PacAnswer;
import org.vitrail.magic.pac.PacPredictor;
import org.vitrail.magic.pac.PacTable;
import org.vitrail.magic.pac.Promise;
import org.vitrail.privacy.pac.Nats;

/// `%pac_calibrate`, `%pac_attack` and `Pac`, without any server. Each test has a table of its own, hence an account.
class PacMagicsTest {
    @TempDir
    Path data;

    private TestKernel kernel;
    private VitrailExtension extension;

    @BeforeEach
    void start() {
        kernel = new TestKernel();
        extension = new VitrailExtension(new EmbeddedServer(data, Optional.empty(), Duration.ofSeconds(5)));
        extension.install(kernel);
    }

    @AfterEach
    void stop() {
        extension.uninstall(kernel);
        kernel.close();
    }

    /// Two groups of people around (2, 10) and (8, 50), three rows each.
    private static DataFrame visits(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        Object[] cells = new Object[rows * 4];
        for (int i = 0; i < rows; i++) {
            boolean ill = i % 2 == 0;
            cells[4 * i] = "p" + i / 6;
            cells[4 * i + 1] = (ill ? 8 : 2) + random.nextGaussian();
            cells[4 * i + 2] = (ill ? 50 : 10) + 4 * random.nextGaussian();
            cells[4 * i + 3] = ill ? "ill" : "well";
        }
        return DataFrame.foldByRow("person", "age", "cost", "state").of(cells);
    }

    private static double mean(DataFrame half, String column) {
        double sum = 0;
        for (Object x : half.getColumn(column)) {
            sum += ((Number) x).doubleValue();
        }
        return half.height() == 0 ? 0 : sum / half.height();
    }

    private PacAnswer ask(String... arguments) throws Exception {
        return (PacAnswer) kernel.run("pac_calibrate", arguments);
    }

    private static final String BOUNDS = "age=0:10,cost=0:60";

    @Test
    void calibrate_means_answersNearTheTruthAndShowsThePromise() throws Exception {
        kernel.variables.put("visits", visits(1, 3000));
        PacAnswer answer =
                ask("visits", "-a", "means", "-c", "age,cost", "-b", BOUNDS, "--advantage", "56%", "-o", "answer");
        assertThat(answer.value("mean(age)")).isCloseTo(5, within(4.0));
        assertThat(answer.value("mean(cost)")).isCloseTo(30, within(30.0));
        assertThat(Promise.percent(answer.charged())).isEqualTo("56 %");
        assertThat(kernel.text())
                .contains("mean(age)", "success at most 56 %", "10 more such", "not differential privacy")
                .contains("whether a unit is in the table at all");
        assertThat(kernel.evaluated).last().asString().startsWith("org.vitrail.magic.pac.PacAnswer answer");
    }

    @Test
    void calibrate_theSameRequestAgain_isReplayedForNothing() throws Exception {
        kernel.variables.put("visits", visits(2, 200));
        String[] request = {"visits", "-a", "means", "-c", "age", "--mi", "1/128"};
        PacAnswer first = ask(request);
        PacAnswer again = ask(request);
        assertThat(again.values()).isEqualTo(first.values());
        assertThat(again.replayed()).isTrue();
        assertThat(again.spent()).isEqualTo(Nats.ofFraction(1, 128));
        assertThat(ask("visits", "-a", "means", "-c", "cost", "--mi", "1/128").spent())
                .isEqualTo(Nats.ofFraction(1, 64));
    }

    @Test
    void calibrate_everyAlgorithm_answersWithItsNames() throws Exception {
        kernel.variables.put("visits", visits(3, 600));
        for (String name : Task.NAMES) {
            List<String> request = new ArrayList<>(
                    List.of("visits", "-a", name, "-c", "age,cost", "-b", BOUNDS, "--mi", "1/64", "--cap", "99%"));
            if (Task.classifies(name)) {
                request.addAll(List.of("--label", "state", "--classes", "well,ill"));
            }
            if (Task.takesTarget(name)) {
                request.addAll(List.of("--target", "cost"));
            }
            PacAnswer answer = ask(request.toArray(String[]::new));
            assertThat(answer.names()).as(name).hasSameSizeAs(answer.values()).doesNotHaveDuplicates();
        }
    }

    @Test
    void calibrate_kmeansByClass_findsTheGroups() throws Exception {
        kernel.variables.put("visits", visits(4, 3000));
        PacAnswer answer = ask(
                "visits",
                "-a",
                "kmeans",
                "--k",
                "2",
                "-c",
                "age,cost",
                "-b",
                BOUNDS,
                "--label",
                "state",
                "--classes",
                "well,ill",
                "--mi",
                "1/4");
        assertThat(answer.value("well.cost")).isCloseTo(10, within(5.0));
        assertThat(answer.value("ill.cost")).isCloseTo(50, within(5.0));
    }

    @Test
    void calibrate_noiseAtMost_findsTheLeastPromise() throws Exception {
        kernel.variables.put("visits", visits(5, 400));
        PacAnswer answer = ask("visits", "-a", "means", "-c", "age", "--noise-at-most", "1");
        assertThat(answer.charged()).isGreaterThan(Nats.NONE).isLessThan(Nats.ofFraction(1, 10));
        PacAnswer finer = ask("visits", "-a", "means", "-c", "age", "--noise-at-most", "0.5");
        assertThat(finer.charged()).isGreaterThan(answer.charged());
    }

    @Test
    void rehearse_showsWorldsAndCurveAndChargesNothing() throws Exception {
        DataFrame table = visits(6, 300);
        kernel.variables.put("visits", table);
        assertThat(ask("visits", "-a", "means", "-c", "age,cost", "--rehearse")).isNull();
        assertThat(Pac.table(table).spent()).isEqualTo(Nats.NONE);
        assertThat(kernel.text()).contains("for the owner", "largest noise deviation", "% success at most");
        // a slow machine shows its progress before it
        assertThat(kernel.displayed.getLast().getData(MIMEType.IMAGE_SVG)).isNotNull();
    }

    @Test
    void attack_onMeans_staysBelowItsBoundAndChargesNothing() throws Exception {
        DataFrame table = visits(7, 60);
        kernel.variables.put("visits", table);
        kernel.run(
                "pac_attack",
                "visits",
                "-a",
                "means",
                "-c",
                "age",
                "--mi",
                "1/16",
                "--answers",
                "4",
                "--trials",
                "300");
        assertThat(kernel.text()).contains("Right guesses", "67.5 %", "whole half");
        assertThat(Pac.table(table).spent()).isEqualTo(Nats.NONE);
    }

    @Test
    void ownFunction_answersAndSharesTheAccount() {
        DataFrame table = visits(8, 500);
        PacAnswer answer = Pac.calibrate(table, half -> new double[] {mean(half, "age"), half.height()}, "1/8");
        assertThat(answer.numbers()).hasSize(2);
        assertThat(answer.value("y1")).as("all halves have the same size").isCloseTo(250, within(1e-9));
        assertThat(answer.toString()).contains("after 10 more answers like this one", "secret half of the 500 units");
        PacAnswer next = Pac.calibrate(visits(8, 500), half -> new double[] {mean(half, "cost")}, "1/8");
        assertThat(next.spent()).as("an equal table has the same account").isEqualTo(Nats.ofFraction(1, 4));
    }

    @Test
    void ownFunction_thatDiffersBetweenCalls_isRefused() {
        SplittableRandom random = new SplittableRandom(1);
        assertThatThrownBy(() -> Pac.calibrate(visits(9, 100), half -> new double[] {random.nextDouble()}, "56%"))
                .hasMessageContaining("deterministic");
        assertThatThrownBy(() -> Pac.calibrate(visits(9, 100), half -> new double[] {0 / 0.0}, "56%"))
                .hasMessageContaining("finite");
    }

    @Test
    void units_ofAColumn_areKeptTogether() {
        DataFrame table = visits(10, 600);
        PacTable people = Pac.table(table, Optional.of("person"), Optional.of(64), Optional.of("70%"));
        assertThat(people.units()).isEqualTo(100);
        people.outputs(half -> {
                    for (Object person : half.getColumn("person")) {
                        int rows = 0;
                        for (Object other : half.getColumn("person")) {
                            rows += other.equals(person) ? 1 : 0;
                        }
                        assertThat(rows).isEqualTo(6);
                    }
                    return new double[] {half.height()};
                })
                .worlds();
        assertThat(Pac.table(table)).as("what is not given is as it was opened").isSameAs(people);
        assertThatThrownBy(() -> Pac.table(table, Optional.of("age"), Optional.empty(), Optional.empty()))
                .hasMessageContaining("protects values of person");
    }

    @Test
    void cap_reached_refuses() {
        DataFrame table = visits(11, 100);
        PacTable capped = Pac.table(table, Optional.empty(), Optional.of(64), Optional.of("60%"));
        capped.calibrate(half -> new double[] {half.height()}, "1/64");
        assertThatThrownBy(() -> capped.calibrate(half -> new double[] {mean(half, "age")}, "1/64"))
                .hasMessageContaining("cap");
        assertThatThrownBy(() -> Pac.table(table, Optional.empty(), Optional.empty(), Optional.of("90%")))
                .hasMessageContaining("fixes both");
    }

    @Test
    void predictor_ofClearClasses_answersRightForATinyPrice() throws Exception {
        DataFrame table = visits(14, 600);
        kernel.variables.put("visits", table);
        for (String algorithm : List.of("logistic", "svm", "kmeans", "forest", "trees")) {
            List<String> request = new ArrayList<>(List.of("visits", "-a", algorithm, "-c", "age,cost", "-b", BOUNDS));
            request.addAll(List.of("--label", "state", "--classes", "well,ill"));
            if (Task.takesPenalty(algorithm)) {
                request.addAll(List.of("--penalty", "10"));
            }
            PacPredictor model = (PacPredictor) kernel.run("pac_predictor", request.toArray(String[]::new));
            assertThat(model.label("1/65536", 2, 10).name()).as(algorithm).isEqualTo("well");
            PacPredictor.Label ill = model.label("1/65536", 8, 50);
            assertThat(ill.name()).as(algorithm).isEqualTo("ill");
            assertThat(ill.confident()).as("all worlds agree").isTrue();
        }
        assertThat(Pac.table(table).spent()).isEqualTo(Nats.ofFraction(1, 65536).times(10));
        assertThatThrownBy(() -> kernel.run("pac_predictor", "visits", "-a", "means", "-c", "age"))
                .hasMessageContaining("expected kmeans, svm");
    }

    @Test
    void mistakes_ofEveryDay_endInOnePlainLine() throws Exception {
        kernel.variables.put("visits", visits(41, 300));
        assertFailure("--bounds of --columns only, got 'agee'", "visits", "-a", "means", "-c", "age", "-b", "agee=0:1");
        ask("visits", "-a", "means", "-c", "age", "--advantage", "60%", "--cap", "61%");
        assertThatThrownBy(
                        () -> kernel.run("pac_calibrate", "visits", "-a", "means", "-c", "cost", "--advantage", "60%"))
                .isInstanceOf(MagicFailure.class)
                .hasMessageStartingWith("the cap is");
        for (String magic : List.of("pac_predictor", "pac_attack")) {
            assertThatThrownBy(() -> kernel.run(magic, "--dataset", "visits", "-a", "means", "-c", "age"))
                    .hasMessageContaining("a table that the notebook holds");
        }
    }

    /// One row in twenty is well. Weights that are held back call everybody ill, unless both classes count the same.
    @Test
    void rebalance_ofARareClass_letsItBeLearnt() throws Exception {
        kernel.variables.put("visits", rare(31, 800));
        assertThat(rareLabel("--rebalance")).isEqualTo("well");
        assertThat(rareLabel("--worlds=128")).as("the rows as they are").isEqualTo("ill");
        PacAnswer balanced = ask(rareArguments("forest", "--rebalance", "--mi", "1/8"));
        assertThat(balanced.question())
                .contains("classes brought to one size")
                .contains("thresholds for 0.1171875 nat")
                .contains("for 0.0078125 nat");
        assertThat(balanced.charged()).as("both parts together").isEqualTo(Nats.ofFraction(1, 8));
        PacAnswer plain = ask(rareArguments("forest", "--mi", "1/8"));
        assertThat(plain.replayed()).as("another request").isFalse();
        assertThat(ask(rareArguments("forest", "--rebalance", "--mi", "1/8")).replayed())
                .isTrue();
    }

    private static DataFrame rare(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        Object[] cells = new Object[rows * 3];
        for (int i = 0; i < rows; i++) {
            boolean ill = i % 20 > 0;
            cells[3 * i] = (ill ? 8 : 2) + random.nextGaussian();
            cells[3 * i + 1] = (ill ? 50 : 10) + 4 * random.nextGaussian();
            cells[3 * i + 2] = ill ? "ill" : "well";
        }
        return DataFrame.foldByRow("age", "cost", "state").of(cells);
    }

    private static String[] rareArguments(String algorithm, String... more) {
        return Stream.concat(
                        Stream.of(
                                "visits",
                                "-a",
                                algorithm,
                                "-c",
                                "age,cost",
                                "-b",
                                BOUNDS,
                                "--label",
                                "state",
                                "--classes",
                                "ill,well"),
                        Stream.concat(
                                algorithm.equals("svm") ? Stream.of("--penalty", "0.001") : Stream.of(),
                                Stream.of(more)))
                .toArray(String[]::new);
    }

    private String rareLabel(String option) throws Exception {
        PacPredictor model = (PacPredictor) kernel.run("pac_predictor", rareArguments("svm", option));
        return model.label("1/65536", 2, 10).name();
    }

    @Test
    void mistakes_nameWhatWasExpected() throws Exception {
        kernel.variables.put("visits", visits(12, 100));
        kernel.variables.put("few", visits(13, 5));
        kernel.variables.put("text", "text");
        assertFailure("did you mean --algorithm?", "visits", "--algoritm", "means", "-c", "age", "-a", "means");
        assertFailure("no column 'agee'", "visits", "-a", "means", "-c", "agee");
        assertFailure("one of [means", "visits", "-a", "median", "-c", "age", "--mi", "1/8");
        assertFailure("--advantage 56%", "visits", "-a", "means", "-c", "age");
        assertFailure("got means without --label", "visits", "-a", "means", "-c", "age", "--rebalance", "--mi", "1/8");
        assertFailure("kmeans without --label", "visits", "-a", "kmeans", "-c", "age", "-b", "age=0:9", "--rebalance");
        assertFailure("got both", "visits", "-a", "means", "-c", "age", "--mi", "1/8", "--advantage", "60%");
        assertFailure("--bounds age=LOW:HIGH", "visits", "-a", "kmeans", "-c", "age", "--mi", "1/8");
        assertFailure("--classes", "visits", "-a", "svm", "-c", "age", "-b", "age=0:9", "--mi", "1/8");
        assertFailure("above 50%", "visits", "-a", "means", "-c", "age", "--advantage", "40%");
        assertFailure(">= 20 units, got 5", "few", "-a", "means", "-c", "age", "--mi", "1/8");
        assertFailure("DataFrame expected", "text", "-a", "means", "-c", "age", "--mi", "1/8");
        assertFailure(
                "one row has another",
                "visits",
                "-a",
                "svm",
                "-c",
                "age",
                "-b",
                "age=0:9",
                "--label",
                "state",
                "--classes",
                "well,sick",
                "--mi",
                "1/8");
    }

    private void assertFailure(String part, String... arguments) {
        assertThatThrownBy(() -> kernel.run("pac_calibrate", arguments))
                .as(String.join(" ", arguments))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining(part);
    }
}
