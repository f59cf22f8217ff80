package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.MeasureName;
import org.vitrail.contract.certificate.Certificate;
import org.vitrail.contract.certificate.Certificate.DatasetTotal;
import org.vitrail.contract.certificate.Certificate.Mechanism;
import org.vitrail.contract.certificate.Certificate.Release;
import org.vitrail.contract.certificate.Certificate.Theorem;
import org.vitrail.magic.view.Html.Fact;

/// A certificate for readers. The signed file is what counts; this only shows it.
public final class CertificateView {
    private static final String STYLE = ":root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;"
            + "max-width:62em;margin:2em auto;padding:0 1em}@media print{body{margin:0}}";

    private CertificateView() {}

    /// A heading and what stands under it.
    private record Section(String heading, List<Fact> facts) {}

    /// The certificate as a cell's output.
    public static Bundle certificate(Certificate certificate) {
        List<Section> sections = sections(certificate);
        String text = sections.stream()
                .map(section -> section.heading() + "\n" + Html.text(section.facts()))
                .collect(Collectors.joining());
        return Bundle.of(title(certificate) + "\n" + text.stripTrailing(), body(sections));
    }

    /// The certificate as a page of its own, for light and dark screens and for paper.
    public static String page(Certificate certificate) {
        String title = Html.escape(title(certificate));
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title + "</title><style>"
                + STYLE + "</style></head><body><h1>" + title + "</h1><p>This page shows a signed certificate; the file"
                + " in JSON is what can be verified.</p>" + body(sections(certificate))
                + "</body></html>\n";
    }

    private static String body(List<Section> sections) {
        return sections.stream()
                .map(section -> Html.box(section.heading(), Html.facts(section.facts())))
                .collect(Collectors.joining());
    }

    private static String title(Certificate certificate) {
        String kind = certificate.release().kind();
        return "Certificate of " + (kind.startsWith("a") ? "an " : "a ") + kind + " from '"
                + certificate.dataset().name() + "'";
    }

    private static List<Section> sections(Certificate certificate) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Guarantee", guarantee(certificate)));
        sections.add(new Section("What this does and does not promise", promises(certificate)));
        sections.add(new Section("How the release was made", making(certificate)));
        sections.add(new Section("What it was made from", source(certificate)));
        sections.add(new Section("Who certifies what", identity(certificate)));
        return sections;
    }

    private static List<Fact> guarantee(Certificate certificate) {
        List<Fact> facts = new ArrayList<>();
        switch (certificate.guarantee()) {
            case Guarantee.DifferentialPrivacy dp -> {
                facts.add(new Fact("(ε, δ)", "ε = " + Html.upper(dp.epsilon()) + " at δ = " + Html.number(dp.delta())));
                facts.add(new Fact("protects", dp.unit()));
                facts.add(new Fact("neighbours", dp.relation()));
                facts.add(new Fact("charge", "μ² = " + BudgetGauge.mu(dp.muSquaredPico())));
            }
            case Guarantee.PacPrivacy pac -> facts.addAll(PacServerView.guarantee(pac));
            case Guarantee.NotPrivate none ->
                facts.add(new Fact("guarantee", "NONE, do not publish: " + none.reason()));
        }
        facts.add(new Fact("dataset's total", total(certificate.total())));
        return facts;
    }

    private static String total(Certificate.Total used) {
        return switch (used) {
            case Certificate.PacTotal pac ->
                PacServerView.nats(pac.usedPico()) + " of " + PacServerView.nats(pac.capPico())
                        + " nats when this was issued, of which elsewhere " + PacServerView.nats(pac.elsewherePico())
                        + "; a guess of 50 % is at most " + Html.upper(100 * pac.successUsed()) + " %, at the cap "
                        + Html.upper(100 * pac.successCap()) + " %";
            case DatasetTotal total ->
                "ε = " + Html.upper(total.epsilonUsed()) + " of " + Html.number(total.epsilonCap()) + " at δ = "
                        + Html.number(total.delta())
                        + total.deltaAside()
                                .map(aside -> " (and δ = " + Html.upper(aside) + " for inferred categories)")
                                .orElse("")
                        + " when this was issued; "
                        + MeasureName.sign(total.unit()) + " = " + BudgetGauge.amount(total.unit(), total.usedPico())
                        + ", of which elsewhere " + BudgetGauge.amount(total.unit(), total.elsewherePico())
                        + total.sideBySide()
                                .map(several -> "\ncap's measures: " + SideBySide.words(several.measures()))
                                .orElse("")
                        + total.overTime()
                                .map(all -> "\nover time: ε = " + Html.upper(all.epsilonUsed())
                                        + " at δ = " + Html.upper(all.delta()) + " for who is in all " + all.snapshots()
                                        + " snapshots of the dataset, before and after each renewal; "
                                        + MeasureName.sign(total.unit()) + " = "
                                        + BudgetGauge.amount(total.unit(), all.usedPico()))
                                .orElse("");
        };
    }

    private static List<Fact> promises(Certificate certificate) {
        return certificate.statements().stream()
                .map(statement -> new Fact(statement.topic(), statement.text()))
                .toList();
    }

    private static List<Fact> making(Certificate certificate) {
        Mechanism mechanism = certificate.mechanism();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("mechanism", mechanism.name()));
        lines(facts, "noise", mechanism.noise());
        facts.add(new Fact(
                "noise source",
                mechanism.noiseSource() + (mechanism.seeded() ? "; SEEDED: nothing is promised" : "; not seeded")));
        facts.add(new Fact("native measure", certificate.accounting().nativeMeasure()));
        facts.add(new Fact("accountant", certificate.accounting().accountant()));
        lines(
                facts,
                "theorems",
                certificate.accounting().theorems().stream()
                        .map(CertificateView::theorem)
                        .toList());
        facts.add(new Fact("engine", mechanism.engineVersion()));
        lines(
                facts,
                "request",
                certificate.release().parameters().entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList());
        return facts;
    }

    private static String theorem(Theorem theorem) {
        return theorem.authors() + " " + theorem.year() + ", " + theorem.number() + ": " + theorem.use();
    }

    private static List<Fact> source(Certificate certificate) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "dataset",
                certificate.dataset().name() + ", registered by "
                        + certificate.dataset().owner()));
        facts.add(new Fact("snapshot", certificate.dataset().snapshot()));
        lines(facts, "columns", certificate.dataset().columns());
        lines(facts, "contribution bounds", certificate.contributionBounds());
        lines(facts, "assumed public", certificate.assumedPublic());
        lines(facts, "outside, or paid apart", certificate.outside());
        return facts;
    }

    private static List<Fact> identity(Certificate certificate) {
        Release release = certificate.release();
        return List.of(
                new Fact("release", release.id() + ", made at " + Html.time(release.releasedAt())),
                new Fact("SHA-256 of its rows", release.contentSha256()),
                new Fact("request fingerprint", release.fingerprint()),
                new Fact(
                        "ledger head",
                        certificate
                                .ledgerHead()
                                .map(head -> head.chain() + ", entry " + head.sequence() + ", " + head.sha256())
                                .orElse("none: this ledger keeps no hash chain")),
                new Fact(
                        "issued",
                        Html.time(certificate.issuer().issuedAt()) + " by "
                                + certificate.issuer().product() + " "
                                + certificate.issuer().version()),
                new Fact("signed by key", certificate.issuer().keyId()));
    }

    private static void lines(List<Fact> facts, String term, List<String> lines) {
        if (!lines.isEmpty()) {
            facts.add(new Fact(term, String.join("\n", lines)));
        }
    }
}
