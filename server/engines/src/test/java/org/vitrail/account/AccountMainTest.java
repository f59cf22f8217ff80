package org.vitrail.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The command line: one line for each case, whatever it holds.
class AccountMainTest {
    private static String run(int status, String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int got = AccountMain.run(
                arguments.length == 0 ? new String[] {"-"} : arguments,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                stream,
                stream);
        assertThat(got).isEqualTo(status);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String gaussian(String sigma) {
        return "{'id':'a','kind':'epsilon','events':[{'type':'gaussian','sigma':".replace('\'', '"') + sigma
                + "}],\"delta\":1e-5}";
    }

    @Test
    void run_listObjectAndLines_areRead() {
        String one = gaussian("1");
        for (String input : new String[] {"[" + one + "]", "{\"cases\":[" + one + "]}", one, one + "\n"}) {
            assertThat(run(0, input))
                    .contains("\"id\":\"a\"")
                    .contains("\"eps_best\":4.377")
                    .contains("\"seconds\":");
        }
        assertThat(run(0, one + "\n" + one).lines()).hasSize(2);
        assertThat(run(0, "[]")).isEmpty();
    }

    @Test
    void run_malformedCases_giveOneErrorLineEach() {
        String input = "[7, {}, {'id':'k','kind':'x'}, {'id':'e','events':3}, {'id':'f','kind':'filter_trace'}, "
                        .replace('\'', '"')
                + gaussian("-1") + "," + gaussian("\"x\"") + "," + gaussian("null") + "," + gaussian("1") + "]";
        String out = run(0, input);
        assertThat(out.lines()).hasSize(9);
        assertThat(out.lines().filter(line -> line.contains("\"error\":"))).hasSize(8);
        assertThat(out)
                .contains("sigma must be finite and > 0, got -1.0")
                .contains("sigma must be a number, got nothing")
                .contains("kind must be one of")
                .doesNotContain("Exception")
                .doesNotContain("unexpected");
    }

    @Test
    void run_noJson_failsInOneLine() {
        assertThat(run(2, "{\"id\":"))
                .startsWith("account: the input is not JSON: line 1")
                .doesNotContain("\tat ");
        assertThat(run(2, "", "/no/such/file")).isEqualTo("account: cannot read '/no/such/file'\n");
        assertThat(run(2, "", "a", "b")).contains("expected one argument");
    }

    @Test
    void run_unsupportedEvent_namesItAndTheReason() {
        String tree = "{'id':'t','kind':'epsilon','events':[{'type':'tree','sigma':1,'steps':4}],'delta':1e-6}"
                .replace('\'', '"');
        assertThat(run(0, tree)).contains("TreeAggregation").contains("ZERO_OUT only");
    }

    @Test
    void run_replaceOneGaussian_seesTwoContributions() {
        String replaced = gaussian("2").replace("\"kind\"", "\"relation\":\"REPLACE_ONE\",\"kind\"");
        String removed = gaussian("1");
        assertThat(run(0, replaced).replaceFirst("\"seconds.*", ""))
                .isEqualTo(run(0, removed).replaceFirst("\"seconds.*", ""));
    }
}
