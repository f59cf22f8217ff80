package org.vitrail.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jupyter's own test of kernels (the Python package jupyter-kernel-test) judges ours.
class JupyterKernelTestTest {
    private static final Path DEBIAN = Path.of("/usr/lib/python3/dist-packages/jupyter_kernel_test");

    @TempDir
    Path folder;

    @Test
    void kernel_judgedByJupyter_passesAll() throws Exception {
        Path python = Installation.venv().resolve("bin/python");
        assumeTrue(Installation.isPackaged(), "the kernel and server jars are not built: run ./vitrail test");
        assumeTrue(Files.exists(python), "no Python in " + Installation.venv() + ": jupyter-kernel-test is skipped");
        Path modules = Files.createDirectories(folder.resolve("modules"));
        if (!installed(python)) {
            assumeTrue(
                    Files.isDirectory(DEBIAN),
                    "no jupyter-kernel-test: pip install jupyter-kernel-test, or apt-get install"
                            + " python3-jupyter-kernel-test");
            // That package alone: the rest of Debian's modules would hide those of the virtual environment.
            Files.createSymbolicLink(modules.resolve("jupyter_kernel_test"), DEBIAN);
        }
        Path kernels = folder.resolve("jupyter/kernels/vitrail");
        Path data = folder.resolve("data");
        assertThat(Installation.kernel(
                        folder.resolve("install.log"), data, 60, "install-kernelspec", kernels.toString()))
                .isZero();
        Path test = folder.resolve("vitrail_kernel_test.py");
        try (var source = JupyterKernelTestTest.class.getResourceAsStream("/vitrail_kernel_test.py")) {
            Files.copy(java.util.Objects.requireNonNull(source), test);
        }
        Path log = folder.resolve("test.log");
        Process process = Installation.start(
                log,
                Map.of(
                        "JUPYTER_PATH", folder.resolve("jupyter").toString(),
                        "PYTHONPATH", modules.toString(),
                        "PYDEVD_DISABLE_FILE_VALIDATION", "1"),
                data,
                List.of(python.toString(), test.toString()));
        int status = Installation.await(process, 180);
        String said = Files.readString(log);
        System.err.println(said);
        assertThat(status).as(said).isZero();
        assertThat(said).contains("Ran 1").contains("test_history").contains("test_inspect");
        assertThat(said).doesNotContain("FAIL").doesNotContain("ERROR");
    }

    private boolean installed(Path python) throws Exception {
        Process probe = Installation.start(
                folder.resolve("probe.log"),
                Map.of(),
                folder,
                List.of(python.toString(), "-c", "import jupyter_kernel_test"));
        return Installation.await(probe, 30) == 0;
    }
}
