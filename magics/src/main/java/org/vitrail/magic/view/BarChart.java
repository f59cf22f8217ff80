package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Small bar charts side by side, and where each of their bars stands: the one description that the SVG and the PNG
/// are drawn from.
///
/// @param title above all panels; empty for none
/// @param edges whether the first and the last bin are named below each panel
record BarChart(String title, List<Panel> panels, boolean edges) {
    private static final int PER_LINE = 4;
    private static final int PANEL_WIDTH = 190;
    private static final int HEADING = 22;
    private static final int MARGIN = 10;
    private static final int CEILING = 24; // the panel's name stands above it
    private static final List<String> COLOURS = List.of(Html.ACCENT, Html.PENDING, "#7aa65a");

    BarChart {
        panels = List.copyOf(panels);
    }

    /// One chart.
    ///
    /// @param bins names of the bars, in order
    /// @param series one or more, drawn side by side in each bin
    record Panel(String name, List<String> bins, List<Heights> series) {
        Panel {
            bins = List.copyOf(bins);
            series = List.copyOf(series);
        }

        private double top() {
            return series.stream()
                    .flatMap(s -> s.values().stream())
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
        }
    }

    /// The bars of one series.
    ///
    /// @param name for the legend
    /// @param values one for each bin, finite, >= 0
    /// @param tips one for each bin: what is said where the mouse rests
    record Heights(String name, List<Double> values, List<String> tips) {
        Heights {
            values = List.copyOf(values);
            tips = List.copyOf(tips);
        }
    }

    /// Everything to draw, in pixels from the upper left corner.
    record Drawing(int width, int height, String title, List<Box> boxes, List<Floor> floors, List<Label> labels) {}

    /// A filled rectangle; an empty tip says nothing.
    record Box(double x, double y, double width, double height, String colour, String tip) {}

    /// A level line.
    record Floor(int from, int to, int y) {}

    /// One line of text.
    ///
    /// @param right whether `x` is where it ends
    record Label(int x, int y, boolean right, int size, String text) {}

    /// Where everything stands.
    Drawing layout() {
        int perLine = Math.clamp(panels.size(), 1, PER_LINE);
        int lines = Math.max(1, (panels.size() + perLine - 1) / perLine);
        List<String> legend = legend();
        int heading = title.isEmpty() && legend.isEmpty() ? 0 : HEADING;
        int panelHeight = edges ? 130 : 112;
        List<Box> boxes = new ArrayList<>();
        List<Floor> floors = new ArrayList<>();
        List<Label> labels = new ArrayList<>();
        if (!title.isEmpty()) {
            labels.add(label(MARGIN, 15, false, 13, title, perLine * 28));
        }
        int at = title.isEmpty() ? MARGIN : perLine * PANEL_WIDTH / 2;
        for (int s = 0; s < legend.size(); s++) {
            boxes.add(new Box(at, 7, 9, 9, colour(s), ""));
            labels.add(label(at + 13, 15, false, 11, legend.get(s), 20));
            at += 30 + 6 * Math.min(20, legend.get(s).length());
        }
        for (int i = 0; i < panels.size(); i++) {
            int left = i % perLine * PANEL_WIDTH;
            int up = heading + i / perLine * panelHeight;
            int floor = up + panelHeight - (edges ? 28 : 10);
            place(panels.get(i), left, up, floor, boxes, labels);
            floors.add(new Floor(left + MARGIN, left + PANEL_WIDTH - MARGIN, floor));
        }
        return new Drawing(perLine * PANEL_WIDTH, heading + lines * panelHeight, title, boxes, floors, labels);
    }

    private void place(Panel panel, int left, int up, int floor, List<Box> boxes, List<Label> labels) {
        labels.add(label(left + MARGIN, up + 14, false, 11, panel.name(), 26));
        double top = panel.top();
        double step = (PANEL_WIDTH - 2.0 * MARGIN) / Math.max(1, panel.bins().size());
        double bar = step / Math.max(1, panel.series().size());
        double gap = panel.series().size() > 1 ? 0.6 : 1;
        for (int s = 0; s < panel.series().size(); s++) {
            Heights series = panel.series().get(s);
            for (int b = 0; b < series.values().size(); b++) {
                double height =
                        top > 0 ? (floor - up - CEILING) * series.values().get(b) / top : 0;
                double x = left + MARGIN + b * step + s * bar;
                boxes.add(new Box(
                        x,
                        floor - height,
                        Math.max(0.5, bar - gap),
                        height,
                        colour(s),
                        series.tips().get(b)));
            }
        }
        if (edges && !panel.bins().isEmpty()) {
            int y = floor + 12;
            labels.add(label(left + MARGIN, y, false, 9, panel.bins().getFirst(), 14));
            labels.add(
                    label(left + PANEL_WIDTH - MARGIN, y, true, 9, panel.bins().getLast(), 14));
        }
    }

    /// Names of the series, if there is more than one to tell apart.
    private List<String> legend() {
        Set<String> names = new LinkedHashSet<>();
        panels.forEach(p -> p.series().forEach(s -> names.add(s.name())));
        return names.size() > 1 ? List.copyOf(names) : List.of();
    }

    private static String colour(int series) {
        return COLOURS.get(series % COLOURS.size());
    }

    private static Label label(int x, int y, boolean right, int size, String text, int charactersMax) {
        int characters = text.codePointCount(0, text.length());
        String shown = characters <= charactersMax
                ? text
                : text.substring(0, text.offsetByCodePoints(0, charactersMax - 1)) + "…";
        return new Label(x, y, right, size, shown);
    }
}
