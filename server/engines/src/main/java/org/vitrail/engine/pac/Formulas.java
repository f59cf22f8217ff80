package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.vitrail.engine.pac.WorldQuery.Formula;
import org.vitrail.engine.pac.WorldQuery.Whole;

/// Reads arithmetic over aggregates out of DuckDB's tree. In SQL it would be computed in DOUBLE as well, as folded
/// aggregates are.
final class Formulas {
    private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/");

    private Formulas() {}

    /// An expression with `__a0 …` for its aggregates; empty if it is more than arithmetic.
    ///
    /// @param wholes what each aggregate is
    static Optional<Formula> of(JsonNode expression, List<Whole> wholes) {
        OptionalInt alone = Aggregates.alone(expression);
        if (alone.isPresent()) {
            return Optional.of(wholes.get(alone.getAsInt()));
        }
        return switch (SqlTree.type(expression)) {
            case "VALUE_CONSTANT" -> constant(expression.path("value"));
            case "FUNCTION" -> operation(expression, wholes);
            default -> Optional.empty();
        };
    }

    private static Optional<Formula> constant(JsonNode value) {
        JsonNode number = value.path("value");
        return switch (value.path("type").path("id").asText()) {
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "DOUBLE" ->
                number.isNumber() ? Optional.of(new Formula.Constant(number.asDouble())) : Optional.empty();
            case "DECIMAL" -> {
                JsonNode scale = value.path("type").path("type_info").path("scale");
                yield number.isIntegralNumber() && scale.isInt()
                        ? Optional.of(new Formula.Constant(
                                new BigDecimal(number.bigIntegerValue(), scale.asInt()).doubleValue()))
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Formula> operation(JsonNode function, List<Whole> wholes) {
        String name = function.path("function_name").asText();
        JsonNode sides = function.path("children");
        if (!function.path("is_operator").asBoolean() || !OPERATORS.contains(name) || sides.size() != 2) {
            return Optional.empty();
        }
        Optional<Formula> left = of(sides.get(0), wholes);
        Optional<Formula> right = of(sides.get(1), wholes);
        return left.isPresent() && right.isPresent()
                ? Optional.of(new Formula.Arithmetic(name.charAt(0), left.get(), right.get()))
                : Optional.empty();
    }
}
