package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.vitrail.engine.pac.WorldQuery.Fold;
import org.vitrail.engine.pac.WorldQuery.Part;

/// What is computed of units, and of whole worlds, so that a query's aggregates follow from it.
final class Parts {
    private static final int ROWS_MAX = 100_000;
    private static final int ORDERED_MAX = 256;
    private static final double LARGEST = 1e15; // sums of it are exact enough, and do not overflow

    /// Partial aggregates of a unit, without names, and how they are put together.
    final List<JsonNode> columns = new ArrayList<>();

    final List<Part> parts = new ArrayList<>();

    /// Aggregates of a world.
    final List<JsonNode> others = new ArrayList<>();

    /// Quantiles, of values in order.
    final List<Sorted> sorted = new ArrayList<>();

    private final Known known;
    private final QueryRules rules;
    private final Scope scope;
    private final Predicate<JsonNode> filled;
    private final double rows;

    /// @param filled whether an expression is a column without missing values: counting it counts rows
    Parts(Known known, QueryRules rules, Scope scope, Predicate<JsonNode> filled) throws PacRefusedException {
        this.known = known;
        this.rules = rules;
        this.scope = scope;
        this.filled = filled;
        rows = known.rows(scope);
        if (!(rows <= ROWS_MAX)) {
            throw new PacRefusedException("expected joins that give each unit at most " + ROWS_MAX
                    + " rows, got more: bind tables by equal columns");
        }
    }

    /// A quantile to be computed from values in order.
    record Sorted(JsonNode value, double fraction, Range range) {}

    /// What each aggregate is in terms of them; indices of `others` count on behind all parts, those of `sorted` behind
    /// both.
    ///
    /// @throws PacRefusedException if one unit could bring any amount
    List<Formula> of(List<ObjectNode> aggregates) throws PacRefusedException {
        List<Planned> planned = new ArrayList<>();
        for (ObjectNode aggregate : aggregates) {
            planned.add(planned(aggregate));
        }
        return planned.stream().map(plan -> plan.at(parts.size())).toList();
    }

    /// A formula that needs to know how many parts there are.
    private interface Planned {
        Formula at(int behind);
    }

    private Planned planned(ObjectNode aggregate) throws PacRefusedException {
        String name = aggregate.path("function_name").asText();
        if (name.startsWith("count")) {
            return aggregate.path("distinct").asBoolean() ? distinct(aggregate) : counted(count(aggregate));
        }
        JsonNode argument = aggregate.path("children").path(0);
        Range range = known.range(argument, scope);
        if (!(range.magnitude() <= LARGEST)) {
            rules.checkBounds(aggregate, scope);
            throw new PacRefusedException("the contribution of an expression is unbounded: write"
                    + " least(greatest(EXPRESSION, LOW), HIGH) with bounds of at most 1e15");
        }
        return switch (name) {
            case "sum" -> {
                int sum = sum(aggregate, argument, range);
                yield _ -> new Formula.Total(sum, range.total(rows), range);
            }
            case "avg" -> {
                int sum = sum(aggregate, argument, range);
                int count = counted(aggregate, argument);
                yield _ -> new Formula.Mean(sum, count, range, rows);
            }
            case "min" -> {
                int at = part(aggregate, "min", argument, Fold.LEAST, range);
                yield _ -> new Formula.Extreme(at, true, range);
            }
            case "max" -> {
                int at = part(aggregate, "max", argument, Fold.LARGEST, range);
                yield _ -> new Formula.Extreme(at, false, range);
            }
            case "median" -> quantile(argument, 0.5, range);
            case "quantile_cont" -> quantile(argument, fraction(aggregate), range);
            default -> {
                JsonNode middle = SqlTree.number(range.middle());
                JsonNode gap = SqlTree.operation("-", SqlTree.real(argument), middle);
                Range gaps = new Range(-range.width(), range.width());
                int sum = sum(aggregate, gap, gaps);
                int squares = sum(aggregate, SqlTree.operation("*", gap, gap), gaps.times(gaps));
                int count = counted(aggregate, argument);
                boolean sample = !name.endsWith("_pop");
                boolean root = name.startsWith("stddev");
                yield _ -> new Formula.Spread(sum, squares, count, sample, root, range, rows);
            }
        };
    }

    private Planned counted(int part) {
        Range range = parts.get(part).range();
        return _ -> new Formula.Total(part, range, new Range(1, 1));
    }

    private int sum(ObjectNode aggregate, JsonNode value, Range range) {
        return part(aggregate, "sum", value, Fold.SUM, range.total(rows));
    }

    private int count(ObjectNode aggregate) {
        JsonNode children = aggregate.path("children");
        if (children.isEmpty() || (children.size() == 1 && filled.test(children.get(0)))) {
            ObjectNode star = aggregate.deepCopy();
            star.putArray("children");
            return part(star, "count_star", Fold.SUM, new Range(0, rows));
        }
        return part(aggregate, "count", children.get(0), Fold.SUM, new Range(0, rows));
    }

    private int counted(ObjectNode aggregate, JsonNode value) {
        return filled.test(value) ? count(aggregate) : part(aggregate, "count", value, Fold.SUM, new Range(0, rows));
    }

    private int part(ObjectNode aggregate, String function, JsonNode value, Fold fold, Range range) {
        ObjectNode wanted = aggregate.deepCopy();
        wanted.putArray("children").add(value);
        return part(wanted, function, fold, range);
    }

    /// Index of a partial aggregate, which is added if it is not there yet.
    private int part(ObjectNode aggregate, String function, Fold fold, Range range) {
        ObjectNode wanted = aggregate.deepCopy();
        wanted.put("function_name", function);
        int at = SqlTree.index(columns, wanted);
        if (at == parts.size()) {
            parts.add(new Part(fold, range));
        }
        return at;
    }

    /// No two units have the same value of a column that determines the unit: how many there are is added up. Of other
    /// columns it is how many a half has.
    private Planned distinct(ObjectNode aggregate) {
        JsonNode children = aggregate.path("children");
        JsonNode counted = SqlTree.onlyWhen(children.path(0)).orElse(children.path(0));
        Optional<Scope.Found> key = children.size() == 1 ? known.determinesUnit(counted, scope) : Optional.empty();
        if (key.isPresent()) {
            double most = known.isUnit(key.get()) ? 1 : rows;
            return counted(part(aggregate, "count", children.get(0), Fold.SUM, new Range(0, most)));
        }
        int at = SqlTree.index(others, aggregate);
        return behind -> new Formula.Distinct(behind + at, rows);
    }

    private static double fraction(ObjectNode aggregate) throws PacRefusedException {
        JsonNode value = aggregate.path("children").path(1);
        if (SqlTree.type(value).equals("VALUE_CONSTANT")
                && Formulas.of(value, List.of()) instanceof Formula.Constant(double fraction)
                && fraction >= 0
                && fraction <= 1) {
            return fraction;
        }
        throw new PacRefusedException("expected quantile_cont(EXPRESSION, FRACTION) with a number from 0 to 1");
    }

    private Planned quantile(JsonNode value, double fraction, Range range) throws PacRefusedException {
        PacRefusedException.require(
                rows <= ORDERED_MAX,
                "a median or quantile of at most " + ORDERED_MAX + " rows of a unit, whose values are put in order",
                (long) rows + ": declare fewer, join fewer tables, or group rows by their unit in FROM first");
        int at = sorted.size();
        sorted.add(new Sorted(value, fraction, range));
        return behind -> new Formula.Quantile(behind + others.size() + 2 * at, fraction, range, rows);
    }

    /// Most rows of one unit.
    double rows() {
        return rows;
    }
}
