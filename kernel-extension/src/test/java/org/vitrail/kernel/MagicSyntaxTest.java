package org.vitrail.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.notebook.KernelProbe;
import org.vitrail.notebook.KernelProbe.Answer;

/// Magics as typed, in a real kernel process; no server is needed for any of it.
@Timeout(120)
class MagicSyntaxTest {
    @RegisterExtension
    static final SharedKernel SHARED =
            new SharedKernel(Map.of("VITRAIL_DATA", "/nonexistent/vitrail", "VITRAIL_SERVER_JAR", "/nonexistent.jar"));

    private static KernelProbe kernel;

    @BeforeAll
    static void start() {
        kernel = SHARED.probe();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%dp_synthesize --help",
                "%dp_synthesize -h",
                "%%dp_synthesize --help\n",
                "%dp_synthesize?",
                "%dp_synthesize??",
                "?%dp_synthesize",
                "  %%dp_synthesize?"
            })
    void help_inEveryForm_isTheSameText(String code) throws Exception {
        Answer answer = kernel.run(code);
        assertThat(answer.error()).isEmpty();
        assertThat(answer.shown()).contains("Usage: %dp_synthesize", "--owner-report", "Examples:");
        assertThat(answer.stream("stderr")).isEmpty();
    }

    @Test
    void lsmagic_listsOursAndTheExtensions() throws Exception {
        String text = kernel.run("%lsmagic").stream("stdout");
        assertThat(text).contains("%dp_synthesize", "%dp_budget", "%time", "%noisy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "%dp_sinthesize clinic ! UsageError: there is no magic %dp_sinthesize. Did you mean %dp_synthesize?",
                "%synthesize clinic ! UsageError: there is no magic %synthesize. Did you mean %dp_synthesize?",
                "%dp_synthesize clinic --epsilom 1 ! UsageError: unknown option '--epsilom'; did you mean --epsilon?",
                "%dp_dataset smaple ! UsageError: unexpected argument 'smaple'; did you mean sample?",
                "%dp_synthesize clinic --epsilon abc ! UsageError: Invalid value for option '--epsilon'",
                "%dp_synthesize clinic -o class ! UsageError: --output: a Java variable name expected, got 'class'",
                "%dp_synthesize clinic -o 1a ! UsageError: --output: a Java variable name expected, got '1a'",
                "%load_ext /none.jar ! UsageError: there is no file '/none.jar'",
                "%nomagic? ! UsageError: there is no magic %nomagic"
            })
    void mistakes_failTheCellInOneLine(String code, String message) throws Exception {
        Answer answer = kernel.run(code);
        assertThat(answer.error()).startsWith(message);
        assertThat(answer.traceback()).hasSize(1);
        assertThat(answer.traceback().getFirst()).isEqualTo(answer.error());
    }

    @Test
    void noServer_isOneLineOfMagicError() throws Exception {
        Answer answer = kernel.run("%dp_dataset list");
        assertThat(answer.error()).startsWith("MagicError: ");
        assertThat(answer.traceback()).hasSize(1);
        Answer nested = kernel.run("for (int i = 0; i < 2; i++) {\n    %dp_dataset list\n}");
        assertThat(nested.error()).startsWith("MagicError: ");
        assertThat(nested.traceback()).hasSize(1);
    }

    @Test
    void words_areSplitAsAShellDoes() throws Exception {
        assertThat(kernel.run("%words 'a b' \"c\\\"d\" e\\f '' --x=1;").result())
                .isEqualTo("a b|c\"d|e\\f||--x=1");
        assertThat(kernel.run("%words a \\\n  b").result()).isEqualTo("a|b");
        assertThat(kernel.run("%words é 😀").result()).isEqualTo("é|😀");
    }

    @Test
    void magics_betweenJava_runInPlace() throws Exception {
        Answer answer = kernel.run("""
                int twice = 0;
                for (int i = 0; i < 3; i++) {
                    String s = %words x
                    twice += s.length();
                }
                String text = ""\"
                    %words not a magic
                    ""\";
                /* %words nor here
                %words nor here */
                int rest = 17
                    %twice;
                text.strip() + twice + rest""");
        assertThat(answer.error()).isEmpty();
        assertThat(answer.result()).isEqualTo("%words not a magic32");
    }

    @Test
    void values_ofMagics_haveTheirType() throws Exception {
        assertThat(kernel.run("String given = %words a b\ngiven.length()").result())
                .isEqualTo("3");
        assertThat(kernel.run("var any = %words a b\nany").result()).isEqualTo("a|b");
        Answer answer = kernel.run("var frame = %dp_synthesize clinic\nframe.receipt()");
        assertThat(answer.error())
                .as("compiles, and fails for want of a server")
                .startsWith("MagicError: ");
        assertThat(kernel.run("%dp_synthesize clinic -o never").error()).startsWith("MagicError: ");
        assertThat(kernel.run("never").error()).as("not bound").startsWith("CompileError: cannot find symbol");
    }

    @Test
    void time_printsValueAndSeconds() throws Exception {
        Answer answer = kernel.run("%time \"a\" + 1");
        assertThat(answer.shown()).contains("a1");
        assertThat(answer.stream("stdout")).matches("\\d+\\.\\d{3} s\\n");
        assertThat(kernel.run("%%time\nint slow = 4;\nslow").shown()).contains("4");
        Answer failed = kernel.run("%time throw new RuntimeException(\"boom\")");
        assertThat(failed.error()).isEqualTo("RuntimeException: boom");
    }

    @Test
    void chartWithNaN_isSentAsNull() throws Exception {
        JsonNode chart = kernel.run("%unfinite")
                .of("execute_result")
                .getFirst()
                .path("data")
                .path("application/vnd.vegalite.v5+json");
        assertThat(chart.path("values").get(0).isNull()).isTrue();
        assertThat(chart.path("values").get(1).asDouble()).isEqualTo(1.5);
        assertThat(chart.path("values").get(2).isNull()).isTrue();
    }
}
