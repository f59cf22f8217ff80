package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Reads what is made of aggregates out of DuckDB's tree: arithmetic, of which it is known how far one unit moves it.
final class Formulas {
    private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/");
    private static final int PLACES_MAX = 9;
    private static final double LARGEST = 1e9;

    private Formulas() {}

    /// An expression with `__a0 …` for its aggregates.
    ///
    /// @param wholes what each aggregate is
    /// @throws PacRefusedException if it is more than arithmetic
    static Formula of(JsonNode expression, List<Formula> wholes) throws PacRefusedException {
        OptionalInt alone = Aggregates.alone(expression);
        if (alone.isPresent()) {
            return wholes.get(alone.getAsInt());
        }
        return switch (SqlTree.type(expression)) {
            case "VALUE_CONSTANT" -> constant(expression.path("value"));
            case "FUNCTION" -> operation(expression, wholes);
            case "OPERATOR_CAST" -> cast(expression, wholes);
            case "OPERATOR_COALESCE" -> { // an aggregate always has a value
                for (JsonNode other : expression.path("children")) {
                    of(other, wholes);
                }
                yield of(expression.path("children").path(0), wholes);
            }
            default -> throw refused(SqlTree.type(expression));
        };
    }

    private static PacRefusedException refused(String got) {
        return new PacRefusedException(
                "expected arithmetic of aggregates (+ - * /, round, abs, coalesce, nullif(…, 0))," + " got " + got
                        + " around one: compute it from the noisy answer");
    }

    private static Formula cast(JsonNode expression, List<Formula> wholes) throws PacRefusedException {
        String type = expression.path("cast_type").path("id").asText();
        Formula of = of(expression.path("child"), wholes);
        return switch (type) {
            case "DOUBLE", "FLOAT", "DECIMAL" -> of;
            case "INTEGER", "BIGINT" -> new Formula.Rounded(of, 0);
            default -> throw refused("a cast to " + type);
        };
    }

    private static Formula.Constant constant(JsonNode value) throws PacRefusedException {
        JsonNode number = value.path("value");
        return switch (value.path("type").path("id").asText()) {
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "DOUBLE" -> constant(number.asDouble());
            case "DECIMAL" -> {
                JsonNode scale = value.path("type").path("type_info").path("scale");
                if (!number.isIntegralNumber() || !scale.isInt()) {
                    throw refused("a number of too many digits");
                }
                yield constant(new BigDecimal(number.bigIntegerValue(), scale.asInt()).doubleValue());
            }
            default -> throw refused("a constant that is no number");
        };
    }

    private static Formula.Constant constant(double number) throws PacRefusedException {
        double size = Math.abs(number);
        if (size > LARGEST || (size > 0 && size < 1 / LARGEST)) {
            throw refused("a number beyond 1e-9 to 1e9");
        }
        return new Formula.Constant(number);
    }

    private static Formula operation(JsonNode function, List<Formula> wholes) throws PacRefusedException {
        String name = function.path("function_name").asText();
        JsonNode sides = function.path("children");
        if (OPERATORS.contains(name) && sides.size() == 2) {
            return new Formula.Arithmetic(name.charAt(0), of(sides.get(0), wholes), of(sides.get(1), wholes));
        } else if (name.equals("-") && sides.size() == 1) {
            return new Formula.Arithmetic('-', new Formula.Constant(0), of(sides.get(0), wholes));
        } else if (name.equals("abs") && sides.size() == 1) {
            return new Formula.Absolute(of(sides.get(0), wholes));
        } else if (name.equals("round") && (sides.size() == 1 || sides.size() == 2)) {
            JsonNode places = sides.path(1).path("value").path("value");
            int wanted = sides.size() == 1 ? 0 : places.asInt(PLACES_MAX + 1);
            if (Math.abs(wanted) > PLACES_MAX) {
                throw refused("round to other than -" + PLACES_MAX + " to " + PLACES_MAX + " places");
            }
            return new Formula.Rounded(of(sides.get(0), wholes), wanted);
        } else if (name.equals("nullif")
                && sides.size() == 2
                && of(sides.get(1), wholes).equals(new Formula.Constant(0))) {
            return of(sides.get(0), wholes); // what divides by it is empty where it could be 0
        }
        throw refused(name + "(…)");
    }
}
