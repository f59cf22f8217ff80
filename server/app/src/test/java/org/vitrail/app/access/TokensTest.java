package org.vitrail.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.TokenFile;

/// The token file: its forms, and what a change of it does.
class TokensTest {
    private static final String FIRST = "first-token-0123456789";
    private static final String SECOND = "other-token-0123456789"; // as long as the first

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    private Path write(String json) throws IOException {
        Path file = folder.resolve("tokens.json");
        Tokens.writeOwnerOnly(file, json.getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private static String entry(String token, String role) {
        return "{\"tokens\":[{\"token\":\"" + token + "\",\"user\":\"u\",\"role\":" + role + ",\"project\":\"p\"}]}";
    }

    private static Optional<SignedIn> accepted(Role... roles) {
        return Optional.of(new SignedIn.Accepted(new Caller("u", Set.of(roles), "p"), Optional.empty()));
    }

    @Test
    void roles_inEveryForm_areRead() throws IOException {
        assertThat(Tokens.read(write(entry(FIRST, "\"owner\"")), now::get).check(FIRST))
                .isEqualTo(accepted(Role.OWNER));
        for (String both : new String[] {"\"owner,auditor\"", "\"owner, auditor\"", "[\"owner\",\"auditor\"]"}) {
            assertThat(Tokens.read(write(entry(FIRST, both)), now::get).check(FIRST))
                    .as(both)
                    .isEqualTo(accepted(Role.OWNER, Role.AUDITOR));
        }
        for (String wrong : new String[] {"\"boss\"", "\"\"", "[]", "\"owner,\"", "7"}) {
            Path file = write(entry(FIRST, wrong));
            assertThatThrownBy(() -> Tokens.read(file, now::get))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(FIRST);
        }
    }

    /// A file of one role is written as every version has read it.
    @Test
    void file_ofOneRole_keepsItsForm() {
        TokenFile.Token one = TokenFile.Token.of(FIRST, "u", "owner", "p");
        assertThat(Json.text(one)).contains("\"role\":\"owner\"");
        assertThat(Json.read(Json.text(one), TokenFile.Token.class)).isEqualTo(one);
    }

    @Test
    void token_takenOutOfTheFile_opensNothingFromTheNextCallOn() throws IOException {
        Tokens tokens = Tokens.read(write(entry(FIRST, "\"owner\"")), now::get);
        assertThat(tokens.check(FIRST)).isPresent();
        write(entry(SECOND, "\"analyst\""));
        assertThat(tokens.check(FIRST)).isEmpty();
        assertThat(tokens.check(SECOND)).isEqualTo(accepted(Role.ANALYST));
    }

    /// Same length, same file, same time: told from the old one by reading it again after two seconds.
    @Test
    void change_thatLeavesNoTrace_isSeenWithinSeconds() throws IOException {
        Path file = write(entry(FIRST, "\"owner\""));
        FileTime time = Files.getLastModifiedTime(file);
        Tokens tokens = Tokens.read(file, now::get);
        Files.writeString(file, entry(SECOND, "\"owner\""));
        Files.setLastModifiedTime(file, time);
        now.updateAndGet(t -> t.plusSeconds(2));
        assertThat(tokens.check(FIRST)).isEmpty();
        assertThat(tokens.check(SECOND)).isPresent();
    }

    @Test
    void file_thatIsBrokenGoneOrOpenToOthers_opensNothingUntilItIsMended() throws IOException {
        Path file = write(entry(FIRST, "\"owner\""));
        Tokens tokens = Tokens.read(file, now::get);
        write("{\"tokens\":[");
        assertClosed(tokens);
        write(entry(FIRST, "\"owner\""));
        assertThat(tokens.check(FIRST)).isEqualTo(accepted(Role.OWNER));
        Files.delete(file);
        assertClosed(tokens);
        write(entry(FIRST, "\"owner\""));
        assertThat(tokens.check(FIRST)).isPresent();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        now.updateAndGet(t -> t.plusSeconds(2));
        assertClosed(tokens);
    }

    private static void assertClosed(Tokens tokens) {
        assertThat(tokens.check(FIRST).orElseThrow())
                .isInstanceOfSatisfying(
                        SignedIn.Unavailable.class,
                        no -> assertThat(no.line())
                                .contains("token file cannot be read now")
                                .doesNotContain(FIRST));
    }
}
