package org.vitrail.contract.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.Guarantee;
import org.yaml.snakeyaml.Yaml;

class RegistryRecordTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Curator CURATOR = new Curator("A: Clinic", Curator.Type.NONPROFIT, "", "Europe");

    private final Certificate certificate = Samples.certificate("0123456789abcdef");

    private static JsonNode tree(String yaml) {
        return MAPPER.valueToTree(new Yaml().load(yaml));
    }

    private static List<Error> errors(JsonNode document) throws Exception {
        try (InputStream in =
                Objects.requireNonNull(RegistryRecordTest.class.getResourceAsStream("registry-record.schema.json"))) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(MAPPER.readTree(in));
            return schema.validate(
                    document, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
        }
    }

    @Test
    void yaml_ofACertificate_isARecordOfTheRegistry() throws Exception {
        String yaml = RegistryRecord.yaml(certificate, CURATOR);
        JsonNode record = tree(yaml);

        assertThat(errors(record)).as(yaml).isEmpty();
        assertThat(record.at("/url_slug").asText()).isEqualTo("clinic_0f0e7c1e");
        assertThat(record.at("/deployment/basic/publication_date").asText()).isEqualTo("2026-11-27");
        assertThat(record.at("/deployment/privacy_loss/privacy_parameters/epsilon")
                        .doubleValue())
                .isEqualTo(0.9999999999999999);
        assertThat(record.at("/deployment/privacy_loss/privacy_parameters/delta")
                        .doubleValue())
                .isEqualTo(1e-6);
        assertThat(record.at("/deployment/deployment_model/access_type_details").asText())
                .isEqualTo("The cap sums over all analysts.");
        assertThat(record.at("/deployment/implementation/additional_information")
                        .asText())
                .contains("cd".repeat(32));
    }

    /// Tier 3 asks for each of these; the number of privacy units is private, a sector is not known to a server.
    @Test
    void yaml_ofACertificate_fillsEveryFieldOfTierThree() {
        JsonNode deployment = tree(RegistryRecord.yaml(certificate, CURATOR)).get("deployment");

        assertThat(deployment.properties())
                .allSatisfy(group -> assertThat(group.getValue())
                        .allSatisfy(field -> assertThat(field.toString())
                                .hasSizeGreaterThan(0)
                                .isNotEqualTo("\"\"")));
        assertThat(deployment.get("basic")).hasSize(7);
        assertThat(deployment.get("dp_variant")).hasSize(3);
        assertThat(deployment.get("privacy_loss")).hasSize(4);
        assertThat(deployment.get("deployment_model")).hasSize(10);
        assertThat(deployment.get("implementation")).hasSize(6);
        assertThat(deployment.at("/privacy_loss/number_of_privacy_units").isMissingNode())
                .isTrue();
    }

    /// The must-fail twins: what the validation would find.
    @Test
    void validation_ofBrokenRecords_findsEachFault() throws Exception {
        String yaml = RegistryRecord.yaml(certificate, CURATOR);

        assertThat(errors(tree(yaml.replace("data_curator_type: Nonprofit", "data_curator_type: Club"))))
                .isNotEmpty();
        assertThat(errors(tree(yaml.replace("access_type: Interactive", "access_kind: Interactive"))))
                .isNotEmpty();
        assertThat(errors(tree(yaml.replace("tier: 3", "tier: 4")))).isNotEmpty();
        assertThat(errors(tree(yaml.replace("'2026-11-27'", "'27.11.2026'")))).isNotEmpty();
        assertThat(errors(tree(yaml.replace("'2026-11-27'", "2026-11-27"))))
                .as("a date, not a text")
                .isNotEmpty();
        ObjectNode nameless = (ObjectNode) tree(yaml);
        assertThat(((ObjectNode) nameless.at("/deployment/basic")).remove("name"))
                .isNotNull();
        assertThat(errors(nameless)).isNotEmpty();
    }

    @Test
    void yaml_ofTextsWithMarkdownAndYaml_escapesBoth() {
        JsonNode record = tree(RegistryRecord.yaml(certificate, CURATOR));

        assertThat(record.at("/deployment/dp_variant/unprotected_quantities").asText())
                .isEqualTo("- the schema: \"names\" and \\* bounds");
        assertThat(record.at("/deployment/basic/data_curators/0/data_curator_name")
                        .asText())
                .isEqualTo("A: Clinic");
        assertThat(record.at("/deployment/basic/intended_use").asText()).isEqualTo("Not stated.");
    }

    @Test
    void yaml_ofAReleaseWithoutAGuarantee_isRefused() {
        Certificate c = Samples.certificate("0123456789abcdef", Optional.empty());
        Certificate none = new Certificate(
                c.format(),
                c.issuer(),
                c.release(),
                c.dataset(),
                new Guarantee.NotPrivate("exact figures"),
                c.mechanism(),
                c.accounting(),
                c.total(),
                c.contributionBounds(),
                c.assumedPublic(),
                c.outside(),
                c.statements(),
                c.ledgerHead());

        assertThatThrownBy(() -> RegistryRecord.yaml(none, CURATOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no such guarantee");
    }
}
