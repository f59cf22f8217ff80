package org.vitrail.magic.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dflib.DataFrame;
import org.dflib.Index;
import org.dflib.Series;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.TableLink;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.job.JobEvent;
import org.vitrail.magic.CertificateSamples;
import org.vitrail.magic.Samples;
import org.vitrail.magic.governance.GovernanceView;
import org.vitrail.magic.governance.ReleasesView;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ViewsTest {
    private static final String HOSTILE = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>\u202e]]>&\u0000";
    private static final Set<String> ELEMENTS = Set.of(
            "root",
            "div",
            "span",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "svg",
            "g",
            "rect",
            "path",
            "text",
            "title",
            "progress",
            "details",
            "summary");

    private static DataFrame frame(String column, String value) {
        return DataFrame.byColumn(column, "x", "empty")
                .of(
                        Series.of(value, "b", null),
                        Series.ofDouble(1.5, Double.NaN, Double.POSITIVE_INFINITY),
                        Series.of((Object) null, null, null));
    }

    static Stream<Bundle> hostileBundles() {
        DatasetView dataset = new DatasetView(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                Samples.schema(HOSTILE),
                Optional.of(5L),
                Samples.account(3),
                HOSTILE,
                List.of(HOSTILE),
                Optional.of(4.5),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new TableLink(HOSTILE, HOSTILE, HOSTILE)));
        Proposal proposal = new Proposal(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                1,
                2,
                1e-6,
                HOSTILE,
                HOSTILE,
                "2026-11-24T05:00:00Z",
                HOSTILE,
                Optional.of(HOSTILE),
                Optional.empty());
        return Stream.of(
                TableView.preview(frame(HOSTILE, HOSTILE), HOSTILE, 5),
                ChartView.columns(frame(HOSTILE, HOSTILE), HOSTILE),
                SchemaView.dataset(dataset),
                SchemaView.datasets(List.of(dataset)),
                BudgetGauge.budget(Samples.budget(HOSTILE)),
                BudgetGauge.session(Samples.budget(HOSTILE).session()),
                BudgetGauge.ended(Samples.budget(HOSTILE).session()),
                BudgetGauge.whatIf(Samples.budget(HOSTILE), HOSTILE, 30_000_000_000L),
                GovernanceView.rules(new DatasetRules(HOSTILE, Optional.of(1.0), Optional.empty(), List.of(HOSTILE))),
                GovernanceView.proposals(List.of(proposal), Instant.EPOCH),
                GovernanceView.ledger(new LedgerReport(1, 2, List.of(HOSTILE), HOSTILE, "2026-11-24T05:00:00Z")),
                ReleasesView.releases(
                        HOSTILE,
                        List.of(Samples.summary(HOSTILE, HOSTILE, true)),
                        Optional.of(HOSTILE),
                        true,
                        Instant.EPOCH),
                ReceiptView.receipt(Samples.receipt(Samples.spec(HOSTILE)), Optional.of(Samples.account(3)), false),
                ReceiptView.receipt(Samples.receipt(Samples.spec(HOSTILE)), Optional.empty(), true),
                ReceiptView.replayed(Samples.receipt(Samples.spec(HOSTILE))),
                ReceiptView.quote(Samples.quote(), HOSTILE, false),
                ReceiptView.quote(Samples.quote(), HOSTILE, true),
                CertificateView.certificate(new CertificateSamples().certificate(HOSTILE, "ef".repeat(32), HOSTILE)),
                ProgressView.running(HOSTILE, new JobEvent.Progress(HOSTILE, Double.NaN, Double.NaN), Double.NaN),
                ReportView.report(Samples.report(HOSTILE)));
    }

    @ParameterizedTest
    @MethodSource("hostileBundles")
    void view_ofHostileNames_isWellFormedAndHoldsNoForeignElement(Bundle bundle) throws Exception {
        assertThat(bundle.forms().keySet()).containsAnyOf("text/html", "image/svg+xml");
        assertOnlyOurElements(bundle.html());
        if (bundle.forms().get("image/svg+xml") instanceof String svg) {
            assertOnlyOurElements(svg);
        }
        assertThat(bundle.text()).isNotBlank();
    }

    @Test
    void view_whoseEscapeIsPlanted_isCaught() {
        String planted = "<div>" + HOSTILE.replace("\u0000", "") + "</div>";
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> assertOnlyOurElements(planted))
                .isNotNull();
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> assertOnlyOurElements("<div><script>alert(1)</script></div>"))
                .isInstanceOf(AssertionError.class);
    }

    /// Our own HTML is well-formed XML, so a parser says whether anything else came in.
    private static void assertOnlyOurElements(String html) throws Exception {
        NodeList all = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader("<root>" + html + "</root>")))
                .getElementsByTagName("*");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            names.add(element.getTagName());
            for (int a = 0; a < element.getAttributes().getLength(); a++) {
                assertThat(element.getAttributes().item(a).getNodeName()).doesNotStartWith("on");
            }
        }
        assertThat(ELEMENTS).containsAll(names);
    }

    @Test
    void chart_ofNaNAndNulls_holdsOnlyWhatJupyterCanSend() {
        Bundle chart = ChartView.columns(frame("c", "v"), "t");
        List<Object> leaves = new ArrayList<>();
        collect(java.util.Objects.requireNonNull(chart.forms().get(Bundle.VEGA_LITE)), leaves);
        assertThat(leaves)
                .isNotEmpty()
                .allMatch(leaf -> leaf instanceof String
                        || leaf instanceof Boolean
                        || (leaf instanceof Number n && Double.isFinite(n.doubleValue())));
    }

    @Test
    void chart_inJupyterLab_isNotHiddenByHtml() {
        assertThat(ChartView.columns(frame("c", "v"), "t").forms())
                .containsKeys("text/plain", Bundle.VEGA_LITE, Bundle.SVG, Bundle.PNG)
                .doesNotContainKey("text/html");
    }

    private static void collect(Object node, List<Object> leaves) {
        switch (node) {
            case Map<?, ?> map -> map.values().forEach(v -> collect(v, leaves));
            case List<?> list -> list.forEach(v -> collect(v, leaves));
            default -> leaves.add(node);
        }
    }

    @Test
    void receipt_andQuote_sayWhatMattersFirstAndFoldTheRest() {
        Bundle receipt =
                ReceiptView.receipt(Samples.receipt(Samples.spec("clinic")), Optional.of(Samples.account(3)), false);
        assertThat(receipt.text()).isEqualTo("""
                Privacy receipt: ε = 1 at δ = 1e-6, μ² = 0.03
                  protects   one row
                  mechanism  marginals
                  session    ε 1.5 left at δ = 1e-6
                  [--verbose, or the release's receipt(), shows the whole receipt]""");
        assertThat(receipt.html().indexOf("ε 1.5 left"))
                .isLessThan(receipt.html().indexOf("<details><summary"));
        assertThat(receipt.html().indexOf("fingerprint"))
                .isGreaterThan(receipt.html().indexOf("<details><summary"));
        Bundle quote = ReceiptView.quote(Samples.quote(), "3 rows", false);
        assertThat(quote.text().lines()).hasSize(7);
        assertThat(quote.text())
                .contains("you could buy  8 like this from what is left of the session and of what is above it")
                .doesNotContain("sigma 12.3");
        assertThat(ReceiptView.quote(Samples.quote(), "3 rows", true).text()).contains("sigma 12.3");
        assertThat(quote.html()).contains("sigma 12.3");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "0.1, 0.1",
        "1e-6, 1e-6",
        "0.05603, 0.05603",
        "1234.5678, 1235",
        "1e9, 1e9",
        "NaN, –",
        "Infinity, ∞",
        "-0.25, -0.25",
        "99999.5, 100000",
        "2.96e-6, 2.96e-6"
    })
    void number_ofAnySize_isShort(double value, String text) {
        assertThat(Html.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.04, 0.0 s", "3.14, 3.1 s", "59.6, 1 min 0 s", "200, 3 min 20 s", "7500, 2 h 5 min", "-1, –"})
    void duration_ofAnyLength_isInWords(double seconds, String text) {
        assertThat(Html.duration(seconds)).isEqualTo(text);
    }

    @Test
    void histogram_ofWholeNumbers_binsHoldEquallyMany() {
        Histogram ages = Histogram.of(DataFrame.byColumn("age").of(Series.ofLong(0, 99, 50, 4, 5)), 1)
                .getFirst();
        assertThat(ages.labels()).hasSize(20).startsWith("0 – 4", "5 – 9").endsWith("95 – 99");
        assertThat(ages.counts()).startsWith(2L, 1L).endsWith(1L);
    }

    @Test
    void budget_golden_text() {
        assertThat(BudgetGauge.budget(Samples.budget("clinic")).text()).isEqualTo("""
                Budget of notebook 'nb' on dataset 'clinic'
                  [##########+++++.........................] session 'nb'
                    ε spent or set aside 1.25 of 3 at δ = 1e-6; one more release could use ε 1.5
                    μ² spent 0.1, reserved 0.05, remaining 0.25 of 0.4 (25 % spent)
                  [##########+++++.........................] analyst 'ann'
                    ε spent or set aside 1.25 of 10 at δ = 1e-6; one more release could use ε 1.5
                    μ² spent 0.1, reserved 0.05, remaining 0.25 of 0.4 (25 % spent)
                  [##########+++++.........................] project 'p'
                    ε spent or set aside 1.25 of 10 at δ = 1e-6; one more release could use ε 1.5
                    μ² spent 0.1, reserved 0.05, remaining 0.25 of 0.4 (25 % spent)
                  [##########+++++.........................] dataset 'clinic'
                    ε spent or set aside 1.25 of 10 at δ = 1e-6; one more release could use ε 1.5
                    μ² spent 0.1, reserved 0.05, remaining 0.25 of 0.4 (25 % spent)
                the dataset is the tightest: 'clinic' has ε 1.5 left at δ = 1e-6 (μ² 0.25)
                release  what       by   notebook  at                       ε     δ    μ²  status
                r-1      synthesis  ann  nb        2026-11-24 05:00:00 UTC  1  1e-6  0.03  released
                Amounts add up in μ² of Gaussian differential privacy (Dong, Roth, Su 2022), and each charge is taken\
                 from every level. The ε of several releases together follows from the sum of their μ², as a rule less\
                 than the sum of their ε; each ε holds at the δ beside it""");
    }

    @Test
    void progress_golden_textAndHtml() {
        Bundle bar = ProgressView.running("making 'a'", new JobEvent.Progress("measuring", 0.5, 2), 2);
        assertThat(bar.text())
                .isEqualTo(
                        "[###############...............]  50%  making 'a': measuring (2.0 s, 25.0 %/s, about 2.0 s left)");
        assertThat(bar.html()).contains("<progress value=\"0.500\" max=\"1\"");
        assertThat(ProgressView.running("t", new JobEvent.Progress("late", 0.5, 0), 2)
                        .text())
                .as("an estimate that has run out is not shown")
                .endsWith("t: late (2.0 s, 25.0 %/s)");
    }

    @Test
    void table_ofManyColumnsAndRows_isCut() {
        Index index = Index.of(
                java.util.stream.IntStream.range(0, 40).mapToObj(i -> "c" + i).toArray(String[]::new));
        Series<?>[] columns =
                Stream.generate(() -> Series.ofLong(1, 2, 3)).limit(40).toArray(Series[]::new);
        Bundle table = TableView.preview(new org.dflib.ColumnDataFrame("f", index, columns), "t", 2);
        assertThat(table.text()).endsWith("3 rows × 40 columns, the first 2 shown, the first 30 columns shown");
        assertThat(table.html()).contains("c29").doesNotContain("c30");
    }

    @Test
    void upper_boundBetweenShownDigits_isNeverShownSmaller() {
        assertThat(Html.upper(1.00004)).isEqualTo("1.001");
        assertThat(Html.number(1.00004))
                .as("rounded to nearest it looks smaller")
                .isEqualTo("1");
        assertThat(Html.upper(1 + 1e-13)).isEqualTo("1");
        assertThat(Html.upper(0.123401)).isEqualTo("0.1235");
        assertThat(Html.upper(0)).isEqualTo("0");
        assertThat(Html.upper(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    }
}
