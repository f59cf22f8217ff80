package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.dflib.DataFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.magic.client.EmbeddedServer;
import org.vitrail.magic.pac.PacAnswer;
import org.vitrail.magic.pac.Promise;

/// What `%pac_calibrate` says to options that it cannot read: their name, what is expected, what it got.
class PacRefusalsTest {
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

    /// A table of its own for each test, as tables have accounts.
    private static DataFrame table(int seed) {
        Object[] cells = new Object[300];
        for (int i = 0; i < 100; i++) {
            cells[3 * i] = (double) (i % 10);
            cells[3 * i + 1] = (double) ((i + seed) % 7);
            cells[3 * i + 2] = (double) (i % 3);
        }
        return DataFrame.foldByRow("age", "cost", "days").of(cells);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--advantage 49% | expected --advantage above 50% and below 100%, such as 56%, got '49%'",
                "--advantage 1/128 | expected --advantage above 50% and below 100%, such as 56%, got '1/128'",
                "--mi 56 | --mi as a success above 50% and below 100%, such as 56%, or as nats from 1e-15 to 20",
                "--mi 1/128 --cap 95 | got '95'",
                "--mi 1/128 --cap 4 | got '4': did you mean 4%?",
                "--mi 1/128 --noise-at-most 3 | expected --noise-at-most or a promise",
                "--noise-at-most NaN | expected --noise-at-most above 0, got NaN",
                "--noise-at-most 0 | expected --noise-at-most above 0, got 0.0",
                "--mi 1/128 -o visits | another variable than the table's expected",
                "--advantage 100 | got '100'",
                "--mi -1 | --mi as a success",
                "--mi 1e300 | got '1e300'",
                "--mi 1e-999999999 | got '1e-999999999'",
                "--mi many | got 'many'",
                "--mi 1/0 | got '1/0'",
                "--mi 1/128 --cap 20% | --cap as a success",
                "--mi 1/128 -b age=0 | expected --bounds age=LOW:HIGH, two numbers with LOW below HIGH, got '0'",
                "--mi 1/128 -b age=9:1 | got '9:1'",
                "--mi 1/128 --k 3 | expected --k with pca, kmeans only, got means, which does not read it: leave it out",
                "--mi 1/128 --penalty 1 | expected --penalty with svm, logistic, regression only, got means",
                "--mi 1/128 --label cost | expected --label with kmeans, svm, logistic, forest, trees only, got means",
                "--mi 1/128 --target cost | expected --target with regression only, got means",
                "--mi 1/128 --classes a,b | expected --classes beside --label COLUMN"
            })
    void calibrate_whatCannotBeRead_isRefusedByName(String options, String said) {
        kernel.variables.put("visits", table(options.hashCode() % 7));
        String[] arguments = ("visits -a means -c age,cost " + options).split(" ");
        assertThatThrownBy(() -> kernel.run("pac_calibrate", arguments))
                .hasMessageContaining(said)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250).doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pac_predictor | --mi 1/64 | each label names its own price",
                "pac_predictor | --rehearse | belong to pac_calibrate",
                "pac_attack | -o x --mi 1/64 | has no --output",
                "pac_attack | --verbose --mi 1/64 | is for a table that the notebook holds",
                "pac_calibrate | -v --mi 1/64 | belong to --dataset NAME",
                "pac_calibrate | --rehearse -o x | leave one out"
            })
    void options_thatAMagicWouldIgnore_areRefused(String magic, String options, String said) {
        kernel.variables.put("visits", table(5));
        assertThatThrownBy(() -> kernel.run(magic, ("visits -a means -c age " + options).split(" ")))
                .hasMessageContaining(said);
    }

    @Test
    void columns_withSpacesAroundTheirCommas_areRead() throws Exception {
        kernel.variables.put("visits", table(6));
        PacAnswer answer =
                (PacAnswer) kernel.run("pac_calibrate", "visits", "-a", "means", "-c", "age, cost,", "--mi", "1/64");
        assertThat(answer.names()).containsExactly("mean(age)", "mean(cost)");
    }

    @Test
    void table_thatIsNotNamed_isAskedFor() {
        assertThatThrownBy(() -> kernel.run("pac_calibrate", "-a", "means", "-c", "age", "--mi", "1/64"))
                .hasMessageContaining("TABLE: a Java variable that holds a DataFrame expected, got ''");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--dataset x --mi 1/128 --columns age | a SELECT in the cell says itself",
                "--dataset x -a means --columns age --mi 1/128 --k 3 | expected --k with pca, kmeans only",
                "--dataset x -a means -c age --mi 1e-13 | of at least 50.8% and below 100%, such as 56%, or as nats from"
                        + " 0.0001 to 20, such as 1/128, got '1e-13'",
                "--dataset x -a means -c age --mi 50.1% | from 0.0001 to 20, such as 1/128, got '50.1%'",
                "--dataset x -a means -c age --advantage 50.1 | expected --advantage of at least 50.8%"
                        + " with --dataset, such as 56%, got '50.1'",
                "--dataset x -a means -c age --mi 1/64 --advantage 56% | expected: what the answer may tell; got both",
                "--dataset x -a means -c age | expected: what the answer may tell; got none",
                "--dataset x --mi 1/128 SELECT count(*) FROM x | a SELECT is expected in the cell, below the magic's"
                        + " line, got it on the line: write %%pac_calibrate --dataset NAME --mi 1/128",
                "--dataset x visits --mi 1/128 | one of TABLE and --dataset NAME expected, got both, 'visits'",
                "--dataset x -a kmean --columns age --mi 1/128 | got 'kmean'; did you mean kmeans?"
            })
    void calibrate_onTheServer_whatWouldBeIgnored_isRefusedBeforeItIsSent(String options, String said) {
        assertThatThrownBy(() -> kernel.run("pac_calibrate", options.split(" ")))
                .hasMessageContaining(said);
    }

    /// A cap below what a server counts in, and a cap that keeps little.
    @Test
    void cap_ofAServer_hasTheServersRange() {
        assertThatThrownBy(() -> kernel.run("dp_dataset", "sample", "clinic", "--pac-cap", "1e-13"))
                .hasMessageContaining("as nats from 1e-12 to 20, such as 1/128, got '1e-13'");
        assertThat(Promise.servedCap("--pac-cap", "1e-12")).isEqualTo(1);
        assertThat(Promise.littleKept(Promise.servedCap("--pac-cap", "99%")))
                .hasValueSatisfying(line -> assertThat(line).contains("promises little", "right with 99 %"));
        assertThat(Promise.littleKept(Promise.servedCap("--pac-cap", "70%"))).isEmpty();
        assertThat(Promise.littleKept(Promise.servedCap("--pac-cap", "95%"))).isEmpty();
    }

    @Test
    void help_ofNoiseAtMost_saysThatItIsForLocalTables() throws Exception {
        kernel.run("pac_calibrate", "--help");
        assertThat(kernel.text().replaceAll("\\s+", " "))
                .contains("for a table of this notebook, not with --dataset: the least promise")
                .contains("stays charged, and is charged again if asked again");
    }

    @Test
    void answer_inWords_hasAFewDigits() throws Exception {
        kernel.variables.put("visits", table(4));
        kernel.run("pac_calibrate", "visits", "-a", "means", "-c", "age", "--mi", "0.007812512345");
        assertThat(kernel.text())
                .contains("0.007813 nats, success at most")
                .contains("0.4946 nats, success 95 %")
                .doesNotContain("0.007812512", "0.494631");
    }

    @Test
    void answer_ofMoreNumbersThanAreShown_saysHowMany() throws Exception {
        kernel.variables.put("visits", table(3));
        PacAnswer answer = (PacAnswer) kernel.run(
                "pac_calibrate",
                "visits",
                "-a",
                "histograms",
                "-c",
                "age,cost,days",
                "-b",
                "age=0:10,cost=0:1,days=-3:3",
                "--mi",
                "1/64");
        assertThat(answer.names()).hasSize(30).contains("age in [0, 1)", "age in [9, 10]", "cost in [0.3, 0.4)");
        assertThat(kernel.text()).contains("not shown", "6 more numbers");
    }
}
