package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrail.magic.view.CurveView.Curve;

/// Two standard deviations of a plane normal law around the mean of points.
///
/// @param points of its edge
record Ellipse(List<Curve.Point> points) {
    private static final int STEPS = 72;
    private static final int MARGIN = 24;

    Ellipse {
        points = List.copyOf(points);
    }

    /// @param covariance of the law; a second coordinate that is missing counts as 0
    static Ellipse of(List<Double> xs, List<Double> ys, double[][] covariance) {
        double mx = xs.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double my = ys.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double a = covariance[0][0];
        double b = covariance.length > 1 ? covariance[0][1] : 0;
        double c = covariance.length > 1 ? covariance[1][1] : 0;
        double l11 = Math.sqrt(a); // Cholesky factor
        double l21 = l11 > 0 ? b / l11 : 0;
        double l22 = Math.sqrt(Math.max(0, c - l21 * l21));
        List<Curve.Point> points = new ArrayList<>();
        for (int i = 0; i <= STEPS; i++) {
            double angle = 2 * Math.PI * i / STEPS;
            double u = 2 * Math.cos(angle);
            double v = 2 * Math.sin(angle);
            points.add(new Curve.Point(mx + l11 * u, my + l21 * u + l22 * v));
        }
        return new Ellipse(points);
    }

    /// The points and the edge, drawn to fill the picture.
    String svg(String title, List<Double> xs, List<Double> ys, int width, int height) {
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        List<Curve.Point> all = new ArrayList<>(points);
        for (int i = 0; i < xs.size(); i++) {
            all.add(new Curve.Point(xs.get(i), ys.get(i)));
        }
        for (Curve.Point p : all) {
            left = Math.min(left, p.x());
            right = Math.max(right, p.x());
            low = Math.min(low, p.y());
            high = Math.max(high, p.y());
        }
        double sx = right > left ? (width - 2.0 * MARGIN) / (right - left) : 0;
        double sy = high > low ? (height - 2.0 * MARGIN) / (high - low) : 0;
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                        + "style=\"max-width:100%%;font-family:sans-serif\"><title>%s</title><path fill=\"none\" stroke=\"%s\""
                        + " stroke-width=\"2\" d=\"",
                width,
                height,
                width,
                Html.escape(title),
                Html.PENDING));
        for (int i = 0; i < points.size(); i++) {
            out.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    i == 0 ? "M" : "L",
                    MARGIN + (points.get(i).x() - left) * sx,
                    height - MARGIN - (points.get(i).y() - low) * sy));
        }
        out.append("\"/>");
        for (int i = 0; i < xs.size(); i++) {
            out.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2\" fill=\"%s\"/>",
                    MARGIN + (xs.get(i) - left) * sx,
                    height - MARGIN - (ys.get(i) - low) * sy,
                    Html.ACCENT));
        }
        return out.append("</svg>").toString();
    }
}
