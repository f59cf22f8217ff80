package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrail.contract.report.Figure;
import org.vitrail.contract.report.FigureStatus;
import org.vitrail.contract.report.QualityReport;
import org.vitrail.contract.session.BudgetView;

/// The exact figures, from the worker to the owner's notebook and to nobody else's.
@Timeout(1_200) // far beyond what a busy machine needs
class OwnerReportTest extends RealServerFixture {
    private static final String CANARY = "canary-4711";

    @BeforeEach
    void register() throws Exception {
        writeTokens(embedded.data());
        StringBuilder rows = new StringBuilder("age,sex,smoker\n");
        for (int i = 0; i < 400; i++) {
            rows.append(20 + i % 60).append(i % 2 == 0 ? ",F," : ",M,").append(i % 3 == 0 ? "yes\n" : "no\n");
        }
        rows.append("33,").append(CANARY).append(",no\n"); // outside the domain: read as missing, shown nowhere
        Path csv = Files.writeString(data.resolve("v.csv"), rows);
        Path unseen = Files.writeString(
                data.resolve("u.csv"), rows.toString().lines().limit(200).reduce("", (a, b) -> a + b + '\n'));
        String schema = """
                unit: row
                columns:
                  - {name: age, type: integer, min: 0, max: 99}
                  - {name: sex, type: categorical, values: [F, M], nullable: true}
                  - {name: smoker, type: categorical, values: ["yes", "no"]}
                """;
        kernel.cell("dp_dataset", schema, "register", "visits", csv.toString());
        kernel.cell("dp_dataset", schema, "register", "unseen", unseen.toString());
        kernel.run("dp_session", "--dataset", "visits", "--epsilon", "3", "--delta", "1e-6", "--name", "olga");
    }

    private static final String[] REQUEST = {"visits", "--epsilon", "1", "--rows", "300", "--label", "smoker"};

    private static String[] request(String... more) {
        return Stream.concat(Stream.of(REQUEST), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void synthesize_byTheOwner_showsEveryFigureMarkedAndChargesOnce() throws Exception {
        SyntheticFrame plain = (SyntheticFrame) kernel.run("dp_synthesize", request());
        assertThat(plain.report().quality().publishable()).isTrue();
        long spent = ((BudgetView) kernel.run("dp_budget")).session().account().spentPico();

        SyntheticFrame owners = (SyntheticFrame) kernel.run("dp_synthesize", request("--owner-report"));
        QualityReport report = owners.report().quality();
        assertThat(owners.receipt().replayed()).isTrue();
        assertThat(report.level()).isEqualTo(QualityReport.Level.OWNER);
        assertThat(report.figures().stream().map(Figure::name))
                .contains(
                        "mean 1-way distance",
                        "mean 2-way distance",
                        "mean 3-way distance",
                        "accuracy",
                        "propensity pMSE",
                        "exact copies",
                        "nearest record, median");
        Figure accuracy = report.figures().stream()
                .filter(f -> f.name().equals("accuracy"))
                .findFirst()
                .orElseThrow();
        assertThat(accuracy.status()).isEqualTo(FigureStatus.NOT_PRIVATE);
        assertThat(accuracy.beside()).containsKeys("real rows", "marginal baseline");
        assertThat(report.columns().getFirst().figures().stream().map(Figure::name))
                .contains("distance", "KS");
        assertThat(owners.report().toString())
                .contains("NOT PRIVATE", "not private: no guarantee at all, so it costs nothing of the budget");

        BudgetView budget = (BudgetView) kernel.run("dp_budget");
        assertThat(budget.session().account().spentPico()).isEqualTo(spent);
        assertThat(budget.releases().getFirst().status()).isEqualTo("not private (no charge)");
        assertNowhereOnDisk(report);
    }

    /// Neither the canary nor an exact figure is in the log or among the files that are not the owner's own snapshot.
    private void assertNowhereOnDisk(QualityReport report) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(embedded.data())) {
            files = all.filter(Files::isRegularFile)
                    .filter(f -> !f.startsWith(embedded.data().resolve("snapshots")))
                    .toList();
        }
        assertThat(files.stream().map(f -> f.getFileName().toString())).contains("server.log");
        try (Stream<Path> snapshots = Files.list(embedded.data().resolve("snapshots"))) {
            assertThat(snapshots).as("a search that can find it").anyMatch(f -> read(f).contains(CANARY));
        }
        String figure = String.valueOf(report.figures().stream()
                .filter(f -> f.status() == FigureStatus.NOT_PRIVATE && f.value() != Math.rint(f.value()))
                .findFirst()
                .orElseThrow()
                .value());
        for (Path file : files) {
            assertThat(read(file)).as(file.toString()).doesNotContain(CANARY).doesNotContain(figure);
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void synthesize_withRowsNeverSeen_comparesWithThem() throws Exception {
        SyntheticFrame owners =
                (SyntheticFrame) kernel.run("dp_synthesize", request("--owner-report", "--holdout", "unseen"));
        QualityReport report = owners.report().quality();
        assertThat(report.figures().stream().map(Figure::name)).contains("closer to training rows");
        assertThat(report.notes()).anyMatch(note -> note.contains("the synthesizer never saw them"));
        kernel.run("dp_synthesize", request("--owner-report", "--holdout", "nothing"));
        assertThat(kernel.text()).contains("no owner's report: no dataset 'nothing' in your project");
    }

    @Test
    void synthesize_byAnAnalyst_isRefusedInOneLineAndGetsThePublicReportOnly() throws Exception {
        SyntheticFrame owners = (SyntheticFrame) kernel.run("dp_synthesize", request("--owner-report"));
        Path token = Files.writeString(data.resolve("anna.token"), ANALYST);
        kernel.run("vitrail", "grpc://127.0.0.1:" + serverFile().flightPort(), "--token-file", token.toString());
        kernel.run("dp_session", "--dataset", "visits", "--epsilon", "1", "--delta", "1e-6", "--name", "anna");
        kernel.displayed.clear();
        assertThatThrownBy(() -> kernel.run("dp_synthesize", request("--owner-report")))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining("only the owner of dataset 'visits' may ask for it")
                .hasMessageNotContaining("\n");
        SyntheticFrame replay = (SyntheticFrame) kernel.run("dp_synthesize", request());
        assertThat(replay.receipt().releaseId()).isEqualTo(owners.receipt().releaseId());
        assertThat(replay.report().quality().publishable()).isTrue();
        assertThat(replay.report().quality().notes()).anyMatch(note -> note.contains("dataset's owner"));
        assertThat(kernel.text()).doesNotContain(CANARY).doesNotContain("NOT PRIVATE");
    }
}
