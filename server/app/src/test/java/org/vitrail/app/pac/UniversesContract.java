package org.vitrail.app.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.Books;
import org.vitrail.app.ledger.AccountSeed;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.ledger.Verification;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.RefusedException;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Kind;
import org.vitrail.privacy.ledger.PacAmount;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.NoiseRule;
import org.vitrail.privacy.pac.Universe;
import org.vitrail.privacy.pac.WorldOutputs;

/// What a store of universes must do, on any database.
abstract class UniversesContract {
    private static final PacAmount USUAL = new PacAmount(PacRequests.USUAL);
    private static final byte[] KEY = new byte[32];

    @TempDir
    private Path folder;

    private Books books;
    private Universes universes;
    private String chain;

    /// A fresh database.
    abstract SqlStore.Place place(Path folder) throws Exception;

    @BeforeEach
    void open() throws Exception {
        books = Books.open(place(folder), folder);
        universes = new Universes(books.store(), KEY);
        books.ledger().transaction(transaction -> transaction.begin(Kind.PAC, seed("top", Optional.empty())));
        chain = books.ledger().chain("top");
        for (String session : List.of("one", "two")) {
            books.ledger().write(Kind.PAC, chain, desk -> {
                desk.pen().open(seed(session, Optional.of("top")));
                return session;
            });
        }
    }

    private static AccountSeed<PacAmount> seed(String id, Optional<String> above) {
        String tier = above.isPresent() ? "session" : "dataset";
        return new AccountSeed<>(id, above, tier, id, 0, 0, new PacAmount(PacRequests.CAP), false);
    }

    @AfterEach
    void close() {
        books.close();
    }

    private Charge<PacAmount> charge(String job, String account) {
        return new Charge<>(job, chain, account, USUAL);
    }

    private static Universe.Kept asked(Universe.Kept kept) {
        Nats nats = new Nats(PacRequests.USUAL * 1000);
        Universe universe = kept.open(nats);
        universe.release(
                WorldOutputs.of(64, 1, w -> new double[] {w % 7}), nats, NoiseRule.TIGHT, NoiseBasis.COORDINATES);
        return kept.after(universe);
    }

    private void started(Charge<PacAmount> charge, Universes.Held held) {
        books.ledger().write(charge, desk -> {
            desk.reserve();
            universes.requireCurrent(desk.reading(), held);
            desk.start();
            return held;
        });
    }

    private void released(Charge<PacAmount> charge, Universes.Held held, Universe.Kept after) {
        books.ledger().write(charge, desk -> {
            desk.released("0".repeat(64));
            universes.replace(desk.writing(), held, after);
            return held;
        });
    }

    private Universes.Held held(String account) {
        return universes.hold(charge("look", account)).orElseThrow();
    }

    @Test
    void hold_ofTwoAccounts_drawsTwoSecrets() {
        Set<List<Byte>> keys = new HashSet<>();
        Set<Integer> secrets = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            String account = "s" + i;
            books.ledger().write(Kind.PAC, chain, desk -> {
                desk.pen().open(seed(account, Optional.of("top")));
                return account;
            });
            byte[] bytes = held(account).kept().bytes();
            assertThat(held(account).kept().bytes()).as("the same again").isEqualTo(bytes);
            secrets.add((int) bytes[11]); // format, worlds, secret: three integers
            keys.add(boxed(Arrays.copyOfRange(bytes, 28, 60)));
        }
        assertThat(keys).hasSize(40);
        assertThat(secrets.size()).as("of 40 draws among 64").isGreaterThan(8);
    }

    private static List<Byte> boxed(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boxed[i] = bytes[i];
        }
        return List.of(boxed);
    }

    @Test
    void replace_afterAnotherAnswer_letsNeitherReleaseNorUniverseStand() {
        Universes.Held before = held("one");
        started(charge("a", "one"), before);
        released(charge("a", "one"), before, asked(before.kept()));
        // the second answer was sized for what the universe told before the first
        books.ledger().write(charge("b", "one"), desk -> {
            desk.reserve();
            desk.start();
            return desk;
        });
        assertThatThrownBy(() -> released(charge("b", "one"), before, asked(before.kept())))
                .hasMessageContaining("before another answer");
        assertThat(held("one").version()).isEqualTo(1);
        assertThat(lines("b")).containsExactly("RESERVED", "STARTED"); // spent, and nothing released
    }

    @Test
    void requireCurrent_ofAnOldVersion_refusesBeforeTheStart() {
        Universes.Held before = held("one");
        started(charge("a", "one"), before);
        released(charge("a", "one"), before, asked(before.kept()));
        assertThatThrownBy(() -> started(charge("b", "one"), before))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("nothing was charged");
        assertThat(lines("b")).isEmpty();
        started(charge("c", "one"), held("one"));
        started(charge("d", "two"), held("two")); // another session's universe does not wait
    }

    @Test
    void requireCurrent_ofAUniverseThatWasSetBack_doesNotStart() {
        Universes.Held before = held("one");
        byte[] old = sealed();
        started(charge("a", "one"), before);
        released(charge("a", "one"), before, asked(before.kept()));
        overwrite(0, old); // an administrator forgets what the answers told
        Universes.Held forged = held("one");
        assertThatThrownBy(() -> started(charge("b", "one"), forged)).hasMessageContaining("set back");
    }

    @Test
    void hold_ofAnotherAccountsOrAnOlderUniverse_doesNotOpen() {
        Universes.Held before = held("one");
        byte[] old = sealed();
        started(charge("a", "one"), before);
        released(charge("a", "one"), before, asked(before.kept()));
        overwrite(1, old);
        assertThatThrownBy(() -> held("one")).hasMessageContaining("cannot be opened");
        assertThatThrownBy(() -> new Universes(books.store(), key(1)).hold(charge("x", "one")))
                .hasMessageContaining("cannot be opened");
    }

    private static byte[] key(int first) {
        byte[] key = new byte[32];
        key[0] = (byte) first;
        return key;
    }

    private List<String> findings() {
        return new Verification(books.store(), books.key().verifyingKey())
                .run(Map.of(), false)
                .findings();
    }

    @Test
    void verification_ofMovedTwinsAndUniversesSetBack_findsThem() {
        Universes.Held before = held("one");
        byte[] old = sealed();
        started(charge("a", "one"), before);
        released(charge("a", "one"), before, asked(before.kept()));
        assertThat(findings()).isEmpty();
        overwrite(0, old);
        assertThat(findings()).anyMatch(line -> line.contains("another number of answers"));
        overwrite(1, old);
        books.ledger().transaction(transaction -> transaction.begin(Kind.DP, dp()));
        pair("rows", "top");
        assertThat(findings()).anyMatch(line -> line.contains("pac_twin rows is not what was sealed"));
        String other = books.ledger().chain("rows");
        books.ledger().write(other, desk -> {
            desk.pen()
                    .open(new AccountSeed<>(
                            "below",
                            Optional.of("rows"),
                            "session",
                            "below",
                            1,
                            1e-6,
                            DpAmount.of(new MuSquared(1)),
                            false));
            return desk;
        });
        books.ledger().transaction(transaction -> transaction.begin(Kind.PAC, seed("far", Optional.empty())));
        pair("below", "far");
        assertThat(findings()).anyMatch(line -> line.contains("below another account"));
    }

    private static AccountSeed<DpAmount> dp() {
        return new AccountSeed<>(
                "rows", Optional.empty(), "dataset", "rows", 1, 1e-6, DpAmount.of(new MuSquared(1)), false);
    }

    private void pair(String account, String twin) {
        books.store().transaction(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into pac_twin (account_id, pac_account_id) values (?, ?)")) {
                insert.setString(1, account);
                insert.setString(2, twin);
                return insert.executeUpdate();
            }
        });
    }

    @Test
    void sealed_inTheDatabase_showsNothingOfTheUniverse() {
        byte[] plain = held("one").kept().bytes();
        String hidden = new String(sealed(), StandardCharsets.ISO_8859_1);
        String key = new String(Arrays.copyOfRange(plain, 28, 60), StandardCharsets.ISO_8859_1);
        assertThat(hidden).doesNotContain(key);
        assertThat(held("one").toString() + held("one").kept())
                .doesNotContain("secret")
                .contains("Kept[?]");
    }

    @Test
    void charges_ofTheOtherKind_neverReachThisLedger() {
        Charge<DpAmount> wrong = new Charge<>("a", chain, "one", DpAmount.of(new MuSquared(1)));
        assertThatThrownBy(() -> books.ledger().write(wrong, desk -> {
                    desk.reserve();
                    return desk;
                }))
                .hasMessageContaining("of the kind dp");
        assertThat(Charge.covers(USUAL, wrong.amount())).isFalse();
        assertThat(Charge.covers(USUAL, USUAL)).isTrue();
        assertThat(Charge.covers(USUAL, new PacAmount(USUAL.picoNats() + 1))).isFalse();
    }

    private List<String> lines(String job) {
        return books.store()
                .transaction(connection ->
                        Query.texts(connection, "select kind from ledger_line where job_id = ? order by place", job));
    }

    private byte[] sealed() {
        return books.store()
                .transaction(connection -> Query.first(
                        connection, "select sealed from pac_universe where account_id = 'one'", row -> row.getBytes(1)))
                .orElseThrow();
    }

    private void overwrite(long version, byte[] sealed) {
        books.store().transaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update pac_universe set version = ?, sealed = ? where account_id = 'one'")) {
                update.setLong(1, version);
                update.setBytes(2, sealed);
                return update.executeUpdate();
            }
        });
    }
}
