package org.vitrail.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.composition.GroupPrivacy;
import org.vitrail.privacy.accounting.filter.Rational;
import org.vitrail.privacy.accounting.filter.SumFilter;
import org.vitrail.privacy.law.DiscreteGaussianLaw;
import org.vitrail.privacy.law.DiscreteLaplaceLaw;

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

    static void discreteGaussian(JsonFields fields, ObjectNode answer) {
        Rational sigma2 = positive(fields, "sigma2");
        DiscreteGaussianLaw law =
                new DiscreteGaussianLaw(whole("sigma2", sigma2.numerator()), whole("sigma2", sigma2.denominator()));
        pmf(fields, answer, law::mass);
        answer.put("variance", law.variance());
    }

    static void discreteLaplace(JsonFields fields, ObjectNode answer) {
        Rational scale = positive(fields, "scale");
        DiscreteLaplaceLaw law =
                new DiscreteLaplaceLaw(whole("scale", scale.numerator()), whole("scale", scale.denominator()));
        pmf(fields, answer, law::mass);
        JsonFields.put(answer, "variance", law.variance());
    }

    private static void pmf(JsonFields fields, ObjectNode answer, LongToDoubleFunction mass) {
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

    private static long integer(String text) {
        try {
            return new BigInteger(text.strip()).longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("pmf must be asked at integers of 64 bits, got '" + text + "'");
        }
    }

    private static Rational positive(JsonFields fields, String field) {
        Rational value = Rational.parse(fields.text(field));
        if (value.numerator().signum() == 0) {
            throw new IllegalArgumentException(field + " must be > 0, got " + value);
        }
        return value;
    }

    private static long whole(String field, BigInteger part) {
        if (part.bitLength() > 63) {
            throw new IllegalArgumentException(
                    field + " must be a fraction of numbers below 2^63, got one of " + part.bitLength() + " bits");
        }
        return part.longValueExact();
    }
}
