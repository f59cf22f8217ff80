package org.vitrail.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./vitrail verify CERTIFICATE` as the launcher calls it, with a certificate that a real server issued.
class VerifyCommandTest {
    private static final Path SAMPLES =
            Path.of("../server/contract/src/test/resources/org/vitrail/contract/certificate");
    private static final String CERTIFICATE =
            SAMPLES.resolve("certificate-1.json").toString();
    private static final String KEY = SAMPLES.resolve("certificate-1.key.pem").toString();

    @TempDir
    private Path folder;

    /// What was printed to both streams, behind the status.
    private static String run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            int status = VerifyCommand.run(List.of(arguments));
            return status + " " + printed.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void verify_whatHolds_is0AndSaysWhoseKey() {
        assertThat(run(CERTIFICATE, "--key", KEY))
                .startsWith("0 vitrail: valid: release ")
                .contains("the key you trust");
        assertThat(run(CERTIFICATE)).startsWith("0 vitrail: valid: ").contains("not compared with a key you trust");
    }

    @Test
    void verify_whatDoesNotHold_is1InOneLine() throws Exception {
        Path forged = Files.writeString(
                folder.resolve("forged.json"),
                Files.readString(Path.of(CERTIFICATE)).replace("\"rows\": \"500\"", "\"rows\": \"501\""));
        Path rows = Files.writeString(folder.resolve("rows.arrow"), "others");

        assertThat(run(forged.toString(), "--key", KEY))
                .startsWith("1 vitrail: NOT valid: ")
                .hasLineCount(1);
        assertThat(run(CERTIFICATE, "--data", rows.toString()))
                .startsWith("1 ")
                .contains("NOT valid: the bytes of")
                .hasLineCount(2);
    }

    @Test
    void verify_whatCannotBeRead_is2InOneLine() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "no certificate");

        assertThat(run(text.toString()))
                .startsWith("2 vitrail: not a certificate of Vitrail: ")
                .hasLineCount(1);
        assertThat(run(folder.resolve("absent").toString()))
                .startsWith("2 vitrail: cannot read ")
                .hasLineCount(1);
        assertThat(run(CERTIFICATE, "--key", CERTIFICATE))
                .startsWith("2 vitrail: one PEM block")
                .hasLineCount(1);
        assertThat(run("--bogus")).startsWith("2 vitrail: UsageError: ").contains("./vitrail verify --help");
    }
}
