package org.vitrail.contract.certificate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One text for one meaning: the JSON Canonicalization Scheme (RFC 8785) over fewer values.
///
/// Members are sorted by the UTF-16 units of their names, there is no white space, strings hold escapes only where
/// JSON needs them, doubles are spelled as ECMAScript does (the shortest digits that read back as the same double).
/// Refused are `null`, a name that occurs twice, surrogates without their other half, numbers that are neither a
/// double nor an integer of 64 bits, and nesting deeper than [#DEPTH_MAX]. One thing goes further than RFC 8785:
/// integers keep all their digits, also above 2^53, where RFC 8785 would round them.
public final class CanonicalJson {
    /// How deep objects and arrays may lie in one another.
    public static final int DEPTH_MAX = 20;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int INTEGER_DIGITS_MAX = 21; // ECMAScript writes an exponent from 1e21 on
    private static final int LEADING_ZEROS_MAX = 6;

    private final JsonParser parser;
    private final boolean anySpelling;

    private CanonicalJson(JsonParser parser, boolean anySpelling) {
        this.parser = parser;
        this.anySpelling = anySpelling;
    }

    /// The canonical text of any spelling of a value.
    ///
    /// @throws IllegalArgumentException one line: what stands there that has no canonical form
    public static String of(String json) {
        return read(json, true);
    }

    /// The canonical text of a value whose numbers are spelled canonically already; white space and the order of
    /// members are free.
    ///
    /// @throws IllegalArgumentException one line: what is not so
    static String ofCareful(String json) {
        return read(json, false);
    }

    private static String read(String json, boolean anySpelling) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            CanonicalJson reader = new CanonicalJson(parser, anySpelling);
            parser.nextToken();
            StringBuilder out = new StringBuilder(json.length());
            reader.value(out, 0);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("one JSON value expected, got more behind it");
            }
            return out.toString();
        } catch (JsonProcessingException e) {
            String why =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException("not valid JSON: " + why);
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory can be read", e);
        }
    }

    /// The canonical texts of the members of one object, by name.
    ///
    /// @param canonical a canonical object
    static SortedMap<String, String> members(String canonical) {
        try (JsonParser parser = FACTORY.createParser(canonical)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a JSON object expected, got another value");
            }
            return new CanonicalJson(parser, false).object(1);
        } catch (IOException e) {
            throw new IllegalStateException("a canonical text can be read", e);
        }
    }

    private void value(StringBuilder out, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IllegalArgumentException("a JSON value expected, got nothing");
        }
        if (depth == DEPTH_MAX && token.isStructStart()) {
            throw new IllegalArgumentException("nesting of at most " + DEPTH_MAX + " levels expected, got more");
        }
        switch (token) {
            case START_OBJECT -> write(out, object(depth + 1));
            case START_ARRAY -> array(out, depth + 1);
            case VALUE_STRING -> string(out, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.append(number(parser.getText()));
            case VALUE_TRUE -> out.append("true");
            case VALUE_FALSE -> out.append("false");
            case VALUE_NULL -> throw new IllegalArgumentException("null has no place here; leave the member out");
            default -> throw new IllegalArgumentException("a JSON value expected, got something else");
        }
    }

    private SortedMap<String, String> object(int depth) throws IOException {
        SortedMap<String, String> members = new TreeMap<>(); // String's order is by UTF-16 units
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            StringBuilder member = new StringBuilder();
            value(member, depth);
            members.put(name, member.toString());
        }
        return members;
    }

    private static void write(StringBuilder out, SortedMap<String, String> members) {
        out.append('{');
        int first = out.length();
        members.forEach((name, text) -> {
            if (out.length() > first) {
                out.append(',');
            }
            string(out, name);
            out.append(':').append(text);
        });
        out.append('}');
    }

    private void array(StringBuilder out, int depth) throws IOException {
        List<String> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            StringBuilder item = new StringBuilder();
            value(item, depth);
            items.add(item.toString());
        }
        out.append('[').append(String.join(",", items)).append(']');
    }

    private static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("a string must hold whole characters, got half of one");
            } else {
                character(out, c);
            }
        }
        out.append('"');
    }

    private static void character(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> {
                if (c < 0x20) {
                    out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                } else {
                    out.append(c);
                }
            }
        }
    }

    private String number(String text) {
        String canonical = text.matches("-?[0-9]+") ? integer(text) : spelled(Double.parseDouble(text));
        if (!anySpelling && !canonical.equals(text)) {
            throw new IllegalArgumentException("numbers must be spelled in their canonical form, got another form");
        }
        return canonical;
    }

    private static String integer(String text) {
        try {
            return Long.toString(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an integer must have at most 64 bits, got more");
        }
    }

    /// A double as ECMAScript's `Number::toString` spells it (ECMA-262, section 6.1.6.1.20).
    static String spelled(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a number must be finite, got one that is not");
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        BigDecimal oneDigit = shortest.round(new MathContext(1)); // Java never writes fewer than two digits
        BigDecimal decimal = oneDigit.doubleValue() == Math.abs(value) ? oneDigit.stripTrailingZeros() : shortest;
        String digits = decimal.unscaledValue().toString();
        int point = digits.length() - decimal.scale(); // value = 0.digits * 10^point
        String sign = value < 0 ? "-" : "";
        if (point > INTEGER_DIGITS_MAX || point <= -LEADING_ZEROS_MAX) {
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            return sign + digits.charAt(0) + fraction + "e" + (point > 0 ? "+" : "-") + Math.abs(point - 1);
        }
        if (point <= 0) {
            return sign + "0." + "0".repeat(-point) + digits;
        }
        return point >= digits.length()
                ? sign + digits + "0".repeat(point - digits.length())
                : sign + digits.substring(0, point) + "." + digits.substring(point);
    }

    /// A canonical text with line breaks and two spaces a level, for people; its canonical form is the same.
    static String pretty(String canonical) {
        StringBuilder out = new StringBuilder(canonical.length() * 2);
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < canonical.length(); i++) {
            char c = canonical.charAt(i);
            if (quoted) {
                out.append(c);
                if (c == '\\') {
                    out.append(canonical.charAt(++i));
                }
                quoted = c != '"';
                continue;
            }
            boolean empty = i + 1 < canonical.length() && "}]".indexOf(canonical.charAt(i + 1)) >= 0;
            switch (c) {
                case '"' -> {
                    quoted = true;
                    out.append(c);
                }
                case '{', '[' -> line(out.append(c), empty ? -1 : ++depth);
                case '}', ']' -> {
                    boolean opened = "{[".indexOf(canonical.charAt(i - 1)) >= 0;
                    line(out, opened ? -1 : --depth);
                    out.append(c);
                }
                case ',' -> line(out.append(c), depth);
                case ':' -> out.append(": ");
                default -> out.append(c);
            }
        }
        return out.append('\n').toString();
    }

    private static void line(StringBuilder out, int depth) {
        if (depth >= 0) {
            out.append('\n').append("  ".repeat(depth));
        }
    }
}
