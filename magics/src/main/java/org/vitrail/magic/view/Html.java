package org.vitrail.magic.view;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.ShortNumber;

/// Escaping, numbers and the few shapes that all views share. Colours are drawn from the page (`currentColor`) or
/// readable on light and dark alike.
final class Html {
    /// Blue that reads on white and on near-black.
    static final String ACCENT = "#4c86c6";

    /// Amber for what is set aside.
    static final String PENDING = "#d9902f";

    private Html() {}

    /// Safe as text and inside a quoted attribute. Control characters that no page may hold become U+FFFD.
    static String escape(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        String.valueOf(value).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.appendCodePoint(c);
                default -> out.appendCodePoint(allowed(c) ? c : 0xfffd);
            }
        });
        return out.toString();
    }

    /// Characters of XML 1.0 without the ones that turn the reading direction.
    private static boolean allowed(int c) {
        boolean bidi = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        return !bidi && c >= 0x20 && !(c >= 0x7f && c < 0xa0) && !(c >= 0xd800 && c < 0xe000) && (c & 0xfffe) != 0xfffe;
    }

    /// As [ShortNumber#of].
    static String number(double value) {
        return ShortNumber.of(value);
    }

    /// As [ShortNumber#upper].
    static String upper(double bound) {
        return ShortNumber.upper(bound);
    }

    /// Whole numbers with thousands separated by commas.
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// Seconds in words: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`.
    static String duration(double seconds) {
        if (!Double.isFinite(seconds) || seconds < 0) {
            return "–";
        }
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /// An ISO time without its fraction of a second: `2026-11-24 05:00:00 UTC`; anything else as it is.
    static String time(String iso) {
        return iso.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?Z$", "$1 $2 UTC");
    }

    /// A box with a title.
    static String box(String title, String body) {
        return "<div style=\"border:1px solid rgba(128,128,128,.45);border-radius:6px;padding:8px 12px;margin:4px 0;"
                + "max-width:60em;font-size:13px\"><div style=\"font-weight:600;margin-bottom:4px\">" + escape(title)
                + "</div>" + body + "</div>";
    }

    /// What is long, behind a line to click on.
    static String folded(String line, String body, boolean open) {
        return "<details" + (open ? " open=\"open\"" : "") + "><summary style=\"cursor:pointer\">" + escape(line)
                + "</summary>" + body + "</details>";
    }

    /// A list of terms and what they are; both are escaped.
    static String facts(List<Fact> facts) {
        StringBuilder out = new StringBuilder("<table style=\"border-collapse:collapse;margin:0\"><tbody>");
        for (Fact fact : facts) {
            out.append("<tr style=\"background:transparent\"><th style=\"text-align:left;vertical-align:top;"
                            + "padding:1px 14px 1px 0;font-weight:500;opacity:.75;white-space:nowrap\">")
                    .append(escape(fact.term()))
                    .append(
                            "</th><td style=\"text-align:left;padding:1px 0;white-space:pre-line;overflow-wrap:anywhere\">")
                    .append(escape(fact.value()))
                    .append("</td></tr>");
        }
        return out.append("</tbody></table>").toString();
    }

    /// The same list as text.
    static String text(List<Fact> facts) {
        int width = facts.stream().mapToInt(f -> f.term().length()).max().orElse(0);
        StringBuilder out = new StringBuilder();
        for (Fact fact : facts) {
            String indent = "\n" + " ".repeat(width + 4);
            out.append("  ")
                    .append(fact.term())
                    .append(" ".repeat(width - fact.term().length() + 2))
                    .append(fact.value().replace("\n", indent))
                    .append('\n');
        }
        return out.toString();
    }

    /// A term and what it is.
    record Fact(String term, String value) {}

    /// A table with a header; every cell is escaped.
    ///
    /// @param rightAligned which columns hold numbers
    static String table(List<String> header, List<List<String>> rows, List<Boolean> rightAligned) {
        StringBuilder out = new StringBuilder("<div style=\"overflow-x:auto\"><table style=\"border-collapse:collapse;"
                + "font-size:12px\"><thead><tr>");
        for (int c = 0; c < header.size(); c++) {
            out.append("<th style=\"padding:2px 8px;border-bottom:1px solid rgba(128,128,128,.6);text-align:")
                    .append(rightAligned.get(c) ? "right" : "left")
                    .append("\">")
                    .append(escape(header.get(c)))
                    .append("</th>");
        }
        out.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            out.append("<tr>");
            for (int c = 0; c < header.size(); c++) {
                out.append("<td style=\"padding:2px 8px;text-align:")
                        .append(rightAligned.get(c) ? "right" : "left")
                        .append("\">")
                        .append(escape(row.get(c)))
                        .append("</td>");
            }
            out.append("</tr>");
        }
        return out.append("</tbody></table></div>").toString();
    }

    /// The same table as text, columns cut to 24 characters.
    static String textTable(List<String> header, List<List<String>> rows, List<Boolean> rightAligned) {
        StringBuilder out = new StringBuilder();
        int[] widths = new int[header.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = cut(header.get(c)).length();
            for (List<String> row : rows) {
                widths[c] = Math.max(widths[c], cut(row.get(c)).length());
            }
        }
        line(out, header, widths, rightAligned);
        rows.forEach(row -> line(out, row, widths, rightAligned));
        return out.toString();
    }

    private static void line(StringBuilder out, List<String> cells, int[] widths, List<Boolean> rightAligned) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String cell = cut(cells.get(c));
            String pad = " ".repeat(widths[c] - cell.length());
            line.append(c == 0 ? "" : "  ").append(rightAligned.get(c) ? pad + cell : cell + pad);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= 24 ? line : line.substring(0, 23) + "…";
    }
}
