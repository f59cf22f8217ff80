package org.vitrail.kernel;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/// A small round window of stained glass, drawn.
final class Logo {
    private static final Color[] GLASS = {
        new Color(0x1d4e89), new Color(0xc8553d), new Color(0xf2b134), new Color(0x2a9d8f),
        new Color(0x6a4c93), new Color(0xe9724c), new Color(0x1982c4), new Color(0x8ac926)
    };

    private Logo() {}

    /// @param size width and height in pixels
    static byte[] png(int size) throws IOException {
        System.setProperty("java.awt.headless", "true");
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.scale(size / 64.0, size / 64.0);
        g.setStroke(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int i = 0; i < GLASS.length; i++) {
            petal(g, i);
        }
        Ellipse2D heart = new Ellipse2D.Double(24, 24, 16, 16);
        g.setColor(new Color(0xfff3b0));
        g.fill(heart);
        g.setColor(new Color(0x22223b));
        g.draw(heart);
        g.draw(new Ellipse2D.Double(2, 2, 60, 60));
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static void petal(Graphics2D g, int i) {
        double from = Math.PI * 2 * i / GLASS.length;
        double to = Math.PI * 2 * (i + 1) / GLASS.length;
        Path2D glass = new Path2D.Double();
        glass.moveTo(32, 32);
        glass.lineTo(32 + 30 * Math.cos(from), 32 + 30 * Math.sin(from));
        double middle = (from + to) / 2;
        double reach = 30 / Math.cos((to - from) / 2) * 1.02;
        glass.quadTo(
                32 + reach * Math.cos(middle),
                32 + reach * Math.sin(middle),
                32 + 30 * Math.cos(to),
                32 + 30 * Math.sin(to));
        glass.closePath();
        g.setColor(GLASS[i]);
        g.fill(glass);
        g.setColor(new Color(0x22223b));
        g.draw(glass);
    }
}
