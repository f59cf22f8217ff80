package org.vitrail.magic.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dflib.DataFrame;
import org.dflib.Series;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.report.Bars;
import org.vitrail.contract.report.ColumnReport;
import org.vitrail.contract.report.FigureStatus;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// The drawings show what the data say: pixels of the PNG and rectangles of the SVG are measured.
class BarChartTest {
    private static final List<Long> COUNTS = List.of(10L, 40L, 0L, 20L);
    private static final int BLUE = 0x4c86c6;
    private static final int AMBER = 0xd9902f;

    /// Whole numbers 0 to 3, as often as COUNTS says.
    private static DataFrame frame() {
        List<Long> values = new ArrayList<>();
        for (int v = 0; v < COUNTS.size(); v++) {
            for (long n = 0; n < COUNTS.get(v); n++) {
                values.add((long) v);
            }
        }
        return DataFrame.byColumn("age").of(Series.ofIterable(values));
    }

    private static BufferedImage png(Bundle bundle) throws Exception {
        byte[] bytes = Base64.getDecoder().decode(String.valueOf(bundle.forms().get(Bundle.PNG)));
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    /// How many pixels of a colour stand above each other in a column of the image, counted below the heading.
    private static int height(BufferedImage image, int x, int from, int colour) {
        int pixels = 0;
        for (int y = from; y < image.getHeight(); y++) {
            pixels += (image.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
        }
        return pixels;
    }

    @Test
    void png_ofCounts_hasItsBarsWhereTheDataSay() throws Exception {
        Bundle chart = ChartView.columns(frame(), "Columns");
        BufferedImage image = png(chart);
        assertThat(image.getWidth()).isEqualTo(190 * PngDrawing.SCALE);
        assertThat(image.getHeight()).isEqualTo((22 + 130) * PngDrawing.SCALE);
        assertThat(chart.metadata()).containsEntry(Bundle.PNG, java.util.Map.of("width", 190));
        assertBars(image, COUNTS);
        assertThat(image.getRGB(0, 0) & 0xffffff).as("white paper").isEqualTo(0xffffff);
    }

    @Test
    void png_ofOtherCounts_isNotMistakenForThem() throws Exception {
        BufferedImage image = png(ChartView.columns(frame(), "Columns"));
        assertThatThrownBy(() -> assertBars(image, List.of(40L, 10L, 0L, 20L))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertBars(image, List.of(10L, 40L, 1L, 20L))).isInstanceOf(AssertionError.class);
    }

    private static void assertBars(BufferedImage image, List<Long> counts) {
        int full = (130 - 28 - 24) * PngDrawing.SCALE;
        double step = 170.0 / counts.size();
        for (int bar = 0; bar < counts.size(); bar++) {
            int middle = (int) ((10 + (bar + 0.4) * step) * PngDrawing.SCALE);
            assertThat(height(image, middle, 0, BLUE))
                    .as("bar %d", bar)
                    .isBetween((int) (full * counts.get(bar) / 40.0) - 2, (int) (full * counts.get(bar) / 40.0));
            int between = (int) ((10 + (bar + 1) * step - 0.5) * PngDrawing.SCALE);
            assertThat(height(image, between, 0, BLUE))
                    .as("gap after bar %d", bar)
                    .isZero();
        }
    }

    @Test
    void png_ofTwoTables_hasTwoColoursAndALegend() throws Exception {
        ColumnReport column = new ColumnReport(
                "sex",
                List.of("F", "M"),
                List.of(
                        new Bars("synthetic", List.of(0.5, 0.25), FigureStatus.PRIVATE_RELEASE),
                        new Bars("private", List.of(0.25, 0.5), FigureStatus.NOT_PRIVATE)),
                List.of());
        BarChart chart = ReportView.bars(List.of(column));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(
                Base64.getDecoder().decode(PngDrawing.of(chart).orElseThrow())));
        int heading = 22 * PngDrawing.SCALE;
        int full = (112 - 10 - 24) * PngDrawing.SCALE;
        int[] expected = {full, full / 2, full / 2, full};
        for (int bar = 0; bar < 4; bar++) {
            int middle = (int) ((10 + 42.5 * bar + 20) * PngDrawing.SCALE);
            int colour = bar % 2 == 0 ? BLUE : AMBER;
            assertThat(height(image, middle, heading, colour))
                    .as("bar %d", bar)
                    .isBetween(expected[bar] - 2, expected[bar]);
        }
        assertThat(chart.layout().labels()).extracting(BarChart.Label::text).contains("synthetic", "private", "sex");
    }

    @Test
    void svg_andPng_areOfOneLayout() throws Exception {
        BarChart chart = ChartView.bars(Histogram.of(frame(), 16), "t");
        NodeList boxes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(SvgDrawing.of(chart))))
                .getElementsByTagName("rect");
        List<BarChart.Box> laidOut = chart.layout().boxes();
        assertThat(boxes.getLength()).isEqualTo(laidOut.size()).isEqualTo(COUNTS.size());
        for (int i = 0; i < boxes.getLength(); i++) {
            Element box = (Element) boxes.item(i);
            assertThat(Double.parseDouble(box.getAttribute("height")))
                    .isCloseTo(78.0 * COUNTS.get(i) / 40, org.assertj.core.api.Assertions.within(0.06));
            assertThat(Double.parseDouble(box.getAttribute("y")) + Double.parseDouble(box.getAttribute("height")))
                    .isCloseTo(22 + 102, org.assertj.core.api.Assertions.within(0.11));
        }
    }

    @Test
    void layout_ofManyPanelsOrNone_isLaidInRows() {
        BarChart.Panel panel =
                new BarChart.Panel("c", List.of("a"), List.of(new BarChart.Heights("s", List.of(1.0), List.of(""))));
        assertThat(new BarChart("", java.util.Collections.nCopies(9, panel), true).layout())
                .satisfies(d -> assertThat(d.width()).isEqualTo(4 * 190))
                .satisfies(d -> assertThat(d.height()).isEqualTo(3 * 130));
        assertThat(new BarChart("t", List.of(), true).layout().boxes()).isEmpty();
        assertThat(PngDrawing.of(new BarChart("t", List.of(), true))).isPresent();
    }
}
