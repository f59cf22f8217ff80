package org.vitrail.kernel;

/// Follows Java source line by line: is the next line code, or inside a text block or a comment, and does it start a
/// statement? Knows strings, characters, text blocks and both kinds of comments.
final class JavaLines {
    private enum Place {
        CODE,
        TEXT_BLOCK,
        COMMENT
    }

    private Place place = Place.CODE;
    private char last = ';';

    boolean isCode() {
        return place == Place.CODE;
    }

    /// Whether what came before is complete, so that a `%` cannot be a remainder operator.
    boolean endsStatement() {
        return ";{}:)>".indexOf(last) >= 0;
    }

    void statement() {
        last = ';';
    }

    void pass(String line) {
        int i = 0;
        while (i < line.length()) {
            i = switch (place) {
                case TEXT_BLOCK -> leave(line, i, "\"\"\"");
                case COMMENT -> leave(line, i, "*/");
                case CODE -> code(line, i);
            };
        }
    }

    private int leave(String line, int from, String end) {
        for (int i = from; i < line.length(); i++) {
            if (line.charAt(i) == '\\' && place == Place.TEXT_BLOCK) {
                i++;
            } else if (line.startsWith(end, i)) {
                if (place == Place.TEXT_BLOCK) {
                    last = '"';
                }
                place = Place.CODE;
                return i + end.length();
            }
        }
        return line.length();
    }

    private int code(String line, int i) {
        char c = line.charAt(i);
        if (line.startsWith("\"\"\"", i)) {
            place = Place.TEXT_BLOCK;
            return i + 3;
        }
        if (line.startsWith("/*", i)) {
            place = Place.COMMENT;
            return i + 2;
        }
        if (line.startsWith("//", i)) {
            return line.length();
        }
        if (!Character.isWhitespace(c)) {
            last = c;
        }
        return c == '"' || c == '\'' ? quoted(line, i) : i + 1;
    }

    private static int quoted(String line, int start) {
        char quote = line.charAt(start);
        for (int i = start + 1; i < line.length(); i++) {
            if (line.charAt(i) == '\\') {
                i++;
            } else if (line.charAt(i) == quote) {
                return i + 1;
            }
        }
        return line.length();
    }
}
