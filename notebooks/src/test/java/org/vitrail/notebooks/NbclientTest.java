package org.vitrail.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The quickstart runs in Python's nbclient, the front end that most pipelines use.
class NbclientTest {
    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        Installation.stopServer(folder.resolve("data"));
    }

    @Test
    void quickstart_inNbclient_succeeds() throws Exception {
        Path jupyter = Installation.venv().resolve("bin/jupyter");
        assumeTrue(Installation.isPackaged(), "the kernel and server jars are not built: run ./vitrail test");
        assumeTrue(Files.exists(jupyter), "no Jupyter in " + Installation.venv() + ": nbclient is not tested");
        Path kernels = folder.resolve("jupyter/kernels/vitrail");
        assertThat(Installation.kernel(
                        folder.resolve("install.log"),
                        folder.resolve("data"),
                        60,
                        "install-kernelspec",
                        kernels.toString()))
                .isZero();
        Path log = folder.resolve("nbconvert.log");
        Process process = Installation.start(
                log,
                Map.of("JUPYTER_PATH", folder.resolve("jupyter").toString()),
                folder.resolve("data"),
                List.of(
                        jupyter.toString(),
                        "nbconvert",
                        "--to",
                        "notebook",
                        "--execute",
                        "--ExecutePreprocessor.timeout=180",
                        "--output-dir",
                        folder.toString(),
                        "--output",
                        "executed",
                        Installation.root()
                                .resolve("notebooks/00-quickstart.ipynb")
                                .toString()));
        assertThat(Installation.await(process, 240))
                .as("exit status; log:%n%s", Files.readString(log))
                .isZero();
        assertThat(Installation.outputs(folder.resolve("executed.ipynb"))).contains("application/vnd.vegalite.v5+json");
    }
}
