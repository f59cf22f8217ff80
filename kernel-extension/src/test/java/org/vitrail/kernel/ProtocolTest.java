package org.vitrail.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
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
import org.vitrail.notebook.KernelProbe.Message;

/// The Jupyter protocol against a real kernel process over real ZeroMQ; the samples are those of jupyter-kernel-test.
@Timeout(120)
class ProtocolTest {
    @RegisterExtension
    static final SharedKernel SHARED = new SharedKernel(Map.of());

    private static KernelProbe kernel;

    @BeforeAll
    static void start() {
        kernel = SHARED.probe();
    }

    @Test
    void kernelInfo_saysLanguageAndStatus() throws Exception {
        JsonNode info = kernel.request("kernel_info_request", Map.of()).reply();
        assertThat(info.path("status").asText()).isEqualTo("ok");
        assertThat(info.path("protocol_version").asText()).startsWith("5.");
        assertThat(info.path("implementation").asText()).isEqualTo("Vitrail");
        assertThat(info.path("language_info").path("name").asText()).isEqualTo("Java");
        assertThat(info.path("language_info").path("file_extension").asText()).isEqualTo(".jshell");
        assertThat(info.path("banner").asText()).contains("%lsmagic");
    }

    @Test
    void execute_ofAnExpression_publishesInOrder() throws Exception {
        Answer answer = kernel.run("6*7");
        assertThat(answer.types()).containsExactly("status", "execute_input", "execute_result", "status");
        assertThat(answer.result()).isEqualTo("42");
        assertThat(answer.reply().path("status").asText()).isEqualTo("ok");
        assertThat(answer.reply().path("execution_count").asInt())
                .isEqualTo(answer.of("execute_input")
                        .getFirst()
                        .path("execution_count")
                        .asInt());
        assertThat(kernel.run("\"a\" + 1").result()).isEqualTo("a1");
        assertThat(kernel.run("int nothing = 3;").types()).doesNotContain("execute_result");
        assertThat(kernel.run("display(\"shown\");").types()).doesNotContain("execute_result");
    }

    @Test
    void execute_printing_keepsStreamsApartAndInOrder() throws Exception {
        Answer answer = kernel.run("""
                for (int i = 0; i < 50; i++) {
                    System.out.println("o" + i);
                    System.err.println("e" + i);
                }
                display("end");""");
        StringBuilder all = new StringBuilder();
        for (Message message : answer.published()) {
            all.append(message.content().path("text").asText(""));
            all.append(message.content().path("data").path("text/plain").asText(""));
        }
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            expected.append("o%d\ne%d\n".formatted(i, i));
        }
        assertThat(all.toString()).isEqualTo(expected + "end");
        assertThat(kernel.run("System.out.println(\"hello, world\");").stream("stdout"))
                .isEqualTo("hello, world\n");
        assertThat(kernel.run("System.err.println(\"test\");").stream("stderr")).isEqualTo("test\n");
    }

    @Test
    void execute_display_hasTextAndHtml() throws Exception {
        JsonNode plain = kernel.run("display(\"hi\");").of("display_data").getFirst();
        assertThat(plain.path("data").path("text/plain").asText()).isEqualTo("hi");
        JsonNode html = kernel.run("display(\"<b>hi</b>\", \"text/html\");")
                .of("display_data")
                .getFirst();
        assertThat(html.path("data").has("text/html")).isTrue();
    }

    @Test
    void execute_throwing_failsWithTheUsersFramesOnly() throws Exception {
        Answer answer = kernel.run("""
                void inner() { throw new IllegalStateException("boom"); }
                inner();""");
        assertThat(answer.status()).isEqualTo("error");
        assertThat(answer.error()).isEqualTo("IllegalStateException: boom");
        assertThat(answer.traceback())
                .containsExactly("IllegalStateException: boom", "    at inner (line 1)", "    at cell (line 1)");
        assertThat(answer.types()).endsWith("error", "status");
        assertThat(kernel.run("1+1").result()).isEqualTo("2");
    }

    @Test
    void execute_ofBadCode_marksThePlace() throws Exception {
        Answer answer = kernel.run("int x = \"text\";");
        assertThat(answer.error()).startsWith("CompileError: incompatible types");
        assertThat(answer.traceback()).hasSize(3);
        assertThat(answer.traceback().get(1)).isEqualTo("    int x = \"text\";");
        assertThat(answer.traceback().get(2).strip()).isEqualTo("^^^^^^");
        assertThat(kernel.run("int x = )").status()).isEqualTo("error");
        assertThat(kernel.run("for (int i = 0; i < 3; i++) {").status()).isEqualTo("error");
    }

    @Test
    void execute_afterAFailure_runsNothingMoreOfTheCell() throws Exception {
        Answer answer = kernel.run("int before = 1; int[] none = new int[0]; none[1] = 2; int after = 1;");
        assertThat(answer.error()).startsWith("ArrayIndexOutOfBoundsException: ");
        assertThat(kernel.run("before").result()).isEqualTo("1");
        assertThat(kernel.run("after").status()).isEqualTo("error");
    }

    @Test
    void execute_silent_showsAndCountsNothing() throws Exception {
        int count = kernel.run("1").reply().path("execution_count").asInt();
        Map<String, Object> silent = new java.util.HashMap<>(KernelProbe.execution("int quiet = 5; quiet"));
        silent.put("silent", true);
        Answer answer = kernel.request("execute_request", silent);
        assertThat(answer.types()).containsExactly("status", "status");
        Answer next = kernel.run("quiet");
        assertThat(next.result()).isEqualTo("5");
        assertThat(next.reply().path("execution_count").asInt()).isEqualTo(count + 1);
    }

    @Test
    void execute_ofLargeOutputs_losesNothing() throws Exception {
        Answer many = kernel.run("for (int i = 0; i < 3000; i++) System.out.println(i);");
        assertThat(many.stream("stdout").lines()).hasSize(3000);
        Answer big = kernel.run("\"x\".repeat(8_000_000)");
        assertThat(big.result()).hasSize(8_000_000);
        Answer printed = kernel.run("System.out.print(\"é\".repeat(1_000_000));");
        assertThat(printed.stream("stdout")).isEqualTo("é".repeat(1_000_000));
    }

    @Test
    void execute_wantingInputThatIsNotAllowed_fails() throws Exception {
        Answer answer = kernel.run("new java.util.Scanner(System.in).nextLine()");
        assertThat(answer.status()).isEqualTo("error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int x = 1;",
                "System.out.println(\"a\");",
                "x",
                "%dp_budget",
                "var r = %dp_budget",
                "%%time\n",
                "%dp_budget?"
            })
    void isComplete_ofWholeCode_isYes(String code) throws Exception {
        assertThat(completeness(code)).isEqualTo("complete");
    }

    @ParameterizedTest
    @ValueSource(strings = {"for (int i = 0; i < 3; i++) {", "class A {", "int f(int a) {", "%%time"})
    void isComplete_ofHalfACell_isNo(String code) throws Exception {
        assertThat(completeness(code)).isEqualTo("incomplete");
    }

    @ParameterizedTest
    @ValueSource(strings = {"int x = )", "class 3A {}"})
    void isComplete_ofNonsense_isInvalid(String code) throws Exception {
        assertThat(completeness(code)).isEqualTo("invalid");
    }

    private static String completeness(String code) throws Exception {
        return kernel.request("is_complete_request", Map.of("code", code))
                .reply()
                .path("status")
                .asText();
    }

    @ParameterizedTest
    @CsvSource({
        "System.out.pri, print(|printf(|println(",
        "Math.absE, absExact(",
        "%dp_syn, %dp_synthesize",
        "var r = %dp_syn, %dp_synthesize",
        "%%ti, %%time",
        "?%dp_bud, %dp_budget",
        "%dp_synthesize x --own, --owner-report",
        "%dp_synthesize x --engine , AUTO",
        "%dp_dataset sa, sample"
    })
    void complete_inJavaAndMagics_offers(String code, String expected) throws Exception {
        String typed = code.endsWith("--engine") ? code + " " : code;
        assertThat(matches(typed)).contains(expected.split("\\|"));
    }

    @Test
    void complete_replacesWhatWasTyped_alsoAfterCharactersOfTwoUnits() throws Exception {
        String code = "String s = \"😀😀\";\n%dp_synthesize x --own";
        JsonNode reply = complete(code, code.codePointCount(0, code.length()));
        int start = reply.path("cursor_start").asInt();
        int end = reply.path("cursor_end").asInt();
        int[] points = code.codePoints().toArray();
        assertThat(new String(points, start, end - start)).isEqualTo("--own");
        assertThat(end).isEqualTo(points.length);
    }

    @Test
    void complete_ofVariables_offersTheCells() throws Exception {
        kernel.run("int wonderful = 1;");
        assertThat(matches("wonder")).contains("wonderful");
        assertThat(matches("%dp_synthesize $won")).containsExactly("wonderful");
    }

    private static JsonNode complete(String code, int at) throws Exception {
        JsonNode reply = kernel.request("complete_request", Map.of("code", code, "cursor_pos", at))
                .reply();
        assertThat(reply.path("status").asText()).isEqualTo("ok");
        return reply;
    }

    private static List<String> matches(String code) throws Exception {
        List<String> words = new ArrayList<>();
        complete(code, code.length()).path("matches").forEach(m -> words.add(m.asText()));
        return words;
    }

    @ParameterizedTest
    @CsvSource({
        "Math.abs(, 9, abs",
        "Math.abs, 5, abs",
        "%dp_synthesize clinic --rows 3, 20, Usage: %dp_synthesize",
        "var r = %dp_budget, 14, %dp_budget"
    })
    void inspect_ofJavaAndMagics_finds(String code, int at, String text) throws Exception {
        JsonNode reply = kernel.request("inspect_request", Map.of("code", code, "cursor_pos", at, "detail_level", 0))
                .reply();
        assertThat(reply.path("status").asText()).isEqualTo("ok");
        assertThat(reply.path("found").asBoolean()).isTrue();
        assertThat(reply.path("data").path("text/plain").asText()).contains(text);
    }

    @Test
    void inspect_ofNothing_findsNothing() throws Exception {
        JsonNode reply = kernel.request("inspect_request", Map.of("code", "   ", "cursor_pos", 1, "detail_level", 0))
                .reply();
        assertThat(reply.path("status").asText()).isEqualTo("ok");
        assertThat(reply.path("found").asBoolean()).isFalse();
    }

    @Test
    void history_tailRangeAndSearch_giveTheCells() throws Exception {
        kernel.run("int example1 = 1;");
        int count =
                kernel.run("int example2 = 2;").reply().path("execution_count").asInt();
        JsonNode tail = history(Map.of("hist_access_type", "tail", "n", 2));
        assertThat(tail.path("status").asText()).isEqualTo("ok");
        assertThat(tail.path("history").get(1).get(2).asText()).isEqualTo("int example2 = 2;");
        JsonNode range = history(Map.of("hist_access_type", "range", "session", 0, "start", count, "stop", count + 1));
        assertThat(range.path("history")).hasSize(1);
        assertThat(range.path("history").get(0).get(1).asInt()).isEqualTo(count);
        JsonNode found = history(Map.of("hist_access_type", "search", "pattern", "int ex%", "n", 10, "unique", true));
        assertThat(found.path("history")).hasSizeGreaterThanOrEqualTo(2);
    }

    private static JsonNode history(Map<String, Object> asked) throws Exception {
        Map<String, Object> content = new java.util.HashMap<>(asked);
        content.put("raw", true);
        content.put("output", false);
        return kernel.request("history_request", content).reply();
    }

    @Test
    void requests_whileACellRuns_areAnsweredAfterItInOrder() throws Exception {
        String cell = kernel.ask("execute_request", KernelProbe.execution("Thread.sleep(700); 5"));
        String complete = kernel.ask("complete_request", Map.of("code", "Math.absE", "cursor_pos", 9));
        String comms = kernel.ask("comm_info_request", Map.of());
        String whole = kernel.ask("is_complete_request", Map.of("code", "1"));
        assertThat(kernel.await(cell, m -> {}).result()).isEqualTo("5");
        assertThat(kernel.await(complete, m -> {}).reply().path("matches")).isNotEmpty();
        assertThat(kernel.await(comms, m -> {}).reply().path("comms").isObject())
                .isTrue();
        assertThat(kernel.await(whole, m -> {}).reply().path("status").asText()).isEqualTo("complete");
    }
}
