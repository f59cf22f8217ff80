package org.vitrail.contract.certificate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.MeasureName;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/// A certificate as a record of the OpenDP deployments registry (tier 3), in YAML. The registry shows its texts as
/// Markdown, so characters that Markdown reads are escaped in them. The number of privacy units is left out: it is
/// not public.
public final class RegistryRecord {
    private static final String NOT_STATED = "Not stated.";

    private final Certificate certificate;
    private final Curator curator;

    private RegistryRecord(Certificate certificate, Curator curator) {
        this.certificate = certificate;
        this.curator = curator;
    }

    /// The file's text.
    ///
    /// @throws IllegalArgumentException if the release has no guarantee of differential privacy
    public static String yaml(Certificate certificate, Curator curator) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setDefaultScalarStyle(DumperOptions.ScalarStyle.PLAIN);
        options.setWidth(100);
        options.setSplitLines(false);
        return new Yaml(options).dump(new RegistryRecord(certificate, curator).tree());
    }

    private Map<String, Object> tree() {
        Guarantee.DifferentialPrivacy promise = switch (certificate.guarantee()) {
            case Guarantee.DifferentialPrivacy dp -> dp;
            case Guarantee.PacPrivacy _, Guarantee.NotPrivate _ ->
                throw new IllegalArgumentException("the registry lists deployments of differential privacy; release "
                        + certificate.release().id() + " has no such guarantee");
        };
        Map<String, Object> deployment = new LinkedHashMap<>();
        deployment.put("basic", basic());
        deployment.put("dp_variant", variant());
        deployment.put("privacy_loss", loss(promise));
        deployment.put("deployment_model", model());
        deployment.put("implementation", implementation());
        Map<String, Object> administrative = new LinkedHashMap<>();
        administrative.put("status", "Draft");
        administrative.put("registry_authors", List.of(curator.name()));
        administrative.put("tier", 3);
        deployment.put("administrative", administrative);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("url_slug", slug());
        tree.put("deployment", deployment);
        return tree;
    }

    private String slug() {
        String id = certificate.release().id();
        String text = certificate.dataset().name() + "_" + id.substring(0, Math.min(8, id.length()));
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }

    private Map<String, Object> basic() {
        Map<String, Object> basic = new LinkedHashMap<>();
        basic.put(
                "name",
                escaped(certificate.dataset().name() + ": "
                        + certificate.release().kind()));
        Map<String, Object> publisher = new LinkedHashMap<>();
        publisher.put("data_curator_name", escaped(curator.name()));
        publisher.put("data_curator_type", curator.type().word());
        basic.put("data_curators", List.of(publisher));
        basic.put(
                "description",
                escaped("A " + certificate.release().kind() + " made from the private table '"
                        + certificate.dataset().name() + "'. Request: " + parameters() + "."));
        basic.put("intended_use", stated(curator.intendedUse()));
        basic.put("data_product_type", "Synthetic data");
        basic.put("data_product_region", stated(curator.region()));
        basic.put("publication_date", certificate.release().releasedAt().substring(0, 10));
        return basic;
    }

    private Map<String, Object> variant() {
        Map<String, Object> variant = new LinkedHashMap<>();
        variant.put("variant_name", "Approximate DP");
        variant.put(
                "data_domain",
                escaped("Tables with the declared columns: "
                        + String.join("; ", certificate.dataset().columns())));
        variant.put("unprotected_quantities", lines(certificate.assumedPublic()));
        return variant;
    }

    private Map<String, Object> loss(Guarantee.DifferentialPrivacy promise) {
        Map<String, Object> loss = new LinkedHashMap<>();
        loss.put("privacy_unit", escaped(promise.unit()));
        loss.put(
                "privacy_unit_details",
                escaped("Neighbouring relation: " + promise.relation() + ". Contribution bounds: "
                        + String.join("; ", certificate.contributionBounds())));
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("epsilon", promise.epsilon());
        parameters.put("delta", promise.delta());
        loss.put("privacy_parameters", parameters);
        loss.put(
                "privacy_parameters_details",
                escaped("Native measure: " + certificate.accounting().nativeMeasure() + "; charge "
                        + certificate.accounting().chargePico()
                        + (certificate.total() instanceof Certificate.DatasetTotal total
                                        && MeasureName.scale(total.unit()) != 1e-12
                                ? "e-18. "
                                : "e-12. ")
                        + total()));
        return loss;
    }

    private String total() {
        if (!(certificate.total() instanceof Certificate.DatasetTotal total)) {
            return NOT_STATED;
        }
        return "At " + certificate.issuer().issuedAt() + " all releases from this dataset together had used epsilon "
                + total.epsilonUsed() + " at delta " + total.delta()
                + total.deltaAside()
                        .map(aside -> " (and delta " + aside + " for inferred categories)")
                        .orElse("")
                + ", of a cap of epsilon " + total.epsilonCap() + "."
                + total.overTime()
                        .map(all -> " For a unit in all " + all.snapshots() + " snapshots of the dataset: epsilon "
                                + all.epsilonUsed() + " at delta " + all.delta() + ".")
                        .orElse("");
    }

    private Map<String, Object> model() {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("model_name", "Central");
        model.put(
                "model_name_details",
                "A server holds the private table and releases only what its mechanisms release.");
        model.put("trust_assumptions", statement("side channels"));
        model.put(
                "actors",
                escaped("The owner of the table (" + certificate.dataset().owner()
                        + ") and the administrator of the server see the private rows; analysts see releases only."));
        model.put("release_type", "Many releases");
        model.put("release_type_details", escaped(total() + " The cap is never reset for the same rows."));
        model.put("data_source_type", "Static");
        model.put("data_source_type_details", "One snapshot of the table; other rows are another dataset.");
        model.put("access_type", "Interactive");
        model.put("access_type_details", statement("collusion"));
        return model;
    }

    private Map<String, Object> implementation() {
        Certificate.Mechanism mechanism = certificate.mechanism();
        Map<String, Object> how = new LinkedHashMap<>();
        how.put("preprocessing_and_hyperparameter_tuning", lines(certificate.outside()));
        how.put(
                "mechanisms",
                escaped(mechanism.name() + ". Noise: " + String.join("; ", mechanism.noise()) + ". Source: "
                                + mechanism.noiseSource() + ". Library: "
                                + certificate.issuer().product() + " "
                                + certificate.issuer().version() + ", engine " + mechanism.engineVersion()
                                + ". Known side channels: ")
                        + statement("side channels"));
        how.put("composition", statement("composition"));
        how.put("post_processing", statement("post-processing"));
        how.put(
                "justification",
                escaped("Accountant: " + certificate.accounting().accountant() + ". Theorems: "
                        + certificate.accounting().theorems().stream()
                                .map(t -> t.authors() + " " + t.year() + ", " + t.number() + " (" + t.use() + ")")
                                .collect(Collectors.joining("; "))));
        how.put(
                "additional_information",
                escaped("Certificate " + certificate.format() + ", signed by key "
                        + certificate.issuer().keyId() + "; request fingerprint "
                        + certificate.release().fingerprint() + "; SHA-256 of the released rows "
                        + certificate.release().contentSha256()
                        + certificate
                                .ledgerHead()
                                .map(head ->
                                        "; ledger head " + head.chain() + " " + head.sequence() + " " + head.sha256())
                                .orElse("")
                        + "."));
        return how;
    }

    private String parameters() {
        return certificate.release().parameters().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private String statement(String topic) {
        return certificate.statements().stream()
                .filter(statement -> statement.topic().equals(topic))
                .map(statement -> escaped(statement.text()))
                .findFirst()
                .orElse(NOT_STATED);
    }

    private static String stated(String text) {
        return text.isBlank() ? NOT_STATED : escaped(text);
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> "- " + escaped(line)).collect(Collectors.joining("\n"));
    }

    /// The text as Markdown shows it, on one line.
    private static String escaped(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("([\\\\`*_\\[\\]<>$#|])", "\\\\$1");
    }
}
