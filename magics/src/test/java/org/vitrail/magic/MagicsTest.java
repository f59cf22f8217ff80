package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.wire.ServerFile;
import org.vitrail.magic.client.EmbeddedServer;

@Timeout(30)
class MagicsTest extends FakeServerFixture {

    private SyntheticFrame synthesize(String... more) throws Exception {
        kernel.run("dp_session", "--dataset", "clinic", "--epsilon", "3", "--delta", "1e-6", "--name", "nb");
        String[] arguments = Stream.concat(Stream.of("clinic", "--epsilon", "1"), Stream.of(more))
                .toArray(String[]::new);
        return (SyntheticFrame) kernel.run("dp_synthesize", arguments);
    }

    @Test
    void synthesize_quickstart_deliversFrameAndSeparateOutputs() throws Exception {
        SyntheticFrame frame = synthesize("--rows", "3", "-o", "synthetic");
        assertThat(frame.height()).isEqualTo(3);
        assertThat(frame.getColumnsIndex().toArray()).containsExactly("age", "weight", "sex");
        assertThat(frame.<Long>getColumn("age").get(1)).isEqualTo(21L);
        assertThat(frame.<Double>getColumn("weight").get(2)).isNull();
        assertThat(frame.receipt().releaseId()).isEqualTo("r-1");
        assertThat(frame.report().quality()).isEqualTo(Samples.report("age"));
        assertThat(kernel.text())
                .contains("Opened the session of notebook 'nb'", "Synthetic rows of 'clinic'", "Privacy receipt");
        assertThat(kernel.displayed).anyMatch(d -> d.getData(MIMEType.IMAGE_SVG) != null);
        assertThat(kernel.evaluated)
                .singleElement()
                .asString()
                .startsWith("org.vitrail.magic.SyntheticFrame synthetic");
        assertThat(server.submitted.getFirst().spec()).isEqualTo(Samples.spec("clinic"));
        assertThat(data.resolve("pending")).isEmptyDirectory();
    }

    @Test
    void synthesize_lineLost_asksAgainWithTheSameKey() throws Exception {
        server.lostStreams.set(2);
        assertThat(synthesize().height()).isEqualTo(3);
        assertThat(server.submitted).hasSizeGreaterThan(2);
        assertThat(server.submitted)
                .extracting(j -> j.idempotencyKey())
                .containsOnly(server.submitted.getFirst().idempotencyKey());
    }

    @Test
    void synthesize_lineLostForGood_nextKernelUsesTheSameKey() throws Exception {
        server.lostStreams.set(100);
        assertThatThrownBy(this::synthesize).isInstanceOf(MagicFailure.class);
        server.lostStreams.set(0);
        synthesize();
        assertThat(server.submitted)
                .extracting(j -> j.idempotencyKey())
                .containsOnly(server.submitted.getFirst().idempotencyKey());
        synthesize();
        assertThat(server.submitted.getLast().idempotencyKey())
                .isNotEqualTo(server.submitted.getFirst().idempotencyKey());
    }

    @Test
    void synthesize_interrupted_cancelsAndSaysWhatBecameOfTheCharge() throws Exception {
        server.steps = 1000;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread cell = Thread.ofPlatform().start(() -> {
            try {
                synthesize("-o", "never");
            } catch (Exception e) {
                failure.set(e);
            }
        });
        while (!kernel.text().contains("working")) {
            Thread.sleep(10);
        }
        long begin = System.nanoTime();
        cell.interrupt();
        while (server.cancelled.get() == 0 && System.nanoTime() - begin < 5_000_000_000L) {
            Thread.sleep(5);
        }
        assertThat(System.nanoTime() - begin).isLessThan(500_000_000L);
        cell.join(5_000);
        assertThat(failure.get())
                .isInstanceOf(MagicFailure.class)
                .hasMessage("interrupted: cancelled after the start; the charge stands");
        assertThat(kernel.evaluated).isEmpty();
    }

    @Test
    void synthesize_refused_failsWithTheServersLine() {
        server.refuseSubmit =
                Optional.of(new Refusal.BudgetExceeded("session", "nb", 1, 0.5, 20, 10, "gdp", List.of("gdp")));
        assertThatThrownBy(this::synthesize)
                .isInstanceOf(MagicFailure.class)
                .hasMessageStartingWith("budget exceeded: session 'nb' has epsilon 0.5");
        assertThat(data.resolve("pending")).isEmptyDirectory();
    }

    /// A run that broke off was not refused: its bar says what the line says.
    @Test
    void bar_ofAJobThatFailedOnTheWay_doesNotSayRefused() {
        assertThat(Orders.word(new Refusal.Failed("the worker ended; its charge stays spent", true)))
                .isEqualTo("failed");
        assertThat(Orders.word(new Refusal.Unavailable("the database is away"))).isEqualTo("lost");
        assertThat(Orders.word(new Refusal.Cancelled("cancelled", false))).isEqualTo("cancelled");
        assertThat(Orders.word(new Refusal.InvalidRequest("no"))).isEqualTo("refused");
    }

    @Test
    void synthesize_quote_buysNothing() throws Exception {
        assertThat(synthesize("--quote")).isNull();
        assertThat(kernel.text()).contains("Quote: ε = 1", "8 like this");
        assertThat(server.submitted).isEmpty();
    }

    /// What is spent is never a default.
    @Test
    void synthesize_withoutEpsilon_asksForItAndBuysNothing() throws Exception {
        synthesize("--quote");
        fails(
                "UsageError: --epsilon E expected: what this request may spend of the session, which has ε 1.5 left at"
                        + " δ = 1e-6; for example %dp_synthesize clinic --epsilon 1 --quote",
                "dp_synthesize", "clinic", "--rows", "3");
        assertThat(server.submitted).isEmpty();
    }

    @Test
    void synthesize_receipt_isShortUnlessAskedToBeVerbose() throws Exception {
        synthesize("--rows", "3");
        assertThat(kernel.text())
                .contains("protects   one row", "session    ε 1.5 left", "--verbose, or the release's receipt()")
                .doesNotContain("fingerprint");
        kernel.displayed.clear();
        kernel.run("dp_synthesize", "clinic", "--epsilon", "1", "--rows", "3", "--verbose");
        assertThat(kernel.text()).contains("fingerprint", "30 marginals, sigma 12.3");
    }

    @Test
    void arguments_wrong_failInOneLineThatHelps() throws Exception {
        synthesize();
        fails(
                "UsageError: unknown option '--epsilom'; did you mean --epsilon? Try %dp_synthesize --help",
                "dp_synthesize", "clinic", "--epsilom", "1");
        fails(
                "UsageError: --output: a Java variable name expected, got 'class'",
                "dp_synthesize",
                "clinic",
                "-o",
                "class");
        fails("rows must be in [1, 10000000], got 0", "dp_synthesize", "clinic", "-e", "1", "--rows", "0");
        fails("epsilon must be finite and > 0, got -1.0", "dp_synthesize", "clinic", "--epsilon", "-1");
        fails("UsageError: Invalid value for option '--epsilon'", "dp_synthesize", "clinic", "--epsilon", "abc");
        fails("no dataset 'clinix'; did you mean 'clinic'?", "dp_synthesize", "clinix");
        fails("UsageError: --schema FILE (declared, free) or --infer-budget", "dp_dataset", "register", "a", "a.csv");
        fails("UsageError: unexpected argument 'smaple'; did you mean sample?", "dp_dataset", "smaple");
        assertThatThrownBy(() -> kernel.run("dp_synthesize", "clinic", "-e", "1", "--engine", "evolutoin"))
                .hasMessageEndingWith("; did you mean EVOLUTION? Try %dp_synthesize --help");
    }

    @Test
    void pacCap_thatKeepsLittle_isNotedWhereverItIsTyped() throws Exception {
        kernel.run("dp_dataset", "sample", "clinic", "--pac-cap", "70%");
        assertThat(kernel.text()).doesNotContain("promises little");
        kernel.run("dp_dataset", "sample", "clinic", "--pac-cap", "99%");
        assertThat(kernel.text()).contains("Note: a PAC cap this high promises little");
    }

    private void fails(String message, String magic, String... arguments) {
        assertThatThrownBy(() -> kernel.run(magic, arguments))
                .isInstanceOf(MagicFailure.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n")
                .hasNoCause();
    }

    @Test
    void dataset_registeredWithSchemaInTheCell_uploadsTheBytes() throws Exception {
        Path csv = Files.writeString(data.resolve("v.csv"), "patient,age\n" + "1,30\n".repeat(400_000));
        kernel.cell(
                "dp_dataset",
                "unit: row\ncolumns:\n  - {name: age, type: integer, min: 0, max: 99}\n",
                "register",
                "visits",
                csv.toString(),
                "--unit",
                "patient",
                "--rows-max",
                "4");
        RegisterDataset request = server.registered.getFirst();
        assertThat(server.uploadedBytes).hasValue((int) Files.size(csv));
        assertThat(request.format()).isEqualTo(RegisterDataset.Format.CSV);
        assertThat(request.schema().orElseThrow().unit()).isEqualTo(new PrivacyUnit.Person("patient", 4));
        assertThat(kernel.text()).contains("Dataset 'visits': all of this is public");
    }

    @Test
    void schema_templateFromHeader_holdsNamesOnly() throws Exception {
        Path csv = Files.writeString(data.resolve("v.csv"), "age,\"last, \"\"name\"\"\",sex\nSECRET,1,2\n");
        Path yaml = data.resolve("v.yaml");
        kernel.run("dp_schema", "v", "--template", yaml.toString(), "--from", csv.toString());
        assertThat(Files.readString(yaml))
                .contains("\"age\"", "\"last, \\\"name\\\"\"", "\"sex\"")
                .doesNotContain("SECRET");
        fails("'" + yaml + "' exists", "dp_schema", "v", "--template", yaml.toString(), "--from", csv.toString());
    }

    @Test
    void budget_andOthers_showTheirViews() throws Exception {
        synthesize();
        kernel.run("dp_budget");
        kernel.run("dp_releases", "clinic");
        kernel.run("dp_dataset", "list");
        kernel.run("dp_schema", "clinic");
        kernel.run("dp_help");
        kernel.run("dp_synthesize", "--help");
        kernel.run("vitrail", "status");
        assertThat(kernel.text())
                .contains("Budget of notebook 'nb' on dataset 'clinic'", "Releases of dataset", "%dp_synthesize")
                .contains("Usage: %dp_synthesize", "you are ann, owner in project p");
    }

    @Test
    void noServer_withoutAJar_saysHowToGetOne() throws Exception {
        Files.delete(data.resolve(ServerFile.NAME));
        fails("no server to start: set VITRAIL_SERVER_JAR", "dp_dataset", "sample", "clinic");
    }

    @Test
    void server_thatEndsWhileStarting_isSaidWithItsLog() throws Exception {
        Path broken = Files.writeString(data.resolve("broken.jar"), "not a jar");
        EmbeddedServer embedded = new EmbeddedServer(data.resolve("own"), Optional.of(broken), Duration.ofSeconds(20));
        assertThatThrownBy(embedded::start)
                .hasMessageStartingWith("the server ended while starting (Error: Invalid or corrupt jarfile")
                .hasMessageEndingWith("its log is '" + data.resolve("own").resolve(EmbeddedServer.LOG) + "'");
    }

    @Test
    void server_thatSaysWhyItEnds_isQuotedWhole() throws Exception {
        String why = "this ledger was made in another place: " + "if it was moved here, say so; ".repeat(8);
        Path source = Files.writeString(
                data.resolve("Ends.java"),
                "public class Ends { public static void main(String... a) { System.err.println(\"vitrail: " + why
                        + "\"); System.out.println(\"stopped, no Error\"); System.exit(3); } }");
        ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", data.toString(), source.toString());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Ends");
        Path jar = data.resolve("ends.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry("Ends.class"));
            out.write(Files.readAllBytes(data.resolve("Ends.class")));
        }
        Path own = Files.createDirectories(data.resolve("own"));
        Files.writeString(own.resolve(EmbeddedServer.LOG), "vitrail: the end of an earlier start\n");
        EmbeddedServer embedded = new EmbeddedServer(own, Optional.of(jar), Duration.ofSeconds(20));
        assertThatThrownBy(embedded::start).hasMessageStartingWith("the server ended while starting (" + why + ");");
    }

    @Test
    void connect_withWrongToken_saysSo() throws Exception {
        Path token = Files.writeString(data.resolve("t"), "a-wrong-token-0123");
        fails(
                "the server at grpc://127.0.0.1:" + server.port() + " does not accept this token: no",
                "vitrail",
                "grpc://127.0.0.1:" + server.port(),
                "--token-file",
                token.toString());
        for (String url : List.of("grpc://dp.example.org", "grpc://127.0.0.1.example.org", "grpc://127.example.org")) {
            fails("'" + url + "' would send the token unencrypted", "vitrail", url, "--token-file", token.toString());
        }
    }

    @Test
    void catalog_completesOptionsValuesAndDatasets() throws Exception {
        kernel.run("dp_dataset", "list");
        MagicDescription synthesize = extension.magics().stream()
                .filter(m -> m.name().equals("dp_synthesize"))
                .findFirst()
                .orElseThrow();
        assertThat(synthesize.completion().complete("cl", 2)).containsExactly("clinic");
        assertThat(synthesize.completion().complete("clinic --ep", 11)).containsExactly("--epsilon");
        assertThat(synthesize.completion().complete("clinic --engine=E", 17)).containsExactly("EVOLUTION");
        assertThat(synthesize.help()).contains("--owner-report");
        assertThat(extension.magics()).hasSize(16).allMatch(m -> !m.summary().isBlank());
    }
}
