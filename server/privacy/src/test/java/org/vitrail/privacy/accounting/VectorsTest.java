package org.vitrail.privacy.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The shared vectors that Gaussian accounting answers; skipped where they are absent.
class VectorsTest {
    @Test
    void epsilon_gaussianVectors_areMet() throws IOException {
        List<JsonNode> cases = cases("family", "gaussian");
        for (JsonNode vector : cases) {
            MuSquared total = MuSquared.ZERO;
            for (JsonNode event : vector.get("events")) {
                total = total.plus(GaussianAccountant.charge(event.get("sigma").asDouble())
                        .times(event.get("count").asLong()));
            }
            double truth = vector.get("eps_exact").asDouble();
            assertThat(GaussianAccountant.epsilon(vector.get("delta").asDouble(), total))
                    .as(vector.get("id").asText())
                    .isBetween(truth * (1 - 1e-9), truth * (1 + 1e-6));
        }
        assertThat(cases).hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    void cap_calibrationVectors_areMet() throws IOException {
        List<JsonNode> cases = cases("kind", "calibrate_gaussian");
        for (JsonNode vector : cases) {
            MuSquared cap = GaussianAccountant.cap(
                    vector.get("eps").asDouble(), vector.get("delta").asDouble());
            double truth = vector.get("sigma").asDouble();
            assertThat(GaussianAccountant.standardDeviation(1, cap))
                    .as(vector.get("id").asText())
                    .isBetween(truth * (1 - 1e-12), truth * (1 + 1e-9));
        }
        assertThat(cases).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void epsilon_groupVectors_areMet() throws IOException {
        List<JsonNode> cases = cases("kind", "group_privacy_gaussian");
        for (JsonNode vector : cases) {
            long group = vector.get("group").asLong();
            MuSquared total = GaussianAccountant.charge(
                            group * group, vector.get("sigma").asDouble())
                    .times(vector.get("count").asLong());
            double truth = vector.get("eps_exact").asDouble();
            assertThat(GaussianAccountant.epsilon(vector.get("delta").asDouble(), total))
                    .isBetween(truth * (1 - 1e-9), truth * (1 + 1e-9));
        }
        assertThat(cases).isNotEmpty();
    }

    private static List<JsonNode> cases(String field, String value) throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.exists(root.resolve("magics"))) {
            root = root.getParent();
        }
        Path file = root.resolveSibling("shared").resolve("vectors").resolve("accounting.json");
        assumeTrue(Files.exists(file), "no shared vectors beside the repository");
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode vector : new ObjectMapper().readTree(file.toFile()).get("cases")) {
            JsonNode node = vector.get(field);
            if (node != null && node.asText().equals(value)) {
                found.add(vector);
            }
        }
        return found;
    }
}
