package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrail.contract.certificate.Certificate;

/// `%dp_certificate` and `%dp_verify` against a server that signs.
@Timeout(60)
class CertificateMagicsTest extends FakeServerFixture {
    private SyntheticFrame synthesize() throws Exception {
        kernel.run("dp_session", "--dataset", "clinic", "--epsilon", "3", "--delta", "1e-6", "--name", "nb");
        return (SyntheticFrame) kernel.run("dp_synthesize", "clinic", "--epsilon", "1", "--rows", "3");
    }

    private String file(String name) {
        return data.resolve(name).toString();
    }

    @Test
    void certificate_ofTheLastRelease_isShownAndSavedAndVerifies() throws Exception {
        SyntheticFrame frame = synthesize();

        Certificate certificate = (Certificate) kernel.run(
                "dp_certificate",
                "last",
                "--out",
                file("c.json"),
                "--html",
                file("c.html"),
                "--rows",
                file("c.arrow"),
                "--save-key",
                file("key.pem"));

        assertThat(certificate.release().id()).isEqualTo(frame.receipt().releaseId());
        assertThat(kernel.text())
                .contains(
                        "Certificate of a synthetic table from 'clinic'",
                        "What this does and does not promise",
                        "They may pool & share.",
                        "wrote " + file("c.json"),
                        "this is key " + server.certificates.key().id());
        assertThat(Files.readString(data.resolve("c.html")))
                .startsWith("<!DOCTYPE html>")
                .contains("They may pool &amp; share.", "age: &lt;whole&gt; numbers", "color-scheme:light dark");
        assertThat(Files.readString(data.resolve("c.arrow"))).isEqualTo("rows");

        Object verified = kernel.run("dp_verify", file("c.json"), "--key", file("key.pem"), "--data", file("c.arrow"));
        assertThat(verified).isEqualTo(certificate);
        assertThat(kernel.text())
                .contains(
                        "valid: release " + frame.receipt().releaseId() + ", signed by key "
                                + server.certificates.key().id() + ", the key you trust",
                        "are the released ones");
    }

    @Test
    void certificate_ofAVariableOrAnId_isThatRelease() throws Exception {
        SyntheticFrame frame = synthesize();
        kernel.variables.put("mine", frame);
        kernel.variables.put("receipt", frame.receipt());

        for (String typed : java.util.List.of("mine", "receipt", "r-1")) {
            assertThat(((Certificate) kernel.run("dp_certificate", typed))
                            .release()
                            .id())
                    .as(typed)
                    .isEqualTo("r-1");
        }
        assertThatThrownBy(() -> kernel.run("dp_certificate", "other"))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining("'other' holds no release");
    }

    @Test
    void certificate_withoutARelease_saysWhereToFindOne() {
        assertThatThrownBy(() -> kernel.run("dp_certificate", "last"))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining("no release yet; %dp_releases lists");
        assertThatThrownBy(() -> kernel.run("dp_certificate")).hasMessageStartingWith("UsageError: ");
    }

    @Test
    void certificate_overAnExistingFile_needsForce() throws Exception {
        Path out = Files.writeString(data.resolve("c.json"), "mine");

        assertThatThrownBy(() -> kernel.run("dp_certificate", "r-1", "--out", out.toString()))
                .hasMessageContaining("exists; --force overwrites it");
        assertThat(out).hasContent("mine");
        kernel.run("dp_certificate", "r-1", "--out", out.toString(), "--force");
        kernel.run("dp_verify", out.toString());
        assertThat(kernel.text()).contains("not compared with a key you trust (--key FILE compares it)");
    }

    @Test
    void certificate_forARegistry_needsWhoPublishes() throws Exception {
        assertThatThrownBy(() -> kernel.run("dp_certificate", "r-1", "--registry", file("r.yaml")))
                .hasMessageStartingWith("UsageError: --registry needs who publishes");
        kernel.run(
                "dp_certificate",
                "r-1",
                "--registry",
                file("r.yaml"),
                "--curator",
                "A Clinic",
                "--curator-type",
                "nonprofit");
        assertThat(Files.readString(data.resolve("r.yaml")))
                .contains("data_curator_name: A Clinic", "data_curator_type: Nonprofit");
    }

    @Test
    void certificate_whoseRowsAreOthers_isRefused() {
        server.rows = "rowz";

        assertThatThrownBy(() -> kernel.run("dp_certificate", "r-1", "--rows", file("c.arrow")))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining("not the ones that the certificate names");
    }

    @Test
    void verify_whatDoesNotHold_failsTheCellInOneLine() throws Exception {
        kernel.run("dp_certificate", "r-1", "--out", file("c.json"));
        String other = new CertificateSamples().key().pem();
        Path otherKey = Files.writeString(data.resolve("other.pem"), other);
        Path rows = Files.writeString(data.resolve("c.arrow"), "other rows");
        Path bent = Files.writeString(
                data.resolve("bent.json"),
                Files.readString(data.resolve("c.json")).replace("2026-11-27T03", "2026-11-27T02"));

        assertInvalid("not by the key you trust", file("c.json"), "--key", otherKey.toString());
        assertInvalid("not the released ones", file("c.json"), "--data", rows.toString());
        assertInvalid("changed after it was signed", bent.toString());
        assertInvalid("cannot read", file("absent.json"));
        assertInvalid("one PEM block", file("c.json"), "--key", file("c.json"));
    }

    private void assertInvalid(String part, String... arguments) {
        assertThatThrownBy(() -> kernel.run("dp_verify", arguments))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining(part)
                .hasMessageNotContaining("\n");
    }

    @Test
    void catalog_completesTheirArguments() {
        MagicDescription certificate = description("dp_certificate");
        MagicDescription verify = description("dp_verify");

        assertThat(certificate.completion().complete("la", 2)).containsExactly("last");
        assertThat(certificate.completion().complete("last --cur", 10)).contains("--curator", "--curator-type");
        assertThat(certificate.completion().complete("last --curator-type N", 21))
                .containsExactly("NONPROFIT");
        assertThat(verify.completion().complete("c.json --k", 10)).containsExactly("--key");
        assertThat(certificate.help()).contains("%dp_certificate last --out release.json");
        assertThat(certificate.result()).isEqualTo(Certificate.class);
    }

    private MagicDescription description(String name) {
        return extension.magics().stream()
                .filter(magic -> magic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCertificate_asTheLastValueOfACell_isShown() throws Exception {
        Certificate certificate = (Certificate) kernel.run("dp_certificate", "r-1");

        assertThat(kernel.getRenderer()
                        .render(certificate)
                        .getData(MIMEType.TEXT_HTML)
                        .toString())
                .contains("What this does and does not promise");
    }
}
