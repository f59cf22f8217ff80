package org.vitrail.magic.view;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import javax.imageio.ImageIO;

/// Draws a chart as PNG, for front ends and papers that know neither Vega nor SVG: dark on white, twice as fine as it
/// is shown.
final class PngDrawing {
    /// Pixels of the image for one pixel of the layout.
    static final int SCALE = 2;

    private static final Color INK = new Color(0x26, 0x26, 0x26);

    private PngDrawing() {}

    /// The image in Base64, as notebooks hold it; empty where this Java cannot draw (no fonts on a bare server).
    static Optional<String> of(BarChart chart) {
        try {
            BufferedImage image = draw(chart.layout());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            return ImageIO.write(image, "png", bytes)
                    ? Optional.of(Base64.getEncoder().encodeToString(bytes.toByteArray()))
                    : Optional.empty();
        } catch (IOException | RuntimeException | LinkageError | InternalError | AWTError e) {
            return Optional.empty(); // the other forms still tell
        }
    }

    private static BufferedImage draw(BarChart.Drawing drawing) {
        BufferedImage image =
                new BufferedImage(drawing.width() * SCALE, drawing.height() * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        try {
            pen.setColor(Color.WHITE);
            pen.fillRect(0, 0, image.getWidth(), image.getHeight());
            pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            pen.scale(SCALE, SCALE);
            for (BarChart.Box box : drawing.boxes()) {
                pen.setColor(Color.decode(box.colour()));
                pen.fill(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
            }
            pen.setColor(new Color(0x93, 0x93, 0x93));
            for (BarChart.Floor floor : drawing.floors()) {
                pen.fill(new Rectangle2D.Double(floor.from(), floor.y() - 0.5, floor.to() - floor.from(), 1));
            }
            pen.setColor(INK);
            for (BarChart.Label label : drawing.labels()) {
                pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, label.size()));
                int width = label.right() ? pen.getFontMetrics().stringWidth(label.text()) : 0;
                pen.drawString(label.text(), label.x() - width, label.y());
            }
        } finally {
            pen.dispose();
        }
        return image;
    }
}
