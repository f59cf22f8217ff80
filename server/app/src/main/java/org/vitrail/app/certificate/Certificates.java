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
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.app.signing.SigningKey;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.certificate.Certificate;
import org.vitrail.contract.certificate.CertificateFile;
import org.vitrail.contract.certificate.LedgerHead;
import org.vitrail.contract.pac.PacAccount;
import org.vitrail.contract.pac.PacLearningSpec;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.signing.SignedMatter;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Measures;
import org.vitrail.privacy.ledger.PacAmount;
import org.vitrail.privacy.ledger.UseCount;

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
                        CertificateWords.kind(receipt.spec()),
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
                        stored.account()
                                .map(row -> FilterWords.nativeMeasure(row.unit()))
                                .orElse(PacWords.NATIVE_MEASURE),
                        charge(stored),
                        stored.account().map(FilterWords::accountant).orElse(PacWords.ACCOUNTANT),
                        stored.account()
                                .map(row -> FilterWords.theorems(row.measures().names()))
                                .orElse(PacWords.THEOREMS)),
                total(stored),
                CertificateWords.contributionBounds(released.unit()),
                receipt.assumedPublic(),
                CertificateWords.outside(stored.dataset(), released),
                CertificateWords.statements(
                        receipt.guarantee(),
                        stored.account().map(FilterWords::added).orElse("nats")),
                Optional.of(new LedgerHead(
                        stored.head().chain(),
                        stored.head().place(),
                        stored.head().hash())));
    }

    private static long charge(StoredReleases.Stored stored) {
        return switch (stored.charge()) {
            case DpAmount dp ->
                stored.account().map(row -> row.shown(dp, row.unit())).orElseThrow();
            case PacAmount pac -> pac.picoNats();
            case UseCount uses -> uses.uses();
        };
    }

    private static TableSchema released(MechanismSpec spec, TableSchema all) {
        return switch (spec) {
            case PacRequest _ -> all;
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
            case PacSpec pac -> {
                parameters.put("query", pac.sql());
                parameters.put("mutual information in 1e-12 nat", String.valueOf(pac.picoNats()));
            }
            case PacLearningSpec learning -> {
                parameters.put("algorithm", learning.algorithm());
                parameters.put("columns", String.join(", ", learning.columns()));
                learning.label().ifPresent(label -> parameters.put("label", label));
                learning.target().ifPresent(target -> parameters.put("target", target));
                if (learning.k() > 1) {
                    parameters.put("k", String.valueOf(learning.k()));
                }
                parameters.put("bounds and classes", "those of the declared schema");
                learning.penalty().ifPresent(penalty -> parameters.put("penalty", String.valueOf(penalty)));
                parameters.put("mutual information in 1e-12 nat", String.valueOf(learning.picoNats()));
            }
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

    private static Certificate.Total total(StoredReleases.Stored stored) {
        return switch (stored.charge()) {
            case DpAmount dp -> total(stored, stored.account().orElseThrow(), dp);
            case PacAmount pac -> pacTotal(PacAccounts.view(stored.pac().orElseThrow()), pac.picoNats());
            case UseCount _ -> throw new IllegalStateException("a release without a guarantee has no certificate");
        };
    }

    private static Certificate.Total pacTotal(PacAccount account, long charge) {
        long used = account.spentPico() + account.reservedPico();
        return new Certificate.PacTotal(
                account.capSuccess(), account.capPico(), used, PacAccounts.success(used), used - charge);
    }

    private static Certificate.DatasetTotal total(StoredReleases.Stored stored, AccountRow row, DpAmount charge) {
        List<AccountRow> otherSnapshots = stored.otherSnapshots();
        DpAmount used = used(row);
        DpAmount all = otherSnapshots.stream().map(Certificates::used).reduce(used, DpAmount::plus);
        String unit = row.unit();
        return new Certificate.DatasetTotal(
                row.epsilon(),
                row.delta(),
                row.cap().in(unit),
                row.shown(used, unit),
                row.epsilonOf(used),
                row.shown(used, unit) - row.shown(charge, unit),
                row.measures().equals(Measures.GDP)
                        ? Optional.empty()
                        : Optional.of(
                                new Certificate.SideBySide(unit, row.view().measures())),
                otherSnapshots.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Certificate.OverTime(
                                1 + otherSnapshots.size(),
                                row.shown(all, unit),
                                row.epsilonOf(all),
                                sumUp(row.delta(), stored.deltaAside()))),
                Optional.of(stored.dataset().deltaAside()).filter(aside -> aside > 0));
    }

    private static double sumUp(double a, double b) {
        return b == 0 ? a : Math.nextUp(a + b);
    }

    private static DpAmount used(AccountRow row) {
        return row.balance().spent().plus(row.balance().reserved());
    }
}
