package org.vitrail.app.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.vitrail.app.kit.TestServer;

/// The page in headless Chromium, with the keyboard alone; screenshots lie in `target/screens`.
class ConsoleBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final List<String> ALL =
            List.of("Overview", "Datasets", "Sessions", "Approvals", "Releases", "Ledger", "Alerts");

    /// What keeps a page from being usable: text without contrast, a control without a name.
    private static final String FLAWS = """
            const found = [];
            const parse = (color) => { const m = color.match(/[\\d.]+/g).map(Number);
              return m.length < 4 ? [...m, 1] : m; };
            const light = ([r, g, b]) => { const f = (c) => { c /= 255;
                return c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
              return .2126 * f(r) + .7152 * f(g) + .0722 * f(b); };
            const ground = (node) => { for (let at = node; at; at = at.parentElement) {
              const c = parse(getComputedStyle(at).backgroundColor);
              if (c[3] > 0) return c; } return [255, 255, 255, 1]; };
            for (const node of document.querySelectorAll('body *')) {
              const own = [...node.childNodes].some(n => n.nodeType === 3 && n.textContent.trim() !== '');
              if (!own || !node.checkVisibility() || node.closest('.skip, noscript')) continue;
              const svg = node.namespaceURI.includes('svg');
              if (svg && node.tagName !== 'text') continue;
              const a = light(parse(svg ? getComputedStyle(node).fill : getComputedStyle(node).color));
              const b = light(ground(node));
              const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
              if (ratio < 4.5) found.push(ratio.toFixed(2) + ' ' + node.tagName + ' ' + node.textContent.slice(0, 40));
            }
            for (const control of document.querySelectorAll('button, a[href], input, select')) {
              const name = control.getAttribute('aria-label') || control.textContent.trim()
                || control.labels?.[0]?.textContent.trim();
              if (!name) found.push('no name: ' + control.outerHTML.slice(0, 80));
            }
            for (const landmark of ['header', 'nav', 'main', 'footer', 'h1']) {
              if (document.querySelectorAll('body ' + landmark).length !== 1) found.push('not one ' + landmark);
            }
            if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the window');
            return found;
            """;

    @TempDir
    Path folder;

    private final List<ChromeDriver> open = new ArrayList<>();

    @AfterEach
    void closeBrowsers() {
        open.forEach(ChromeDriver::quit);
    }

    private ChromeDriver chromium(String scheme) throws Exception {
        assumeTrue(Files.exists(CHROMIUM) && Files.exists(DRIVER), "no chromium: the browser test is skipped");
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
                "--user-data-dir=" + Files.createDirectories(folder.resolve("profile-" + open.size())));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriver driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .build(),
                options);
        open.add(driver);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(60));
        driver.manage().window().setSize(new Dimension(1360, 1000));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return driver;
    }

    private static void signIn(ChromeDriver page, Scene scene, String token) throws InterruptedException {
        page.get(scene.web.address() + "/");
        await("the field for the token has the focus", () -> focused(page).equals("token"));
        type(page, token, Keys.ENTER);
        await(
                "the views are there",
                () -> !page.findElements(By.cssSelector("nav a")).isEmpty());
        await("the first view is shown", () -> shown(page, "Overview"));
    }

    private static void type(ChromeDriver page, CharSequence... keys) {
        page.switchTo().activeElement().sendKeys(keys);
    }

    private static String focused(ChromeDriver page) {
        return String.valueOf(page.executeScript("return document.activeElement.id"));
    }

    private static boolean shown(ChromeDriver page, String view) {
        return Boolean.TRUE.equals(page.executeScript(
                "const m = document.getElementById('main'); return !m.hasAttribute('aria-busy')"
                        + " && !m.querySelector('[aria-busy]') && m.querySelector('h1')?.textContent === arguments[0]",
                view));
    }

    /// Moves the focus with the tabulator to the link of that text and opens it.
    private static void visit(ChromeDriver page, String view) throws InterruptedException {
        for (int presses = 0; presses < 60; presses++) {
            Object at = page.executeScript(
                    "const a = document.activeElement;" + " return a.closest('nav') ? a.textContent : ''");
            if (view.equals(at)) {
                Object ring = page.executeScript("return getComputedStyle(document.activeElement).outlineStyle");
                assertThat(ring).as("the focus on %s is visible", view).isEqualTo("solid");
                type(page, Keys.ENTER);
                await(view + " is shown", () -> shown(page, view));
                return;
            }
            type(page, Keys.TAB);
        }
        throw new AssertionError("the keyboard does not reach " + view);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyView_ofAFullAndAnEmptyServer_isUsableWithTheKeyboard(String scheme) throws Exception {
        for (boolean full : new boolean[] {true, false}) {
            try (Scene scene = new Scene(folder.resolve(String.valueOf(full)))) {
                ChromeDriver page = chromium(scheme);
                if (full) {
                    scene.full();
                }
                signIn(page, scene, full ? TestServer.AUDITOR : TestServer.OWNER);
                for (String view : ALL) {
                    visit(page, view);
                    screenshot(page, scheme + (full ? "-full-" : "-empty-") + view.toLowerCase(Locale.ROOT));
                    assertThat(page.executeScript(FLAWS))
                            .as("flaws of %s, %s", view, scheme)
                            .isEqualTo(List.of());
                    assertThat(page.getPageSource())
                            .doesNotContain(Scene.CANARY)
                            .doesNotContain(TestServer.AUDITOR);
                }
                assertQuiet(page, scene);
            }
        }
    }

    /// Were the checks above blind, they would not see these either.
    @Test
    void flaws_thatArePlanted_areSeen() throws Exception {
        try (Scene scene = new Scene(folder.resolve("flawed"))) {
            ChromeDriver page = chromium("light");
            signIn(page, scene, TestServer.OWNER);
            page.executeScript("const p = document.createElement('p'); p.textContent = 'pale'; p.id = 'pale';"
                    + "document.getElementById('main').append(p, document.createElement('button'));"
                    + "const s = new CSSStyleSheet(); s.insertRule('#pale { color: #cccccc }');"
                    + "document.adoptedStyleSheets = [s];");
            assertThat((List<?>) page.executeScript(FLAWS)).hasSize(2);
            page.executeAsyncScript("const done = arguments[0];"
                    + "fetch('http://127.0.0.2:1/elsewhere').catch(() => 0).then(() => done());");
            assertThat(noise(page)).anyMatch(line -> line.contains("Content Security Policy"));
        }
    }

    @Test
    void namesThatAreTraps_andAFilter_stayText() throws Exception {
        try (Scene scene = new Scene(folder.resolve("trap")).full()) {
            ChromeDriver page = chromium("light");
            signIn(page, scene, TestServer.OWNER);
            visit(page, "Sessions");
            assertThat(page.findElement(By.tagName("main")).getText()).contains(Scene.TRAP);
            visit(page, "Releases");
            assertThat(page.findElements(By.cssSelector("main script, main img")))
                    .isEmpty();
            assertThat(page.getTitle()).isEqualTo("Releases: Vitrail console");
            WebElement filter = page.findElement(By.id("filter"));
            filter.sendKeys("OLGA trial");
            await("a release of each ledger is left", () -> rows(page) == 2);
            screenshot(page, "releases-filtered");
            filter.sendKeys(" nothing-like-this");
            await("no row is left", () -> rows(page) == 0);
            assertQuiet(page, scene);
        }
    }

    private static long rows(ChromeDriver page) {
        return page.findElements(By.cssSelector("tbody tr")).stream()
                .filter(WebElement::isDisplayed)
                .count();
    }

    @Test
    void verification_askedForWithTheKeyboard_showsItsResult() throws Exception {
        try (Scene scene = new Scene(folder.resolve("verify")).full()) {
            ChromeDriver page = chromium("light");
            signIn(page, scene, TestServer.AUDITOR);
            visit(page, "Ledger");
            page.findElement(By.id("verify")).sendKeys(Keys.ENTER);
            await(
                    "the result is shown",
                    () -> page.findElement(By.tagName("main")).getText().contains("asked for by ada"));
            assertThat(page.findElement(By.tagName("main")).getText()).contains("holds");
            assertQuiet(page, scene);
        }
    }

    @Test
    void theme_chosenByTheSwitch_winsOverTheSystem_andIsKept() throws Exception {
        try (Scene scene = new Scene(folder.resolve("theme"))) {
            ChromeDriver page = chromium("dark");
            signIn(page, scene, TestServer.ANALYST);
            Object dark = page.executeScript("return getComputedStyle(document.body).backgroundColor");
            page.findElement(By.id("theme")).sendKeys("light");
            Object light = page.executeScript("return getComputedStyle(document.body).backgroundColor");
            assertThat(light).isNotEqualTo(dark);
            page.navigate().refresh();
            await("the view is shown again, without a new sign-in", () -> shown(page, "Overview"));
            assertThat(page.executeScript("return getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(light);
            assertThat(page.findElements(By.cssSelector("nav a")).stream().map(WebElement::getText))
                    .doesNotContain("Ledger", "Approvals"); // not an analyst's
            page.findElement(By.id("leave")).sendKeys(Keys.ENTER);
            await("the sign-in is shown", () -> shown(page, "Sign in"));
            assertThat(page.executeScript("return sessionStorage.length + document.cookie.length"))
                    .isEqualTo(0L);
            screenshot(page, "sign-in");
            type(page, "no-such-token-0123456789", Keys.ENTER);
            await(
                    "the refusal is shown",
                    () -> !page.findElements(By.id("token-problem")).isEmpty());
            assertThat(page.findElement(By.id("token-problem")).getText()).contains("not known to the server");
            screenshot(page, "sign-in-refused");
        }
    }

    /// Nothing on the page's console, and nothing asked of anybody else.
    private static void assertQuiet(ChromeDriver page, Scene scene) {
        assertThat(noise(page)).as("the page's console").isEmpty();
        List<String> asked = new ArrayList<>();
        for (LogEntry entry : page.manage().logs().get(LogType.PERFORMANCE)) {
            int at = entry.getMessage().indexOf("\"Network.requestWillBeSent\"");
            if (at >= 0) {
                String message = entry.getMessage();
                int url = message.indexOf("\"url\":\"", message.indexOf("\"request\":")) + 7;
                asked.add(message.substring(url, message.indexOf('"', url)));
            }
        }
        asked.removeIf(url -> url.startsWith("chrome") || url.startsWith("data:")); // the browser's own pages
        assertThat(asked)
                .hasSizeGreaterThan(8)
                .allMatch(url ->
                        url.startsWith(scene.web.address() + "/") || url.startsWith("blob:" + scene.web.address()));
    }

    private static List<String> noise(ChromeDriver page) {
        return page.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    private static void screenshot(ChromeDriver page, String name) throws Exception {
        page.manage().window().setSize(new Dimension(1360, 700));
        long height = Long.parseLong(
                String.valueOf(page.executeScript("return String(document.documentElement.scrollHeight)")));
        page.manage().window().setSize(new Dimension(1360, (int) Math.min(4000, Math.max(700, height + 140))));
        Path target = Files.createDirectories(Path.of("target/screens"));
        Files.write(target.resolve("console-" + name + ".png"), page.getScreenshotAs(OutputType.BYTES));
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s within 60 s", what).isLessThan(end);
            Thread.sleep(100);
        }
    }
}
