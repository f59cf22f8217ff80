package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Certificates of real releases from private rows with planted secrets: their number, a person, a value.
@Timeout(1_200) // far beyond what a busy machine needs
class CertificateSecretsTest extends RealServerFixture {
    private static final int ROWS = 7_317;
    private static final int SECRET_AGE = 8_831;
    private static final String SECRET_PERSON = "patient-zqx";

    private static String schema(String unit) {
        return """
                unit: %s
                columns:
                  - {name: age, type: integer, min: 0, max: 9999}
                  - {name: sex, type: categorical, values: [F, M]}
                """.formatted(unit);
    }

    /// Which of the secrets stand in a text; digits inside a hash or a longer number are none.
    private static List<String> secretsIn(String text) {
        List<String> found = new ArrayList<>();
        for (String secret : List.of(String.valueOf(ROWS), "7,317", String.valueOf(SECRET_AGE), SECRET_PERSON)) {
            if (Pattern.compile("(?<![0-9a-f.])" + Pattern.quote(secret) + "(?![0-9a-f])")
                    .matcher(text)
                    .find()) {
                found.add(secret);
            }
        }
        return found;
    }

    private String certificates(String dataset, String unit, String... declared) throws Exception {
        StringBuilder csv = new StringBuilder("patient,age,sex\n" + SECRET_PERSON + "," + SECRET_AGE + ",F\n");
        for (int i = 1; i < ROWS; i++) {
            csv.append(dataset).append(i).append(",40,M\n");
        }
        Path file = Files.writeString(data.resolve(dataset + ".csv"), csv);
        List<String> register = new ArrayList<>(List.of("register", dataset, file.toString()));
        register.addAll(List.of(declared));
        kernel.cell("dp_dataset", schema(unit), register.toArray(String[]::new));
        kernel.run("dp_session", "--dataset", dataset, "--epsilon", "2", "--delta", "1e-6", "--name", "real");
        kernel.run("dp_synthesize", dataset, "--epsilon", "1", "--rows", "50", "--columns", "sex");
        String out = data.resolve(dataset + ".json").toString();
        String html = data.resolve(dataset + ".html").toString();
        String registry = data.resolve(dataset + ".yaml").toString();
        kernel.run(
                "dp_certificate",
                "last",
                "--out",
                out,
                "--html",
                html,
                "--registry",
                registry,
                "--curator",
                "A Clinic",
                "--curator-type",
                "nonprofit");
        kernel.run("dp_verify", out);
        return Files.readString(Path.of(out)) + Files.readString(Path.of(html)) + Files.readString(Path.of(registry));
    }

    @Test
    void certificate_ofPrivateRows_holdsNoSecretOfThem() throws Exception {
        assertThat(secretsIn(certificates("visits", "{person: patient, rows_max: 2}")))
                .isEmpty();
    }

    /// The must-fail twin: the same search finds the number of rows where its owner declared it public.
    @Test
    void certificate_ofRowsWhoseNumberIsPublic_namesItAndTheSearchFindsIt() throws Exception {
        assertThat(secretsIn(certificates("counted", "row", "--rows-public", String.valueOf(ROWS))))
                .contains(String.valueOf(ROWS));
    }

    @Test
    void search_ofATextWithEverySecret_findsAll() {
        assertThat(secretsIn("{\"n\": 7317, \"m\": \"7,317\", \"age\": 8831, \"who\": \"patient-zqx\"}"))
                .hasSize(4);
        assertThat(secretsIn("ab7317cd 0.7317 88310 patient-zqxx")).containsExactly("patient-zqx");
    }
}
