package org.vitrail.magic.view;

import java.util.List;

/// A line of a plot.
///
/// @param x what the horizontal axis shows
/// @param y what the vertical axis shows
/// @param points in ascending order of x; y may be infinite
public record Curve(String title, String x, String y, List<Point> points) {
    public Curve {
        points = List.copyOf(points);
    }

    /// One point.
    public record Point(double x, double y) {}
}
