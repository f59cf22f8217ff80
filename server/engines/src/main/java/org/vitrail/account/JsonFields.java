package org.vitrail.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.text.EventFields;
import org.vitrail.privacy.accounting.text.EventReader;

/// A JSON object's fields, checked. Infinities are the string `inf`.
record JsonFields(JsonNode node) implements EventFields {
    private static final int EVENTS_MAX = 100_000;

    @Override
    public String type() {
        return node.path("type").asText("");
    }

    @Override
    public OptionalDouble number(String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalDouble.empty();
        }
        if (value.isTextual() && value.asText().equals("inf")) {
            return OptionalDouble.of(Double.POSITIVE_INFINITY);
        }
        if (!value.isNumber()) {
            throw new IllegalArgumentException(field + " must be a number, got " + shown(value));
        }
        return OptionalDouble.of(value.asDouble());
    }

    @Override
    public Optional<EventFields> event(String field) {
        JsonNode value = node.path(field);
        return value.isObject() ? Optional.of(new JsonFields(value)) : Optional.empty();
    }

    /// The list `events`, each an object.
    List<JsonFields> events() {
        JsonNode events = node.path("events");
        if (!events.isArray() || events.isEmpty() || events.size() > EVENTS_MAX) {
            throw new IllegalArgumentException("events must be a list of 1 to " + EVENTS_MAX + " events, got "
                    + (events.isArray() ? "a list of " + events.size() : shown(events)));
        }
        List<JsonFields> fields = new ArrayList<>();
        for (JsonNode event : events) {
            if (!event.isObject()) {
                throw new IllegalArgumentException(
                        "events[" + fields.size() + "] must be an object, got " + shown(event));
            }
            fields.add(new JsonFields(event));
        }
        return fields;
    }

    NeighbouringRelation relation() {
        return EventReader.relation(node.path("relation").asText("ADD_OR_REMOVE_ONE"));
    }

    double required(String field) {
        return number(field).orElseThrow(() -> new IllegalArgumentException(field + " must be a number, got nothing"));
    }

    double positive(String field) {
        double value = required(field);
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(field + " must be finite and > 0, got " + value);
        }
        return value;
    }

    double notNegative(String field) {
        double value = required(field);
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(field + " must be finite and >= 0, got " + value);
        }
        return value;
    }

    double probability(String field) {
        double value = required(field);
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(field + " must be in [0, 1], got " + value);
        }
        return value;
    }

    /// δ of (0, 1), or of [0, 1) where 0 makes sense.
    double delta(boolean zeroToo) {
        double value = required("delta");
        if (!(value < 1 && (value > 0 || (zeroToo && value == 0)))) {
            throw new IllegalArgumentException("delta must be in " + (zeroToo ? "[" : "(") + "0, 1), got " + value);
        }
        return value;
    }

    long whole(String field, long least) {
        double value = required(field);
        if (!(value == Math.rint(value) && value >= least && value <= 0x1p62)) {
            throw new IllegalArgumentException(
                    field + " must be a whole number in [" + least + ", 4.6e18], got " + value);
        }
        return (long) value;
    }

    String text(String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual() && !value.isNumber()) {
            throw new IllegalArgumentException(
                    field + " must be a decimal or a fraction as a string, got " + shown(value));
        }
        return value.asText();
    }

    static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "nothing" : value.toString();
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }

    /// Writes a number; infinite as `inf`.
    static void put(ObjectNode answer, String field, double value) {
        if (Double.isInfinite(value)) {
            answer.put(field, "inf");
        } else {
            answer.put(field, value);
        }
    }
}
