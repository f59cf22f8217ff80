package org.vitrail.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/// The full JupyterLab in headless Chromium opens the quickstart, runs it, and shows chart, gauge and report.
class LabBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Light", "Dark"})
    void quickstart_inJupyterLab_showsChartGaugeAndReport(String theme) throws Exception {
        Path lab = Installation.venv().resolve("bin/jupyter-lab");
        assumeTrue(Installation.isPackaged(), "the kernel and server jars are not built: run ./vitrail test");
        assumeTrue(Files.exists(lab), "no JupyterLab in " + Installation.venv() + ": the browser test is skipped");
        assumeTrue(Files.exists(CHROMIUM) && Files.exists(DRIVER), "no chromium: the browser test is skipped");

        Path data = folder.resolve("data");
        int port = freePort();
        String token = UUID.randomUUID().toString();
        Process server = startLab(lab, data, port, token, theme);
        ChromeDriver browser = null;
        try {
            await("JupyterLab listens", 60, () -> listens(port));
            browser = chromium();
            browser.manage().window().setSize(new Dimension(1400, 9000));
            browser.get("http://127.0.0.1:" + port + "/lab/tree/00-quickstart.ipynb?reset&token=" + token);
            ChromeDriver page = browser;
            await("the notebook opens", 90, () -> count(page, ".jp-Notebook .jp-CodeCell") >= 6);
            await("the kernel answers", 90, () -> runAll(page));
            await("all cells are done", 240, () -> finished(page));
            // Lab loads Vega on first use, after the cell is done
            await("Vega draws the chart", 60, () -> count(page, ".vega-embed canvas, .vega-embed svg") > 0);
            assertThat(page.findElement(By.tagName("body")).getDomAttribute("data-jp-theme-light"))
                    .isEqualTo(String.valueOf(theme.equals("Light")));
            screenshot(page, "lab-quickstart-" + theme.toLowerCase(Locale.ROOT) + ".png");
            assertThat(count(page, ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']"))
                    .as("error outputs")
                    .isZero();
            String text = page.findElement(By.cssSelector(".jp-Notebook")).getText();
            assertThat(text).containsIgnoringCase("epsilon").containsIgnoringCase("remaining");
            assertThat(text).containsIgnoringCase("report");
        } finally {
            if (browser != null) {
                browser.quit();
            }
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
            Installation.stopServer(data);
        }
    }

    private Process startLab(Path lab, Path data, int port, String token, String theme) throws Exception {
        Path notebooks = Files.createDirectories(folder.resolve("notebooks"));
        Files.copy(
                Installation.root().resolve("notebooks/00-quickstart.ipynb"), notebooks.resolve("00-quickstart.ipynb"));
        Path settings = Files.createDirectories(folder.resolve("settings/@jupyterlab/notebook-extension"));
        Files.writeString(
                settings.resolve("tracker.jupyterlab-settings"),
                "{\"windowingMode\": \"none\", \"autoStartDefaultKernel\": true}");
        Path themes = Files.createDirectories(folder.resolve("settings/@jupyterlab/apputils-extension"));
        Files.writeString(themes.resolve("themes.jupyterlab-settings"), "{\"theme\": \"JupyterLab " + theme + "\"}");
        Path kernels = folder.resolve("jupyter/kernels/vitrail");
        assertThat(Installation.kernel(
                        folder.resolve("install.log"), data, 60, "install-kernelspec", kernels.toString()))
                .isZero();
        return Installation.start(
                folder.resolve("lab.log"),
                Map.of(
                        "JUPYTER_PATH", folder.resolve("jupyter").toString(),
                        "JUPYTER_CONFIG_DIR", folder.resolve("config").toString(),
                        "JUPYTERLAB_SETTINGS_DIR", folder.resolve("settings").toString()),
                data,
                List.of(
                        lab.toString(),
                        "--no-browser",
                        "--allow-root",
                        "--ip=127.0.0.1",
                        "--port=" + port,
                        "--ServerApp.port_retries=0",
                        "--IdentityProvider.token=" + token,
                        "--notebook-dir=" + notebooks));
    }

    private ChromeDriver chromium() throws Exception {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + Files.createDirectories(folder.resolve("profile")));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(90));
        return driver;
    }

    /// Chooses Run → Run All Cells in the menu bar; whether it took.
    private static boolean runAll(ChromeDriver page) {
        for (WebElement dialog : page.findElements(By.cssSelector(".jp-Dialog .jp-mod-accept"))) {
            dialog.click();
        }
        if (!page.getPageSource().contains("| Idle") && count(page, "[data-status='idle']") == 0) {
            return false;
        }
        for (WebElement item : page.findElements(By.cssSelector(".lm-MenuBar-item"))) {
            if (item.getText().strip().equals("Run")) {
                item.click();
                break;
            }
        }
        List<WebElement> entries = page.findElements(By.cssSelector("li[data-command='runmenu:run-all']"));
        if (entries.isEmpty()) {
            return false;
        }
        entries.getFirst().click();
        return true;
    }

    private static boolean finished(ChromeDriver page) {
        Object done = ((JavascriptExecutor) page)
                .executeScript(
                        "const p = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(e => e.textContent);"
                                + "return p.length > 0 && p.every(t => /\\[\\d+\\]/.test(t));");
        return Boolean.TRUE.equals(done);
    }

    private static int count(ChromeDriver page, String selector) {
        return page.findElements(By.cssSelector(selector)).size();
    }

    private static void screenshot(ChromeDriver page, String name) throws Exception {
        Path target = Files.createDirectories(Installation.root().resolve("notebooks/target/screens"));
        Files.write(target.resolve(name), page.getScreenshotAs(OutputType.BYTES));
    }

    private static boolean listens(int port) {
        try (java.net.Socket socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void await(String what, int seconds, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s within %d s", what, seconds).isLessThan(end);
            Thread.sleep(250);
        }
    }
}
