package org.vitrail.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.composition.GroupPrivacy;
import org.vitrail.privacy.accounting.filter.Rational;
import org.vitrail.privacy.accounting.filter.SumFilter;

/// Groups, filters and probabilities of integer noise: exact arithmetic or closed forms.
final class ExactCase {
    private static final List<String> INTEGERS = List.of("0", "1", "2", "3", "5", "10");

    private ExactCase() {}

    static void group(JsonFields fields, ObjectNode answer) {
        double epsilon = fields.notNegative("eps");
        double delta = fields.probability("delta");
        long group = fields.whole("group", 1);
        JsonFields.put(answer, "eps_group", GroupPrivacy.epsilon(epsilon, group));
        JsonFields.put(answer, "delta_group", GroupPrivacy.delta(epsilon, delta, group));
    }

    static void groupZcdp(JsonFields fields, ObjectNode answer) {
        JsonFields.put(answer, "rho_group", GroupPrivacy.rho(fields.notNegative("rho"), fields.whole("group", 1)));
    }

    static void groupGaussian(JsonFields fields, ObjectNode answer) {
        long group = fields.whole("group", 1);
        long count = fields.node().has("count") ? fields.whole("count", 0) : 1;
        BigDecimal total = GaussianAccountant.muSquared(fields.positive("sigma"), count)
                .multiply(BigDecimal.valueOf(group).pow(2));
        double epsilon = total.signum() == 0 ? 0 : GaussianAccountant.epsilon(fields.delta(false), total);
        answer.put("eps_exact", epsilon);
        answer.put("eps_best", epsilon);
    }

    static void filter(JsonFields fields, ObjectNode answer) {
        SumFilter filter = new SumFilter(List.of(Rational.parse(fields.text("budget"))));
        JsonNode charges = fields.node().path("charges");
        if (!charges.isArray()) {
            throw new IllegalArgumentException("charges must be a list, got " + JsonFields.shown(charges));
        }
        ArrayNode decisions = answer.putArray("decisions");
        for (JsonNode charge : charges) {
            Rational amount = Rational.parse(charge.asText());
            decisions.add(filter.request(List.of(amount)) ? "ALLOW" : "DENY");
        }
        answer.put("spent_exact", filter.spent().getFirst().toString());
    }

    /// Mass proportional to e^(−x²/(2σ²)).
    static void discreteGaussian(JsonFields fields, ObjectNode answer) {
        Rational square = positive(fields, "sigma2");
        double sigma2 = toDouble(square);
        double total = 1;
        double second = 0;
        if (sigma2 < 4) {
            for (int x = 1; x < 120; x++) {
                double mass = 2 * mass(square, x);
                total += mass;
                second += mass * x * x;
            }
        } else {
            total = Math.sqrt(2 * Math.PI * sigma2); // Poisson summation: the next part is below 1e-34 of it
            second = sigma2 * total;
        }
        double whole = total;
        pmf(fields, answer, x -> mass(square, x) / whole);
        answer.put("variance", second / whole);
    }

    private static double mass(Rational square, double x) {
        BigDecimal exponent = new BigDecimal(x)
                .pow(2)
                .multiply(new BigDecimal(square.denominator()))
                .divide(new BigDecimal(square.numerator().multiply(BigInteger.TWO)), MathContext.DECIMAL64);
        return Math.exp(-exponent.doubleValue());
    }

    /// Mass tanh(1/(2t)) e^(−|x|/t).
    static void discreteLaplace(JsonFields fields, ObjectNode answer) {
        double scale = toDouble(positive(fields, "scale"));
        double step = 1 / scale;
        pmf(fields, answer, x -> Math.tanh(step / 2) * Math.exp(-Math.abs(x) / scale));
        double lost = -Math.expm1(-step);
        JsonFields.put(answer, "variance", 2 * Math.exp(-step) / lost / lost);
    }

    private static void pmf(JsonFields fields, ObjectNode answer, DoubleUnaryOperator mass) {
        List<String> integers = new ArrayList<>();
        JsonNode listed = fields.node().path("pmf");
        if (listed.isObject()) {
            listed.fieldNames().forEachRemaining(integers::add);
        } else if (listed.isArray()) {
            listed.forEach(x -> integers.add(x.asText()));
        } else {
            integers.addAll(INTEGERS);
        }
        ObjectNode pmf = answer.putObject("pmf");
        for (String integer : integers) {
            pmf.put(integer, mass.applyAsDouble(integer(integer)));
        }
    }

    private static double integer(String text) {
        try {
            return new BigInteger(text.strip()).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("pmf must be asked at integers, got '" + text + "'");
        }
    }

    private static Rational positive(JsonFields fields, String field) {
        Rational value = Rational.parse(fields.text(field));
        if (value.numerator().signum() == 0) {
            throw new IllegalArgumentException(field + " must be > 0, got " + value);
        }
        return value;
    }

    private static double toDouble(Rational value) {
        return new BigDecimal(value.numerator())
                .divide(new BigDecimal(value.denominator()), MathContext.DECIMAL64)
                .doubleValue();
    }
}
