package org.vitrail.app.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.access.Tokens;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ScriptedParts;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.signing.SigningKey;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.certificate.Certificate;
import org.vitrail.contract.certificate.CertificateFile;
import org.vitrail.contract.certificate.ReadPiece;
import org.vitrail.contract.certificate.Verification;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.signing.VerifyingKey;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.TokenFile;

/// Certificates over a real Flight connection, a real store and a real key.
class CertificatesTest {
    @TempDir
    private Path folder;

    private final ScriptedParts parts = new ScriptedParts();
    private TestServer server;
    private TestClient olga;
    private SessionView session;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder, path -> parts.parts(), Map.of());
        olga = server.client(TestServer.OWNER);
        olga.upload(Requests.register("adult", 3), "age,sex\n1,2\n".getBytes(StandardCharsets.UTF_8));
        session = olga.open(Requests.session("adult", "one", 2));
    }

    @AfterEach
    void stop() {
        olga.close();
        server.close();
    }

    private Receipt release(double epsilon) {
        return olga.release(Requests.job(session.sessionId(), Requests.spec("adult", epsilon)))
                .done()
                .receipt();
    }

    private static String file(TestClient who, String releaseId) {
        return who.call(ActionName.CERTIFICATE, releaseId, String.class);
    }

    private Certificate verified(String file) {
        VerifyingKey trusted = VerifyingKey.ofPem(olga.call(ActionName.SERVER_KEY, "", String.class));
        Verification found = CertificateFile.verify(file.getBytes(StandardCharsets.UTF_8), Optional.of(trusted));
        assertThat(found).as(found.line()).isInstanceOf(Verification.Valid.class);
        return ((Verification.Valid) found).certificate();
    }

    @Test
    void certificate_ofARelease_verifiesOfflineAndRepeatsItsReceipt() throws Exception {
        Receipt receipt = release(1);

        Certificate certificate = verified(file(olga, receipt.releaseId()));

        assertThat(certificate.release().id()).isEqualTo(receipt.releaseId());
        assertThat(certificate.release().fingerprint()).isEqualTo(receipt.fingerprint());
        assertThat(certificate.release().parameters())
                .containsEntry("rows", "20")
                .containsEntry("engine", "marginals");
        assertThat(certificate.guarantee()).isEqualTo(receipt.guarantee());
        assertThat(certificate.mechanism().noise()).isEqualTo(receipt.noise());
        assertThat(certificate.mechanism().seeded()).isFalse();
        assertThat(certificate.assumedPublic()).isEqualTo(receipt.assumedPublic());
        assertThat(certificate.dataset().columns())
                .contains(
                        "age: whole numbers from 0 to 99, others are moved to the nearest bound, missing to the middle"
                                + " of the range");
        assertThat(certificate.total().usedPico())
                .isEqualTo(certificate.accounting().chargePico());
        assertThat(total(certificate).elsewherePico()).isZero();
        assertThat(certificate.ledgerHead().orElseThrow().sequence()).isPositive();
        assertThat(Files.readString(folder.resolve(SigningKey.PUBLIC_FILE)))
                .isEqualTo(olga.call(ActionName.SERVER_KEY, "", String.class));
    }

    @Test
    void certificate_ofARelease_namesTheHashOfTheBytesThatItsPiecesMake() throws Exception {
        Receipt receipt = olga.release(Requests.job(session.sessionId(), Requests.spec("adult", 1, 60_000, 1)))
                .done()
                .receipt();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int pieces = 0;
        while (true) {
            byte[] piece = olga.call(ActionName.RELEASE_PIECE, Json.bytes(new ReadPiece(receipt.releaseId(), pieces)));
            if (piece.length == 0) {
                break;
            }
            bytes.writeBytes(piece);
            pieces++;
        }

        assertThat(pieces).isGreaterThan(1);
        assertThat(verified(file(olga, receipt.releaseId())).release().contentSha256())
                .isEqualTo(CertificateFile.sha256(new ByteArrayInputStream(bytes.toByteArray())));
        try (ArrowStreamReader reader =
                new ArrowStreamReader(new ByteArrayInputStream(bytes.toByteArray()), olga.allocator())) {
            int rows = 0;
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
            }
            assertThat(rows).isEqualTo(60_000);
        }
    }

    @Test
    void certificate_askedForAgain_differsInTimeTotalAndHeadOnly() {
        Receipt first = release(1);
        Certificate before = verified(file(olga, first.releaseId()));
        Receipt second = release(0.5);
        Certificate after = verified(file(olga, first.releaseId()));

        assertThat(after)
                .usingRecursiveComparison(RecursiveComparisonConfiguration.builder()
                        .withIgnoredFields("total", "ledgerHead", "issuer.issuedAt")
                        .build())
                .isEqualTo(before);
        assertThat(after.total().usedPico()).isGreaterThan(before.total().usedPico());
        assertThat(after.ledgerHead().orElseThrow().chain())
                .isEqualTo(before.ledgerHead().orElseThrow().chain());
        assertThat(after.ledgerHead().orElseThrow().sequence())
                .isGreaterThan(before.ledgerHead().orElseThrow().sequence());
        assertThat(after.total().elsewherePico())
                .isEqualTo(verified(file(olga, second.releaseId())).accounting().chargePico());
    }

    @Test
    void certificate_afterARestart_isSignedByTheSameKey() throws Exception {
        Receipt receipt = release(1);
        String key = verified(file(olga, receipt.releaseId())).issuer().keyId();
        stop();
        server = TestServer.start(folder, path -> parts.parts(), Map.of());
        olga = server.client(TestServer.OWNER);

        assertThat(verified(file(olga, receipt.releaseId())).issuer().keyId()).isEqualTo(key);
    }

    /// A renewal that drops a column, bounds another one anew, and is made by another owner.
    @Test
    void certificate_afterARenewal_saysWhatWasTrueAtTheReleaseAndTheTotalOverTime() throws Exception {
        Receipt first = release(1);
        Certificate before = verified(file(olga, first.releaseId()));
        assertThat(total(before).overTime()).isEmpty();
        token("oscar-token-0123456789", "oscar");
        TableSchema narrower = new TableSchema(
                List.of(
                        Column.of("sex", Domain.Categorical.of(List.of("v0", "v1"))),
                        Column.of("age", Domain.IntegerRange.of(10, 19))),
                new PrivacyUnit.Row());
        try (TestClient oscar = server.client("oscar-token-0123456789")) {
            oscar.upload(Requests.renewal("adult", 3, narrower), "age,sex\n2,2\n".getBytes(StandardCharsets.UTF_8));
        }
        session = olga.open(Requests.session("adult", "one", 2));
        Receipt second = release(0.5);

        Certificate old = verified(file(olga, first.releaseId()));
        Certificate now = verified(file(olga, second.releaseId()));

        assertThat(old)
                .usingRecursiveComparison(RecursiveComparisonConfiguration.builder()
                        .withIgnoredFields("total.overTime", "ledgerHead", "issuer.issuedAt")
                        .build())
                .isEqualTo(before); // owner, columns and their bounds among it
        assertThat(old.dataset().owner()).isEqualTo("olga");
        assertThat(old.dataset().columns())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("weight:"))
                .anySatisfy(line -> assertThat(line).startsWith("age: whole numbers from 0 to 99"));
        assertThat(now.dataset().owner()).isEqualTo("oscar");
        assertThat(now.dataset().columns())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("age: whole numbers from 10 to 19"));
        long both = old.accounting().chargePico() + now.accounting().chargePico();
        for (Certificate certificate : List.of(old, now)) {
            Certificate.OverTime all = total(certificate).overTime().orElseThrow();
            assertThat(all.snapshots()).isEqualTo(2);
            assertThat(all.usedPico()).isEqualTo(both);
            assertThat(all.epsilonUsed()).isGreaterThan(total(certificate).epsilonUsed());
            assertThat(total(certificate).elsewherePico()).isZero(); // the other snapshot has a cap of its own
        }
    }

    private static Certificate.DatasetTotal total(Certificate certificate) {
        return (Certificate.DatasetTotal) certificate.total();
    }

    private void token(String token, String user) throws Exception {
        Path tokens = folder.resolve(TokenFile.NAME);
        List<TokenFile.Token> all = new ArrayList<>(
                Json.read(Files.readAllBytes(tokens), TokenFile.class).tokens());
        all.add(TokenFile.Token.of(token, user, "owner", "clinic"));
        Tokens.writeOwnerOnly(tokens, Json.bytes(new TokenFile(all)));
    }

    @Test
    void certificateAndPieces_areForTheProjectThatMayReplayTheRelease() {
        String release = release(1).releaseId();
        byte[] piece = Json.bytes(new ReadPiece(release, 0));
        try (TestClient anna = server.client(TestServer.ANALYST);
                TestClient sven = server.client(TestServer.STRANGER)) {
            assertThat(verified(file(anna, release)).release().id()).isEqualTo(release);
            assertThat(anna.call(ActionName.RELEASE_PIECE, piece)).isNotEmpty();
            assertUnknown(() -> file(sven, release));
            assertUnknown(() -> sven.call(ActionName.RELEASE_PIECE, piece));
        }
        assertUnknown(() -> file(olga, "no-such-release"));
        assertUnknown(() -> file(olga, ""));
    }

    private static void assertUnknown(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(FlightRuntimeException.class, refusal -> {
            assertThat(refusal.status().code()).isEqualTo(FlightStatusCode.NOT_FOUND);
            assertThat(refusal).hasMessageContaining("no release of that id in your project");
        });
    }

    @Test
    void start_withAKeyThatOthersMayRead_saysWhatToDo(@TempDir Path other) throws Exception {
        Path key = Files.writeString(other.resolve("shared.pem"), "secret");

        assertThatThrownBy(() -> TestServer.start(
                        other.resolve("folder"), path -> parts.parts(), Map.of("vitrail.signing-key", key.toString())))
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("secret");
    }
}
