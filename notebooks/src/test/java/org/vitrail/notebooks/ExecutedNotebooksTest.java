package org.vitrail.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every notebook runs headless through the pure Java runner, on a fresh data folder, against a real server.
class ExecutedNotebooksTest {
    @TempDir
    Path folder;

    @BeforeEach
    void packaged() {
        assumeTrue(Installation.isPackaged(), "the kernel and server jars are not built: run ./vitrail test");
    }

    @AfterEach
    void stop() {
        Installation.stopServer(folder.resolve("data"));
    }

    private String execute(String name, String out) throws Exception {
        Path log = folder.resolve(name + ".log");
        Path executed = folder.resolve(out);
        int status = Installation.kernel(
                log,
                folder.resolve("data"),
                240,
                "run",
                Installation.root().resolve("notebooks/" + name).toString(),
                "--out",
                executed.toString());
        assertThat(status).as("exit status; log:%n%s", Files.readString(log)).isZero();
        return Installation.outputs(executed);
    }

    @Test
    void quickstart_executed_showsTableReportAndBudget() throws Exception {
        String text = execute("00-quickstart.ipynb", "first.ipynb");
        assertThat(text).contains("epsilon");
        assertThat(text).contains("application/vnd.vegalite.v5+json").contains("<svg");
        assertThat(text).containsIgnoringCase("department").containsIgnoringCase("budget");
        assertThat(text).doesNotContain("replayed, nothing charged");

        String again = execute("00-quickstart.ipynb", "second.ipynb");
        assertThat(again).as("the second run replays").containsIgnoringCase("replayed");
    }

    @Test
    void budgets_executed_replaysAndRefuses() throws Exception {
        String text = execute("01-budgets-and-replay.ipynb", "budgets.ipynb");
        assertThat(text)
                .contains("replayed: true")
                .contains("same release: true")
                .contains("budget exceeded")
                .contains("the key you trust")
                .contains("are the released ones")
                .contains("NOT valid: the certificate or its signature was changed after it was signed");
    }

    @Test
    void teams_executed_sharesReusesAndIsGoverned() throws Exception {
        String text = execute("02-teams.ipynb", "teams.ipynb");
        assertThat(text)
                .contains("expires at ")
                .contains("the session is the tightest: 'teams' has ε ")
                .contains("then session 'teams' has too little left")
                .contains("none of these: session 'teams'")
                .contains("that your project has")
                .contains("same release: true")
                .contains("replayed: true")
                .contains("Certificate of a synthetic table from 'clinic'")
                .contains("allows at most epsilon 1 in one request, got epsilon 1.5; nothing was charged")
                .contains("the role officer is expected, got owner")
                .contains("1 waits for an officer who did not propose it")
                .contains("The ledger holds: every line, signature and balance was read again");
    }

    @Test
    void costs_executed_pricesPlansAndCalibrates() throws Exception {
        String text = execute("10-what-does-it-cost.ipynb", "costs.ipynb");
        assertThat(text)
                .contains("epsilon at most 0.8")
                .contains("What the budget allows")
                .contains("sigma must be finite and > 0, got -1.0")
                .contains("application/vnd.vegalite.v5+json");
    }

    @Test
    void pac_executed_answersReplaysAttacksAndRefuses() throws Exception {
        String text = execute("20-pac-privacy.ipynb", "pac.ipynb");
        assertThat(text)
                .contains("success at most 56 %, after ten such")
                .contains("replayed: true")
                .contains("surgery costs about")
                .contains("Right guesses of membership")
                .contains("expected a table of >= 20 units, got 12")
                .contains("largest noise deviation")
                .contains("o_custkey is customer.c_custkey")
                .contains("at most 4 rows of it belong to one unit")
                .contains("groups: 4, replayed: false")
                .contains("kmeans of age, income; k 2")
                .contains("centre0.age")
                .contains("PAC privacy of dataset 'customer'")
                .contains("application/vnd.vegalite.v5+json");
    }
}
