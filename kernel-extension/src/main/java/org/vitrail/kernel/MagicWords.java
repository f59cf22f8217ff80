package org.vitrail.kernel;

import java.util.ArrayList;
import java.util.List;

/// Splits the arguments of a magic as a shell would: white space separates, `'…'` and `"…"` hold together, a
/// backslash escapes inside double quotes only, and a semicolon at the very end is dropped.
final class MagicWords {
    private static final int CHUNK = 8_000;

    private MagicWords() {}

    static List<String> split(String text) {
        String line = text.strip();
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else if (c == '\\' && quote == '"' && i + 1 < line.length()) {
                    word.append(line.charAt(++i));
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                open = true;
            } else if (Character.isWhitespace(c)) {
                close(words, word, open);
                open = false;
            } else if (c != ';' || i < line.length() - 1) {
                word.append(c);
            }
        }
        close(words, word, open);
        return words;
    }

    private static void close(List<String> words, StringBuilder word, boolean quoted) {
        if (!word.isEmpty() || quoted) {
            words.add(word.toString());
        }
        word.setLength(0);
    }

    /// A Java expression for the text; long texts are joined at run time, constants end at 65,535 bytes.
    static String literal(String text) {
        if (text.length() <= CHUNK) {
            return quoted(text);
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < text.length(); i += CHUNK) {
            parts.add(quoted(text.substring(i, Math.min(text.length(), i + CHUNK))));
        }
        return "java.lang.String.join(\"\", " + String.join(", ", parts) + ")";
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c < ' ' || c > '~') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    static String list(List<String> words) {
        return "java.util.Arrays.asList(new java.lang.String[] {"
                + String.join(", ", words.stream().map(MagicWords::literal).toList())
                + "})";
    }
}
