package org.vitrail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynthesisBenchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNKNOWN|the data set must be 'clinic' (built in), 'adult', 'artificial-characters', 'breast_cancer',",
                "UNKNOWN|or 'votes' for the vote histogram, got 'UNKNOWN'",
                "clinic magic|the engine must be one of [auto, evolution, marginals, independent, rows, real], got 'magic'",
                "clinic auto much|EPSILON must be a number > 0, got 'much'",
                "clinic auto 0|EPSILON must be a number > 0, got '0'",
                "clinic auto 1 1.5|ROWS must be a whole number > 0, got '1.5'",
                "clinic auto 1 10 1 more|at most [DATA, ENGINE, EPSILON, ROWS, SEEDS] expected, got 6 words"
            })
    void bench_askedForWhatThereIsNot_saysSoInOneLine(String words, String line) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int status = SynthesisBench.bench(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                words.split(" "));
        assertThat(status).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("vitrail: bench: ")
                .contains(line)
                .hasLineCount(1);
        assertThat(output.size()).isZero();
    }
}
