package org.vitrail.contract.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.signing.SignedMatter;
import org.vitrail.contract.signing.VerifyingKey;

class CertificateFileTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Samples.Signer signer;
    private final Certificate certificate;
    private final String file;

    CertificateFileTest() throws Exception {
        signer = Samples.Signer.fresh();
        certificate = Samples.certificate(signer.key().id());
        file = signer.file(certificate);
    }

    private static Verification verify(String text, Optional<VerifyingKey> trusted) {
        return CertificateFile.verify(text.getBytes(StandardCharsets.UTF_8), trusted);
    }

    private static Verification verify(String text) {
        return verify(text, Optional.empty());
    }

    @Test
    void verify_theFileAsWritten_isValidAndTheSameCertificate() {
        assertThat(verify(file))
                .isEqualTo(new Verification.Valid(certificate, signer.key().id(), false));
        assertThat(verify(file, Optional.of(signer.key())))
                .isEqualTo(new Verification.Valid(certificate, signer.key().id(), true));
        assertThat(verify(file).line()).contains("not compared with a key you trust");
        assertThat(verify(file, Optional.of(signer.key())).line()).contains("the key you trust");
    }

    /// Issued once by a real server, and verified with OpenSSL too: what was issued must verify for ever.
    @Test
    void verify_aFileThatAServerIssuedInThisFormat_staysValid() throws Exception {
        byte[] issued = resource("certificate-1.json");
        VerifyingKey key = VerifyingKey.ofPem(new String(resource("certificate-1.key.pem"), StandardCharsets.US_ASCII));

        Verification found = CertificateFile.verify(issued, Optional.of(key));

        assertThat(found.line())
                .isEqualTo("valid: release f8148349-7d3f-4254-b1ea-0fbad17f4e47, signed by key c48bbb7ee9e4c378,"
                        + " the key you trust");
    }

    private static byte[] resource(String name) throws Exception {
        try (InputStream in = Objects.requireNonNull(CertificateFileTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    @Test
    void verify_aCertificateWithoutALedgerHead_isValid() throws Exception {
        Certificate headless = Samples.certificate(signer.key().id(), Optional.empty());
        String text = signer.file(headless);

        assertThat(text).doesNotContain("ledgerHead");
        assertThat(verify(text))
                .isEqualTo(new Verification.Valid(headless, signer.key().id(), false));
    }

    @Test
    void verify_bySomebodyElsesKey_saysWhichKeySigned() throws Exception {
        Samples.Signer other = Samples.Signer.fresh();

        Verification found = verify(file, Optional.of(other.key()));

        assertThat(found).isInstanceOf(Verification.Invalid.class);
        assertThat(found.line())
                .contains(signer.key().id())
                .contains(other.key().id());
    }

    /// Who has no key can sign with one of his own; only the comparison with a trusted key tells.
    @Test
    void verify_aForgeryUnderTheForgersKey_isValidOnlyWithoutATrustedKey() throws Exception {
        Samples.Signer forger = Samples.Signer.fresh();
        String forged = forger.file(Samples.certificate(forger.key().id()));

        assertThat(verify(forged)).isInstanceOf(Verification.Valid.class);
        assertThat(verify(forged, Optional.of(signer.key()))).isInstanceOf(Verification.Invalid.class);
    }

    @Test
    void verify_anotherKeyIdInsideThanOutside_isInvalid() throws Exception {
        String text = signer.file(Samples.certificate("0123456789abcdef"));

        assertThat(verify(text).line()).contains("names another key");
    }

    /// Every leaf of the document, changed, taken away, and doubled.
    @Test
    void verify_withAnyFieldTampered_isRefusedWithOneLine() throws Exception {
        List<String> leaves = new ArrayList<>();
        leaves(MAPPER.readTree(file), "", leaves);
        assertThat(leaves)
                .hasSizeGreaterThan(50)
                .contains("/certificate/guarantee/epsilon", "/certificate/ledgerHead/sha256", "/signature/keyId");
        for (String leaf : leaves) {
            assertRefused(edited(leaf, false), leaf);
            assertRefused(edited(leaf, true), leaf + " removed");
        }
    }

    /// The same editing without an edit is valid: the test above fails for the edit alone.
    @Test
    void verify_theDocumentReadAndWrittenAgain_isValid() throws Exception {
        String again = MAPPER.writeValueAsString(MAPPER.readTree(file));

        assertThat(CanonicalJson.of(again)).isEqualTo(CanonicalJson.of(file));
        assertThat(verify(CanonicalJson.of(again))).isInstanceOf(Verification.Valid.class);
    }

    private static void assertRefused(String text, String what) {
        Verification found = verify(text);
        assertThat(found).as(what).isNotInstanceOf(Verification.Valid.class);
        assertThat(found.line()).as(what).isNotBlank().doesNotContain("\n");
    }

    private static void leaves(JsonNode node, String path, List<String> found) {
        if (node.isObject()) {
            node.properties().forEach(e -> leaves(e.getValue(), path + "/" + e.getKey(), found));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves(node.get(i), path + "/" + i, found);
            }
        } else {
            found.add(path);
        }
    }

    private String edited(String leaf, boolean remove) throws Exception {
        JsonNode root = MAPPER.readTree(file);
        JsonNode parent = root.at(leaf.substring(0, leaf.lastIndexOf('/')));
        String name = leaf.substring(leaf.lastIndexOf('/') + 1);
        JsonNode old = root.at(leaf);
        JsonNode changed = old.isTextual()
                ? MAPPER.getNodeFactory().textNode(flipped(old.textValue()))
                : old.isBoolean()
                        ? MAPPER.getNodeFactory().booleanNode(!old.booleanValue())
                        : old.isIntegralNumber()
                                ? MAPPER.getNodeFactory().numberNode(old.longValue() + 1)
                                : MAPPER.getNodeFactory().numberNode(Math.nextUp(old.doubleValue()));
        if (parent instanceof ObjectNode object) {
            JsonNode done = remove ? object.remove(name) : object.set(name, changed);
            assertThat(done).isNotNull();
        } else {
            ArrayNode array = (ArrayNode) parent;
            JsonNode done = remove ? array.remove(Integer.parseInt(name)) : array.set(Integer.parseInt(name), changed);
            assertThat(done).isNotNull();
        }
        return CanonicalJson.of(MAPPER.writeValueAsString(root));
    }

    private static String flipped(String text) {
        char last = text.charAt(text.length() - 1);
        return text.substring(0, text.length() - 1) + (last == 'a' ? 'b' : 'a');
    }

    @Test
    void verify_whatIsAddedOrWrittenTwice_isRefused() {
        assertRefused(file.replaceFirst("\\{", "{\"more\":1,"), "a third member");
        assertRefused(file.replace("\"certificate\": {", "\"certificate\": {\"more\":1,"), "an unknown field");
        assertRefused(file.replace("\"signature\": {", "\"signature\": {\"more\":1,"), "an unknown signature field");
        assertRefused(
                file.replace("\"certificate\": {", "\"certificate\": {\"format\": \"vitrail-certificate-1\","),
                "a field twice");
        assertRefused(file.replace("0.000001", "1e-6"), "a number in another spelling");
        assertRefused("\ufeff" + file, "a byte order mark");
    }

    @Test
    void verify_otherFiles_areUnreadable() {
        for (String text : List.of("", "{}", "[]", "null", "no JSON", "{\"certificate\":1}", "\u0000")) {
            assertThat(verify(text)).as(text).isInstanceOf(Verification.Unreadable.class);
        }
        assertThat(CertificateFile.verify(new byte[] {(byte) 0xc3, 0x28}, Optional.empty()))
                .isInstanceOf(Verification.Unreadable.class);
        assertThat(CertificateFile.verify(new byte[CertificateFile.BYTES_MAX + 1], Optional.empty()))
                .isInstanceOf(Verification.Unreadable.class);
    }

    /// A byte changed, dropped or put in anywhere: refused, or the same certificate (white space).
    @Test
    void verify_afterAnyMutationOfAByte_isRefusedOrMeansTheSame() {
        long seed = 20_261_127;
        Random random = new Random(seed);
        byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        int same = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] mutant = mutant(bytes, random);
            Verification found = CertificateFile.verify(mutant, Optional.empty());
            if (found instanceof Verification.Valid valid) {
                assertThat(valid.certificate())
                        .as("seed %d, mutation %d", seed, i)
                        .isEqualTo(certificate);
                assertThat(valid.keyId()).isEqualTo(signer.key().id());
                same++;
            } else {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(2_000);
        assertThat(same).as("white space may change").isPositive();
    }

    private static byte[] mutant(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        byte other = (byte) (random.nextInt(3) == 0 ? " \n0\"{},:".charAt(random.nextInt(8)) : random.nextInt(256));
        int kind = random.nextInt(3);
        byte[] mutant = new byte[bytes.length + (kind == 0 ? 0 : kind == 1 ? 1 : -1)];
        System.arraycopy(bytes, 0, mutant, 0, at);
        if (kind == 0) {
            System.arraycopy(bytes, at, mutant, at, bytes.length - at);
            mutant[at] = other == bytes[at] ? (byte) (other ^ 1) : other;
        } else if (kind == 1) {
            mutant[at] = other;
            System.arraycopy(bytes, at, mutant, at + 1, bytes.length - at);
        } else {
            System.arraycopy(bytes, at + 1, mutant, at, bytes.length - at - 1);
        }
        return mutant;
    }

    /// The must-fail twin: a verifier that checks the records it understood, instead of the text that lies there,
    /// lets
    /// an added field through.
    @Test
    void aVerifierOfTheRecordsAlone_wouldAcceptAnAddedField() throws Exception {
        String added = file.replace("\"certificate\": {", "\"certificate\": {\"more\": 1,");
        JsonMapper lenient = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        JsonNode root = MAPPER.readTree(added);

        Certificate understood = lenient.treeToValue(root.get("certificate"), Certificate.class);
        String signature = root.at("/signature/value").textValue();

        assertThat(signer.key().verifies(SignedMatter.CERTIFICATE, CertificateFile.content(understood), signature))
                .isTrue();
        assertThat(verify(added)).isInstanceOf(Verification.Invalid.class);
    }

    @Test
    void sha256_ofSomeContent_isTheKnownDigest() throws Exception {
        assertThat(CertificateFile.sha256(new ByteArrayInputStream("abc".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
