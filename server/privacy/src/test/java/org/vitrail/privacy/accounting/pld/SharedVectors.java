package org.vitrail.privacy.accounting.pld;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.text.EventFields;
import org.vitrail.privacy.accounting.text.EventReader;

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
        return EventReader.relation(vector.get("relation").asText());
    }

    static PrivacyEvent event(JsonNode vector) {
        List<Fields> events = new ArrayList<>();
        vector.get("events").forEach(part -> events.add(new Fields(part)));
        return new EventReader(relation(vector)).all(events);
    }

    private record Fields(JsonNode node) implements EventFields {
        @Override
        public String type() {
            return node.get("type").asText();
        }

        @Override
        public OptionalDouble number(String field) {
            return node.has(field) ? OptionalDouble.of(node.get(field).asDouble()) : OptionalDouble.empty();
        }

        @Override
        public Optional<EventFields> event(String field) {
            return node.has(field) ? Optional.of(new Fields(node.get(field))) : Optional.empty();
        }
    }
}
