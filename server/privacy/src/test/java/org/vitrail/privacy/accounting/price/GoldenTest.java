package org.vitrail.privacy.accounting.price;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.composition.GdpAccountant;
import org.vitrail.privacy.accounting.composition.SampledGaussianProfile;
import org.vitrail.privacy.accounting.composition.SumAccountant;
import org.vitrail.privacy.accounting.composition.ZcdpAccountant;
import org.vitrail.privacy.accounting.rdp.RdpAccountant;
import org.vitrail.privacy.accounting.text.EventReader;
import org.vitrail.privacy.accounting.text.EventText;

/// Values computed independently with 40 digits (quadrature, sums and bisection in mpmath), kept beside the tests.
class GoldenTest {
    private static final double ABOVE = 1e-11;

    @Test
    void rdp_goldenOrders_areMetFromAbove() throws IOException {
        List<JsonNode> cases = cases("rdp");
        for (JsonNode golden : cases) {
            NeighbouringRelation relation = relation(golden);
            double got = new RdpAccountant(List.of(golden.get("order").asDouble()))
                    .curve(event(golden, relation), relation)
                    .divergences()
                    .getFirst();
            check(golden, golden.get("value").asDouble(), got);
        }
        assertThat(cases).hasSizeGreaterThan(25);
    }

    @Test
    void epsilon_closedForms_areMetFromAbove() throws IOException {
        List<JsonNode> cases = cases("epsilon");
        for (JsonNode golden : cases) {
            NeighbouringRelation relation = relation(golden);
            PrivacyEvent event = event(golden, relation);
            double delta = golden.get("delta").asDouble();
            boolean gaussian = golden.get("type").asText().equals("gaussian");
            double got = gaussian
                    ? new GdpAccountant().epsilon(event, relation, delta)
                    : new SumAccountant().epsilon(event, relation, delta);
            check(golden, golden.get("value").asDouble(), got);
        }
        assertThat(cases).hasSizeGreaterThan(8);
    }

    @Test
    void profile_sampledGaussian_isMetFromAboveInBothDirections() throws IOException {
        List<JsonNode> cases = cases("hockey");
        for (JsonNode golden : cases) {
            JsonNode fields = golden.get("fields");
            SampledGaussianProfile profile = new SampledGaussianProfile(
                    fields.get("q").asDouble(), fields.get("sigma").asDouble());
            double epsilon = fields.get("eps").asDouble();
            check(golden, golden.get("remove").asDouble(), profile.remove(epsilon));
            check(golden, golden.get("add").asDouble(), profile.add(epsilon));
        }
        assertThat(cases).hasSizeGreaterThan(4);
    }

    @Test
    void zcdp_tightConversion_isMetFromAbove() throws IOException {
        List<JsonNode> cases = cases("zcdp");
        for (JsonNode golden : cases) {
            double got = ZcdpAccountant.epsilon(
                    golden.get("fields").get("rho").asDouble(),
                    golden.get("delta").asDouble());
            check(golden, golden.get("value").asDouble(), got);
        }
        assertThat(cases).hasSizeGreaterThan(3);
    }

    @Test
    void delta_zcdp_givesTheEpsilonBack() {
        for (double rho : new double[] {1e-5, 0.01, 0.5, 30}) {
            for (double delta : new double[] {1e-3, 1e-9, 1e-30}) {
                double epsilon = ZcdpAccountant.epsilon(rho, delta);
                assertThat(ZcdpAccountant.delta(rho, epsilon)).isBetween(delta * (1 - 1e-9), delta * (1 + 1e-6));
                assertThat(ZcdpAccountant.cap(epsilon, delta)).isBetween(rho * (1 - 1e-6), rho * (1 + 1e-9));
            }
        }
    }

    private static void check(JsonNode golden, double truth, double got) {
        if (truth == 0) {
            assertThat(got).as(golden.toString()).isZero();
        } else {
            assertThat(got / truth - 1).as(golden.toString()).isBetween(-1e-15, ABOVE);
        }
    }

    private static NeighbouringRelation relation(JsonNode golden) {
        return EventReader.relation(golden.path("relation").asText("ADD_OR_REMOVE_ONE"));
    }

    private static PrivacyEvent event(JsonNode golden, NeighbouringRelation relation) {
        List<String> fields = new ArrayList<>();
        golden.get("fields").properties().forEach(field -> fields.add(field.getKey() + "=" + field.getValue()));
        String text = golden.get("type").asText() + "(" + String.join(", ", fields) + ")";
        return new EventReader(relation).all(EventText.parse(text));
    }

    private static List<JsonNode> cases(String what) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(
                GoldenTest.class.getResourceAsStream("/org/vitrail/privacy/accounting/golden.json"))) {
            for (JsonNode golden : new ObjectMapper().readTree(file)) {
                if (golden.get("what").asText().equals(what)) {
                    found.add(golden);
                }
            }
        }
        return found;
    }
}
