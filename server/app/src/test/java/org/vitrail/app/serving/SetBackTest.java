package org.vitrail.app.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ScriptedParts;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.kit.TestWeb;
import org.vitrail.app.ledger.Witness;
import org.vitrail.app.signing.SigningKey;

/// Old copies of the database and of the whole data folder, put back between two runs of the server.
class SetBackTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path state;

    private interface Visit {
        void by(TestClient olga);
    }

    private void served(Visit visit) throws Exception {
        served(visit, Map.of());
    }

    private void served(Visit visit, Map<String, String> more) throws Exception {
        ScriptedParts parts = new ScriptedParts();
        Map<String, String> settings = new HashMap<>(more);
        settings.put("vitrail.state-folder", state.toString());
        try (TestServer server = TestServer.start(data, _ -> parts.parts(), settings);
                TestClient olga = server.client(TestServer.OWNER)) {
            visit.by(olga);
        }
    }

    private static byte[] rows(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @BeforeEach
    void begin() throws Exception {
        data = folder.resolve("data");
        state = folder.resolve("state");
        served(olga -> olga.upload(Requests.register("adult", 3), rows("1")));
        copy(data, folder.resolve("old"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void remove(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// In place: the folder stays the same one of the file system.
    private void setBack() throws IOException {
        for (String part : List.of("ledger.mv.db", Witness.FILE)) {
            Files.deleteIfExists(data.resolve(part));
        }
        copy(folder.resolve("old"), data);
    }

    private void expectFound() {
        assertThatThrownBy(() -> served(olga -> assertThat(olga).isNotNull()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("tampered with")
                .hasMessageContaining("witnessed");
    }

    private Path witness() throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(file -> file.endsWith(Witness.FILE)).findFirst().orElseThrow();
        }
    }

    @Test
    void database_setBackRightAfterARegistration_isFound() throws Exception {
        served(olga -> olga.upload(Requests.register("cohort", 3), rows("2")));
        setBack();
        expectFound();
    }

    @Test
    void database_setBackRightAfterARenewal_isFound() throws Exception {
        served(olga -> {
            String session = olga.open(Requests.session("adult", "one", 1)).sessionId();
            olga.release(Requests.job(session, Requests.spec("adult", 1)));
        });
        remove(folder.resolve("old"));
        copy(data, folder.resolve("old"));
        served(olga -> olga.upload(Requests.renewal("adult", 3), rows("2")));
        setBack();
        expectFound();
    }

    @Test
    void folder_setBackAsAWhole_isFound() throws Exception {
        served(olga -> {
            String session = olga.open(Requests.session("adult", "one", 3)).sessionId();
            olga.release(Requests.job(session, Requests.spec("adult", 3)));
        });
        setBack();
        expectFound();
    }

    /// Must-fail twin: with the witness in the folder, as it was before, nobody notices.
    @Test
    void folder_setBackWithItsWitness_isNotNoticed() throws Exception {
        Files.writeString(folder.resolve("file"), "in the way");
        Path newest = state;
        state = folder.resolve("file"); // cannot be written: the witness goes to the data folder, with a warning
        served(olga -> assertThat(olga).isNotNull());
        assertThat(data.resolve(Witness.FILE)).isRegularFile();
        copy(data, folder.resolve("old"));
        served(olga -> {
            String session = olga.open(Requests.session("adult", "one", 3)).sessionId();
            olga.release(Requests.job(session, Requests.spec("adult", 3)));
        });
        byte[] whatItKnew = Files.readAllBytes(data.resolve(Witness.FILE));
        setBack();
        assertThatCode(() -> served(olga -> assertThat(olga).isNotNull())).doesNotThrowAnyException();
        Files.write(
                data.resolve(Witness.FILE), whatItKnew); // what the folder's witness knew counts wherever it is read
        state = newest;
        expectFound();
    }

    @Test
    void witness_thatIsNew_knowsEveryHeadFromTheStartOn() throws Exception {
        served(olga -> olga.upload(Requests.register("cohort", 3), rows("2")));
        remove(state);
        served(olga -> assertThat(olga).isNotNull()); // writes nothing
        assertThat(Witness.read(witness())).hasSize(2);
        setBack();
        expectFound();
    }

    /// The witness of the place that it had before counts in the place that it has now.
    @Test
    void folder_setBackInAnotherPlaceUnderTheSameKey_isFound() throws Exception {
        Path key = folder.resolve("key.pem");
        Files.copy(data.resolve(SigningKey.PRIVATE_FILE), key);
        Map<String, String> configured = Map.of("vitrail.signing-key", key.toString(), "vitrail.store.adopt", "true");
        served(
                olga -> {
                    String session =
                            olga.open(Requests.session("adult", "one", 1)).sessionId();
                    olga.release(Requests.job(session, Requests.spec("adult", 1)));
                },
                configured);
        copy(folder.resolve("old"), folder.resolve("moved"));
        data = folder.resolve("moved");
        assertThatThrownBy(() -> served(olga -> assertThat(olga).isNotNull(), configured))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("witnessed");
        remove(state); // must-fail twin
        assertThatCode(() -> served(olga -> assertThat(olga).isNotNull(), configured))
                .doesNotThrowAnyException();
    }

    /// Nobody can tell then whether the database was set back before: that must not be passed over.
    @Test
    void start_withoutAnyWitnessOfLedgersThatAreThere_isSaidAsAnAlarm() throws Exception {
        assertThat(alerts()).doesNotContain("witness-new");
        remove(state);
        assertThat(alerts()).contains("witness-new", "witnessed nowhere that this server knows");
        assertThat(alerts()).doesNotContain("witness-new");
    }

    private String alerts() throws Exception {
        ScriptedParts parts = new ScriptedParts();
        try (TestServer server =
                        TestServer.start(data, _ -> parts.parts(), Map.of("vitrail.state-folder", state.toString()));
                TestWeb web = new TestWeb(() -> Optional.of(server.served()))) {
            return web.get("/api/alerts", TestServer.AUDITOR).body();
        }
    }

    @Test
    void state_isReadableByItsOwnerOnly() throws Exception {
        assertThat(Files.getPosixFilePermissions(witness().getParent())).hasSize(3);
        assertThat(Files.getPosixFilePermissions(witness())).hasSize(2);
        assertThat(data.resolve(Witness.FILE)).doesNotExist();
    }
}
