package org.vitrail.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;

/// One case: what is asked and its answer.
final class AccountCase {
    private static final BigDecimal PICO = BigDecimal.TEN.pow(12);

    private final JsonNode node;

    AccountCase(JsonNode node) {
        this.node = node;
    }

    /// Writes the answer's fields.
    ///
    /// @throws IllegalArgumentException one line: what is not supported or out of range, with its value
    void answer(ObjectNode answer) {
        String kind = node.path("kind").asText("epsilon");
        switch (kind) {
            case "epsilon" -> epsilon(answer);
            case "calibrate_gaussian" -> calibrate(answer);
            case "group_privacy" -> group(answer);
            case "group_privacy_zcdp" -> groupZcdp(answer);
            case "group_privacy_gaussian" -> groupGaussian(answer);
            case "filter_trace" -> filter(answer);
            default ->
                throw new IllegalArgumentException("kind '" + kind
                        + "' is not supported; supported: epsilon (gaussian events), calibrate_gaussian, group_privacy, "
                        + "group_privacy_zcdp, group_privacy_gaussian, filter_trace");
        }
    }

    private void epsilon(ObjectNode answer) {
        String relation = node.path("relation").asText("ADD_OR_REMOVE_ONE");
        int sensitivity = switch (relation) {
            case "ADD_OR_REMOVE_ONE" -> 1;
            case "REPLACE_ONE" -> 2; // one contribution leaves, another comes
            default ->
                throw new IllegalArgumentException("relation '" + relation + "' is not supported for "
                        + "gaussian events; use ADD_OR_REMOVE_ONE or REPLACE_ONE");
        };
        JsonNode events = node.path("events");
        if (!events.isArray() || events.isEmpty()) {
            throw new IllegalArgumentException("events must be a list of at least 1 event");
        }
        MuSquared total = MuSquared.ZERO;
        for (JsonNode event : events) {
            String type = event.path("type").asText("");
            if (!type.equals("gaussian")) {
                throw new IllegalArgumentException(
                        "event '" + type + "' is not supported by the Gaussian accountant; supported: gaussian");
            }
            long count = event.path("count").asLong(1);
            if (count < 1) {
                throw new IllegalArgumentException("count must be >= 1, got " + count);
            }
            total = total.plus(charge(positive(event, "sigma"), sensitivity).times(count));
        }
        put(answer, GaussianAccountant.epsilon(probability("delta"), total));
    }

    private void calibrate(ObjectNode answer) {
        MuSquared cap = GaussianAccountant.cap(positive(node, "eps"), probability("delta"));
        answer.put("sigma", GaussianAccountant.standardDeviation(1, cap));
    }

    private void group(ObjectNode answer) {
        double epsilon = positive(node, "eps");
        long group = size();
        answer.put("eps_group", group * epsilon);
        answer.put("delta_group", probability("delta") * Math.expm1(group * epsilon) / Math.expm1(epsilon));
    }

    private void groupZcdp(ObjectNode answer) {
        long group = size();
        answer.put("rho_group", group * group * positive(node, "rho"));
    }

    private void groupGaussian(ObjectNode answer) {
        long group = size();
        MuSquared once = charge(positive(node, "sigma"), group);
        put(
                answer,
                GaussianAccountant.epsilon(
                        probability("delta"), once.times(node.path("count").asLong(1))));
    }

    private void filter(ObjectNode answer) {
        BigDecimal budget = new BigDecimal(node.path("budget").asText());
        BigDecimal spent = BigDecimal.ZERO;
        ArrayNode decisions = answer.putArray("decisions");
        for (JsonNode charge : node.path("charges")) {
            BigDecimal after = spent.add(new BigDecimal(charge.asText()));
            boolean fits = after.compareTo(budget) <= 0;
            decisions.add(fits ? "ALLOW" : "DENY");
            spent = fits ? after : spent;
        }
        answer.put("spent_exact", spent.toPlainString());
    }

    private static void put(ObjectNode answer, double epsilon) {
        answer.put("eps_exact", epsilon);
        answer.put("eps_best", epsilon);
    }

    /// (sensitivity / σ)² rounded up.
    private static MuSquared charge(double sigma, long sensitivity) {
        BigDecimal square = new BigDecimal(sigma).pow(2);
        return new MuSquared(BigDecimal.valueOf(sensitivity)
                .pow(2)
                .multiply(PICO)
                .divide(square, 0, RoundingMode.CEILING)
                .longValueExact());
    }

    private long size() {
        long group = node.path("group").asLong(0);
        if (group < 1 || group > 1_000_000) {
            throw new IllegalArgumentException("group must be in [1, 1000000], got " + group);
        }
        return group;
    }

    private double probability(String field) {
        double value = number(node, field);
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(field + " must be in (0, 1), got " + value);
        }
        return value;
    }

    private static double positive(JsonNode node, String field) {
        double value = number(node, field);
        if (!(value > 0) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(field + " must be finite and > 0, got " + value);
        }
        return value;
    }

    private static double number(JsonNode node, String field) {
        if (!node.path(field).isNumber()) {
            throw new IllegalArgumentException(
                    field + " must be a number, got '" + node.path(field).asText() + "'");
        }
        return node.path(field).asDouble();
    }
}
