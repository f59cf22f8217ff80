package org.vitrail.privacy.accounting.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Require;

/// Makes events of written fields.
///
/// `sigma`, `scale` and the like are relative to the sensitivity under the relation, with one exception that the
/// common test vectors make: under REPLACE_ONE, `sigma` of `gaussian` and `poisson_gaussian` is relative to one
/// record's contribution, so that the noise multiplier under the relation is half of it.
public final class EventReader {
    private static final String COUNT = "count";
    private static final Map<String, List<String>> FIELDS = fields();

    /// Names of the types there are.
    public static final List<String> TYPES = List.copyOf(FIELDS.keySet());

    private final NeighbouringRelation relation;

    public EventReader(NeighbouringRelation relation) {
        this.relation = relation;
    }

    private static Map<String, List<String>> fields() {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("gaussian", List.of("sigma"));
        fields.put("laplace", List.of("scale"));
        fields.put("discrete_laplace", List.of("a", "sensitivity"));
        fields.put("discrete_gaussian", List.of("sigma", "sensitivity"));
        fields.put("poisson_gaussian", List.of("q", "sigma"));
        fields.put("poisson_laplace", List.of("q", "scale"));
        fields.put("wor_gaussian", List.of("n", "m", "sigma"));
        fields.put("truncated_poisson_gaussian", List.of("n", "q", "max_batch", "sigma"));
        fields.put("eps_delta", List.of("eps", "delta"));
        fields.put("exponential", List.of("eps"));
        fields.put("permute_and_flip", List.of("eps"));
        fields.put("randomized_response", List.of("p", "k"));
        fields.put("sparse_vector", List.of("eps"));
        fields.put("tree", List.of("sigma", "steps"));
        fields.put("repeat_and_select", List.of("event", "mean", "shape"));
        fields.put("poisson", List.of("q", "event"));
        return fields;
    }

    /// Refuses a type that there is not.
    ///
    /// @throws IllegalArgumentException one line: what was written, what was probably meant, what there is
    static void requireType(String type) {
        if (!FIELDS.containsKey(type)) {
            throw new IllegalArgumentException(
                    "type must be one of " + TYPES + ", got '" + type + "'" + meant(type, TYPES));
        }
    }

    /// Refuses a field that a type does not have: a slip would leave the right one out.
    ///
    /// @throws IllegalArgumentException one line: what was written, what was probably meant, what there is
    static void requireField(String type, String field) {
        List<String> known = Stream.concat(FIELDS.getOrDefault(type, List.of()).stream(), Stream.of(COUNT))
                .toList();
        if (!known.contains(field)) {
            throw new IllegalArgumentException(
                    type + " must have only the fields " + known + ", got '" + field + "'" + meant(field, known));
        }
    }

    private static String meant(String typed, List<String> known) {
        return Nearest.to(typed, known)
                .map(word -> "; did you mean " + word + "?")
                .orElse("");
    }

    /// A relation by its name; REPLACE_SPECIAL is another name of ZERO_OUT.
    public static NeighbouringRelation relation(String name) {
        return switch (name) {
            case "ADD_OR_REMOVE_ONE" -> NeighbouringRelation.ADD_OR_REMOVE_ONE;
            case "REPLACE_ONE" -> NeighbouringRelation.REPLACE_ONE;
            case "REPLACE_SPECIAL", "ZERO_OUT" -> NeighbouringRelation.ZERO_OUT;
            default ->
                throw new IllegalArgumentException(
                        "relation must be ADD_OR_REMOVE_ONE, REPLACE_ONE or REPLACE_SPECIAL, got '" + name + "'");
        };
    }

    /// All of them, one after the other.
    public PrivacyEvent all(List<? extends EventFields> events) {
        List<PrivacyEvent> read = new ArrayList<>();
        for (EventFields event : events) {
            read.add(read(event));
        }
        return new PrivacyEvent.Composed(read);
    }

    /// One event, `count` times (1 if absent).
    public PrivacyEvent read(EventFields fields) {
        long count = fields.number(COUNT).isEmpty() ? 1 : whole(fields, COUNT);
        Require.atLeast(COUNT, count, 0);
        requireType(fields.type());
        PrivacyEvent one = one(fields);
        return count == 1 ? one : new PrivacyEvent.SelfComposed(one, count);
    }

    private PrivacyEvent one(EventFields fields) {
        return switch (fields.type()) {
            case "gaussian" -> gaussian(fields, contributions());
            case "laplace" -> laplace(fields);
            case "discrete_laplace" ->
                new PrivacyEvent.DiscreteLaplace(positive(fields, "a"), orOne(fields, "sensitivity"));
            case "discrete_gaussian" ->
                new PrivacyEvent.DiscreteGaussian(positive(fields, "sigma"), orOne(fields, "sensitivity"));
            case "poisson_gaussian" ->
                new PrivacyEvent.PoissonSampled(probability(fields, "q"), gaussian(fields, contributions()));
            case "poisson_laplace" -> new PrivacyEvent.PoissonSampled(probability(fields, "q"), laplace(fields));
            case "poisson" -> new PrivacyEvent.PoissonSampled(probability(fields, "q"), nested(fields));
            case "wor_gaussian" -> batch(fields);
            case "truncated_poisson_gaussian" ->
                new PrivacyEvent.TruncatedPoissonSampled(
                        atLeast(fields, "n", 1),
                        probability(fields, "q"),
                        atLeast(fields, "max_batch", 1),
                        gaussian(fields, 1));
            case "eps_delta" ->
                new PrivacyEvent.ApproximateDp(
                        notNegative(fields, "eps"),
                        fields.number("delta").isEmpty() ? 0 : probability(fields, "delta"));
            case "exponential" -> new PrivacyEvent.ExponentialMechanism(positive(fields, "eps"));
            case "permute_and_flip" -> new PrivacyEvent.PermuteAndFlip(positive(fields, "eps"));
            case "sparse_vector" -> new PrivacyEvent.SparseVector(positive(fields, "eps"));
            case "randomized_response" -> response(fields);
            case "tree" -> new PrivacyEvent.TreeAggregation(positive(fields, "sigma"), atLeast(fields, "steps", 1));
            case "repeat_and_select" ->
                new PrivacyEvent.RepeatAndSelect(nested(fields), number(fields, "mean"), number(fields, "shape"));
            default -> throw new IllegalStateException("a type without a reader: " + fields.type());
        };
    }

    private int contributions() {
        return relation == NeighbouringRelation.REPLACE_ONE ? 2 : 1;
    }

    private static PrivacyEvent gaussian(EventFields fields, int contributions) {
        double multiplier = positive(fields, "sigma") / contributions;
        Require.positive("sigma", multiplier);
        return new PrivacyEvent.Gaussian(multiplier);
    }

    private static PrivacyEvent laplace(EventFields fields) {
        return new PrivacyEvent.Laplace(positive(fields, "scale"));
    }

    private static PrivacyEvent batch(EventFields fields) {
        long units = atLeast(fields, "n", 1);
        long batch = atLeast(fields, "m", 0);
        if (batch > units) {
            throw new IllegalArgumentException("m must be <= n " + units + ", got " + batch);
        }
        return new PrivacyEvent.SampledWithoutReplacement(units, batch, gaussian(fields, 1));
    }

    private static PrivacyEvent response(EventFields fields) {
        double p = probability(fields, "p");
        Require.positive("p", p);
        return new PrivacyEvent.RandomizedResponse(p, atLeast(fields, "k", 2));
    }

    private PrivacyEvent nested(EventFields fields) {
        return read(fields.event("event")
                .orElseThrow(() -> new IllegalArgumentException("event must be an event, got nothing")));
    }

    private static double number(EventFields fields, String field) {
        OptionalDouble value = fields.number(field);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(field + " must be a number, got nothing");
        }
        return value.getAsDouble();
    }

    private static double positive(EventFields fields, String field) {
        double value = number(fields, field);
        Require.positive(field, value);
        return value;
    }

    private static double notNegative(EventFields fields, String field) {
        double value = number(fields, field);
        Require.notNegative(field, value);
        return value;
    }

    private static double probability(EventFields fields, String field) {
        double value = number(fields, field);
        Require.probability(field, value);
        return value;
    }

    private static long orOne(EventFields fields, String field) {
        return fields.number(field).isEmpty() ? 1 : atLeast(fields, field, 1);
    }

    private static long atLeast(EventFields fields, String field, long least) {
        long value = whole(fields, field);
        Require.atLeast(field, value, least);
        return value;
    }

    private static long whole(EventFields fields, String field) {
        double value = number(fields, field);
        if (!(value == Math.rint(value) && Math.abs(value) <= 0x1p62)) {
            throw new IllegalArgumentException(field + " must be a whole number up to 4.6e18, got " + value);
        }
        return (long) value;
    }
}
