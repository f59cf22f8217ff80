package org.vitrail.app.certificate;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vitrail.app.access.Caller;
import org.vitrail.app.job.StoredReleases;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.signing.SigningKey;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.certificate.Certificate;
import org.vitrail.contract.certificate.CertificateFile;
import org.vitrail.contract.certificate.LedgerHead;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.signing.SignedMatter;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Measures;

/// Issues certificates, each time anew: the release's own part comes from its receipt and is always the same, the
/// dataset's total, the ledger's head and the time are those of now. Nothing is stored and nothing is charged.
public final class Certificates {
    private static final String PRODUCT = "Vitrail";

    private final StoredReleases releases;
    private final SigningKey key;
    private final String version;
    private final InstantSource clock;

    /// Certificates of those releases, signed with that key.
    ///
    /// @param version of the server
    public Certificates(StoredReleases releases, SigningKey key, String version, InstantSource clock) {
        this.releases = releases;
        this.key = key;
        this.version = version;
        this.clock = clock;
    }

    /// A certificate's file.
    ///
    /// @throws RefusedException if the caller's project has no such release
    public String issue(Caller caller, String releaseId) {
        Certificate certificate = certificate(releases.find(caller, releaseId));
        byte[] signature = key.sign(SignedMatter.CERTIFICATE, CertificateFile.content(certificate));
        return CertificateFile.text(
                certificate, key.verifyingKey(), Base64.getEncoder().encodeToString(signature));
    }

    /// One piece of the bytes that a certificate's `contentSha256` is of; empty behind the end.
    ///
    /// @throws RefusedException as for [#issue]
    public byte[] piece(Caller caller, String releaseId, int piece) {
        return releases.piece(caller, releaseId, piece);
    }

    /// The public key, as a PEM file.
    public String publicKey() {
        return key.verifyingKey().pem();
    }

    private Certificate certificate(StoredReleases.Stored stored) {
        Receipt receipt = stored.receipt();
        PrivacyBox box = PrivacyBox.of(receipt);
        TableSchema released = released(receipt.spec(), stored.dataset().columns());
        return new Certificate(
                Certificate.FORMAT,
                new Certificate.Issuer(
                        PRODUCT,
                        version,
                        key.verifyingKey().id(),
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()),
                new Certificate.Release(
                        receipt.releaseId(),
                        "synthetic table",
                        receipt.releasedAt(),
                        receipt.fingerprint(),
                        stored.contentSha256(),
                        parameters(receipt.spec())),
                new Certificate.Dataset(
                        stored.dataset().name(),
                        stored.dataset().owner(),
                        receipt.snapshot(),
                        released.columns().stream()
                                .map(CertificateWords::column)
                                .toList()),
                receipt.guarantee(),
                new Certificate.Mechanism(
                        receipt.mechanism(), receipt.engineVersion(), receipt.noise(), box.noiseSource(), false),
                new Certificate.Accounting(
                        FilterWords.nativeMeasure(stored.account().unit()),
                        stored.account().shown(stored.charge(), stored.account().unit()),
                        FilterWords.accountant(stored.account()),
                        FilterWords.theorems(stored.account().measures().names())),
                total(stored),
                CertificateWords.contributionBounds(released.unit()),
                receipt.assumedPublic(),
                CertificateWords.outside(stored.dataset(), released),
                CertificateWords.statements(receipt.guarantee()),
                Optional.of(new LedgerHead(
                        stored.head().chain(),
                        stored.head().place(),
                        stored.head().hash())));
    }

    private static TableSchema released(MechanismSpec spec, TableSchema all) {
        return switch (spec) {
            case SynthesisSpec synthesis ->
                synthesis.columns().isEmpty()
                        ? all
                        : new TableSchema(
                                synthesis.columns().stream()
                                        .map(name -> all.columns().get(all.indexOf(name)))
                                        .toList(),
                                all.unit());
        };
    }

    private static Map<String, String> parameters(MechanismSpec spec) {
        Map<String, String> parameters = new TreeMap<>();
        switch (spec) {
            case SynthesisSpec synthesis -> {
                parameters.put("rows", String.valueOf(synthesis.rows()));
                parameters.put("epsilon", String.valueOf(synthesis.epsilon()));
                parameters.put("delta", String.valueOf(synthesis.delta()));
                parameters.put("engine", CertificateWords.lower(synthesis.engine()));
                synthesis.label().ifPresent(label -> parameters.put("label", label));
                List<String> columns = new ArrayList<>(synthesis.columns());
                parameters.put("columns", columns.isEmpty() ? "all" : String.join(", ", columns));
                parameters.put("coverage", String.valueOf(synthesis.coverage()));
                parameters.put("seed of everything that is not noise", String.valueOf(synthesis.seed()));
            }
        }
        return parameters;
    }

    private static Certificate.DatasetTotal total(StoredReleases.Stored stored) {
        AccountRow row = stored.account();
        DpAmount used = used(row);
        DpAmount all = stored.otherSnapshots().stream().map(Certificates::used).reduce(used, DpAmount::plus);
        String unit = row.unit();
        return new Certificate.DatasetTotal(
                row.epsilon(),
                row.delta(),
                row.cap().in(unit),
                row.shown(used, unit),
                row.epsilonOf(used),
                row.shown(used, unit) - row.shown(stored.charge(), unit),
                row.measures().equals(Measures.GDP)
                        ? Optional.empty()
                        : Optional.of(
                                new Certificate.SideBySide(unit, row.view().measures())),
                stored.otherSnapshots().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Certificate.OverTime(
                                1 + stored.otherSnapshots().size(), row.shown(all, unit), row.epsilonOf(all))));
    }

    private static DpAmount used(AccountRow row) {
        return row.balance().spent().plus(row.balance().reserved());
    }
}
