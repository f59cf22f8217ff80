package org.vitrail.privacy.accounting.pld;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;

/// The shared accounting vectors, read as events; tests that need them are skipped where they are absent.
final class SharedVectors {
    private SharedVectors() {}

    static List<JsonNode> ofKind(String kind) throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.exists(root.resolve("magics"))) {
            root = root.getParent();
        }
        Path file = root.resolveSibling("shared").resolve("vectors").resolve("accounting.json");
        assumeTrue(Files.exists(file), "no shared vectors beside the repository");
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode vector : new ObjectMapper().readTree(file.toFile()).get("cases")) {
            if (vector.get("kind").asText().equals(kind)) {
                found.add(vector);
            }
        }
        return found;
    }

    static NeighbouringRelation relation(JsonNode vector) {
        String name = vector.get("relation").asText();
        return name.equals("REPLACE_SPECIAL") ? NeighbouringRelation.ZERO_OUT : NeighbouringRelation.valueOf(name);
    }

    static PrivacyEvent event(JsonNode vector) {
        List<PrivacyEvent> events = new ArrayList<>();
        for (JsonNode part : vector.get("events")) {
            long count = part.has("count") ? part.get("count").asLong() : 1;
            events.add(new PrivacyEvent.SelfComposed(single(part), count));
        }
        return new PrivacyEvent.Composed(events);
    }

    private static PrivacyEvent single(JsonNode part) {
        return switch (part.get("type").asText()) {
            case "gaussian" -> new PrivacyEvent.Gaussian(number(part, "sigma"));
            case "laplace" -> new PrivacyEvent.Laplace(number(part, "scale"));
            case "discrete_laplace" -> new PrivacyEvent.DiscreteLaplace(number(part, "a"), whole(part, "sensitivity"));
            case "discrete_gaussian" ->
                new PrivacyEvent.DiscreteGaussian(number(part, "sigma"), whole(part, "sensitivity"));
            case "poisson_gaussian" ->
                new PrivacyEvent.PoissonSampled(number(part, "q"), new PrivacyEvent.Gaussian(number(part, "sigma")));
            case "poisson_laplace" ->
                new PrivacyEvent.PoissonSampled(number(part, "q"), new PrivacyEvent.Laplace(number(part, "scale")));
            case "wor_gaussian" ->
                new PrivacyEvent.SampledWithoutReplacement(
                        whole(part, "n"), whole(part, "m"), new PrivacyEvent.Gaussian(number(part, "sigma")));
            case "truncated_poisson_gaussian" ->
                new PrivacyEvent.TruncatedPoissonSampled(
                        whole(part, "n"),
                        number(part, "q"),
                        whole(part, "max_batch"),
                        new PrivacyEvent.Gaussian(number(part, "sigma")));
            case "eps_delta" -> new PrivacyEvent.ApproximateDp(number(part, "eps"), number(part, "delta"));
            case "exponential" -> new PrivacyEvent.ExponentialMechanism(number(part, "eps"));
            case "permute_and_flip" -> new PrivacyEvent.PermuteAndFlip(number(part, "eps"));
            case "randomized_response" -> new PrivacyEvent.RandomizedResponse(number(part, "p"), whole(part, "k"));
            case "tree" -> new PrivacyEvent.TreeAggregation(number(part, "sigma"), whole(part, "steps"));
            case "repeat_and_select" ->
                new PrivacyEvent.RepeatAndSelect(
                        single(part.get("event")), number(part, "mean"), number(part, "shape"));
            default -> throw new IllegalArgumentException("unknown event type " + part.get("type"));
        };
    }

    private static double number(JsonNode part, String field) {
        return part.get(field).asDouble();
    }

    private static long whole(JsonNode part, String field) {
        return part.get(field).asLong();
    }
}
