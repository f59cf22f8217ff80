package org.vitrail.contract.certificate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.MeasureBalance;
import org.vitrail.contract.MeasureName;

/// What a server vouches for about one release: all that a stranger needs to know what is promised and what is not.
/// Everything in it is public. Versioned by `format`; [CertificateFile] signs and verifies it.
///
/// @param format [#FORMAT]
/// @param issuer who issued it, when, and with which key
/// @param release what was released
/// @param dataset what it was released from
/// @param guarantee what is promised
/// @param mechanism how it was made
/// @param accounting how the promise follows from the mechanism
/// @param total what all releases from the dataset, this one among them, had used at the moment of issue
/// @param contributionBounds how much one unit, and one value, may matter; one line each
/// @param assumedPublic what the guarantee takes as public; one line each
/// @param outside what was done before or beside the mechanism and is not covered, or was paid for apart
/// @param statements what the certificate does and does not promise
/// @param ledgerHead where the ledger's hash chain stood; empty: the ledger keeps none
public record Certificate(
        String format,
        Issuer issuer,
        Release release,
        Dataset dataset,
        Guarantee guarantee,
        Mechanism mechanism,
        Accounting accounting,
        Total total,
        List<String> contributionBounds,
        List<String> assumedPublic,
        List<String> outside,
        List<Statement> statements,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<LedgerHead> ledgerHead) {
    /// The format that this version writes and reads.
    public static final String FORMAT = "vitrail-certificate-1";

    public Certificate {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "a certificate of the format " + FORMAT + " expected, got another; use a newer Vitrail");
        }
        contributionBounds = List.copyOf(contributionBounds);
        assumedPublic = List.copyOf(assumedPublic);
        outside = List.copyOf(outside);
        statements = List.copyOf(statements);
        ledgerHead = ledgerHead == null ? Optional.empty() : ledgerHead;
    }

    /// Who vouches.
    ///
    /// @param product the software
    /// @param version of the software
    /// @param keyId of the key that signs: 16 hex digits
    /// @param issuedAt server time, ISO 8601
    public record Issuer(String product, String version, String keyId, String issuedAt) {
        public Issuer {
            Instant.parse(issuedAt); // refuses anything that is not a time
        }
    }

    /// The release.
    ///
    /// @param id names it on its server
    /// @param kind what kind of product it is: `synthetic table`, `answer to a query`
    /// @param releasedAt server time, ISO 8601
    /// @param fingerprint hash of snapshot, canonical request, engine version and scope
    /// @param contentSha256 SHA-256 of the released rows as the server keeps them: one Arrow IPC stream
    /// @param parameters the request, by name
    public record Release(
            String id,
            String kind,
            String releasedAt,
            String fingerprint,
            String contentSha256,
            Map<String, String> parameters) {
        public Release {
            Instant.parse(releasedAt);
            if (!contentSha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        "the content's SHA-256 must be 64 hex digits, got " + contentSha256.length() + " characters");
            }
            parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        }
    }

    /// The private table.
    ///
    /// @param name as registered
    /// @param owner who registered it
    /// @param snapshot hash of its bytes, salted with a secret of the server: it confirms nothing to an outsider
    /// @param columns the columns that were released from, with their declared bounds; one line each
    public record Dataset(String name, String owner, String snapshot, List<String> columns) {
        public Dataset {
            columns = List.copyOf(columns);
        }
    }

    /// How the release was made.
    ///
    /// @param name in words, with author and year
    /// @param engineVersion of the mechanism's code
    /// @param noise what noise was added to what, one line each
    /// @param noiseSource where its randomness comes from
    /// @param seeded whether the noise could be repeated from a seed; then nothing is promised
    public record Mechanism(String name, String engineVersion, List<String> noise, String noiseSource, boolean seeded) {
        public Mechanism {
            noise = List.copyOf(noise);
        }
    }

    /// How the charge was computed.
    ///
    /// @param nativeMeasure the unit of all amounts here, in words
    /// @param chargePico this release's charge in the native measure, in units of 1e-12 (of δ, 1e-18)
    /// @param accountant in words
    /// @param theorems what it rests on
    public record Accounting(String nativeMeasure, long chargePico, String accountant, List<Theorem> theorems) {
        public Accounting {
            theorems = List.copyOf(theorems);
        }
    }

    /// A result of the literature.
    ///
    /// @param number as in the work: `Cor. 3.3`
    /// @param use what it is used for here
    public record Theorem(String authors, int year, String number, String use) {}

    /// What all releases of one kind of promise from the dataset had used, in the native measure.
    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(DatasetTotal.class), @JsonSubTypes.Type(PacTotal.class)})
    public sealed interface Total {
        /// The cap.
        long capPico();

        /// Spent and reserved by everybody, this release included.
        long usedPico();

        /// The same without this release.
        long elsewherePico();
    }

    /// The dataset's account of PAC privacy when the certificate was issued: mutual information in 1e-12 nat.
    ///
    /// @param successCap upper bound of a guesser's success at the cap, from 50 %
    /// @param successUsed the same of `usedPico`
    public record PacTotal(double successCap, long capPico, long usedPico, double successUsed, long elsewherePico)
            implements Total {}

    /// The dataset's account when the certificate was issued; it grows with every further release.
    ///
    /// @param epsilonCap ε of the cap at `delta`
    /// @param delta δ of the cap and of both ε
    /// @param capPico the cap in the native measure; of several the one that has most left
    /// @param usedPico spent and reserved by everybody, this release included
    /// @param epsilonUsed upper bound of ε at `delta` of `usedPico`
    /// @param elsewherePico `usedPico` without this release: what was spent on choosing its parameters is among it
    /// @param sideBySide the cap in every measure; empty: it is kept in μ² alone
    /// @param overTime what was used of all the rows that the dataset ever had; empty: it was never renewed
    /// @param deltaAside what an inference of categories that nobody listed took besides: the whole
    ///     holds at `delta` and this together
    public record DatasetTotal(
            double epsilonCap,
            double delta,
            long capPico,
            long usedPico,
            double epsilonUsed,
            long elsewherePico,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<SideBySide> sideBySide,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<OverTime> overTime,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> deltaAside)
            implements Total {
        public DatasetTotal {
            sideBySide = sideBySide == null ? Optional.empty() : sideBySide;
            overTime = overTime == null ? Optional.empty() : overTime;
            deltaAside = deltaAside == null ? Optional.empty() : deltaAside;
        }

        /// The unit of the three amounts ([MeasureName]).
        public String unit() {
            return sideBySide.map(SideBySide::unit).orElse(MeasureName.GDP);
        }
    }

    /// A cap that is kept in other measures than μ² alone.
    ///
    /// @param unit of the native measure
    /// @param measures every unit; each has its share of δ
    public record SideBySide(String unit, List<MeasureBalance> measures) {
        public SideBySide {
            measures = List.copyOf(measures);
        }
    }

    /// What a person adds up who is in the rows of every snapshot that the dataset had: before and after each renewal.
    ///
    /// @param snapshots how many there are, the present one included; >= 2
    /// @param usedPico spent and reserved on all of them, in the total's unit
    /// @param epsilonUsed upper bound of ε at the total's `delta` of `usedPico`
    /// @param delta at which all of it holds: the total's, and what inferences of all snapshots took
    public record OverTime(int snapshots, long usedPico, double epsilonUsed, double delta) {}

    /// One thing to know.
    ///
    /// @param topic a few words
    /// @param text whole sentences
    public record Statement(String topic, String text) {}
}
