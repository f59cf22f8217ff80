package org.vitrail.privacy.accounting.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Events as one types them: `gaussian(sigma=2) laplace(scale=10, count=5)`, separated by white space or `;`.
/// Nested:
/// `repeat_and_select(event=gaussian(sigma=5), mean=10, shape=1)`.
public final class EventText {
    private final String text;
    private int at;

    private EventText(String text) {
        this.text = text;
    }

    /// Reads a list of at least one event.
    ///
    /// @throws IllegalArgumentException one line: what was expected, at which column; or which name is unknown
    public static List<EventFields> parse(String text) {
        EventText reader = new EventText(text);
        List<EventFields> events = new ArrayList<>();
        reader.skip("; \t\r\n");
        while (reader.at < text.length()) {
            events.add(reader.event());
            reader.skip("; \t\r\n");
        }
        if (events.isEmpty()) {
            throw new IllegalArgumentException("events must be at least 1, such as gaussian(sigma=2), got nothing");
        }
        return events;
    }

    private EventFields event() {
        String type = word("the name of an event");
        Map<String, String> numbers = new LinkedHashMap<>();
        Map<String, EventFields> events = new LinkedHashMap<>();
        skip(" \t\r\n");
        expect('(');
        EventReader.requireType(type);
        skip(" \t\r\n");
        while (at < text.length() && text.charAt(at) != ')') {
            String field = word("the name of a field");
            skip(" \t\r\n");
            expect('=');
            EventReader.requireField(type, field);
            if (numbers.containsKey(field) || events.containsKey(field)) {
                throw new IllegalArgumentException(type + " must have each field once, got " + field + " twice");
            }
            skip(" \t\r\n");
            if (field.equals("event")) {
                events.put(field, event());
            } else {
                numbers.put(field, until(",)"));
            }
            skip(", \t\r\n");
        }
        expect(')');
        return new Parsed(type, numbers, events);
    }

    private String word(String expected) {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        if (start == at) {
            throw wrong(expected);
        }
        return text.substring(start, at);
    }

    private String until(String ends) {
        int start = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(char wanted) {
        if (at >= text.length() || text.charAt(at) != wanted) {
            throw wrong("'" + wanted + "'");
        }
        at++;
    }

    private IllegalArgumentException wrong(String expected) {
        String got = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new IllegalArgumentException("events: expected " + expected + " at column " + (at + 1) + ", got " + got
                + "; an event looks like poisson_gaussian(q=0.01, sigma=1.1, count=1000)");
    }

    private record Parsed(String type, Map<String, String> numbers, Map<String, EventFields> events)
            implements EventFields {
        @Override
        public OptionalDouble number(String field) {
            String value = numbers.get(field);
            if (value == null) {
                return OptionalDouble.empty();
            }
            try {
                return OptionalDouble.of(value.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(field + " must be a number, got '" + value + "'");
            }
        }

        @Override
        public Optional<EventFields> event(String field) {
            return Optional.ofNullable(events.get(field));
        }
    }
}
