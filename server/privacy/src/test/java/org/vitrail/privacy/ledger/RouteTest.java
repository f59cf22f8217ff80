package org.vitrail.privacy.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.accounting.MuSquared;

/// Hand-made cases of a book: dataset 100 → project → analyst → session, some guaranteed.
class RouteTest {
    private final Book<DpAmount> book = new Book<>();

    private static DpAmount gdp(long units) {
        return DpAmount.of(new MuSquared(units));
    }

    private static DpAmount two(long gdp, long zcdp) {
        return new DpAmount(new TreeMap<>(Map.of("gdp", gdp, "zcdp", zcdp)));
    }

    private void open(String id, String parent, DpAmount cap, boolean guaranteed) {
        book.read(
                new Line.Opened<>(id, Optional.of(parent).filter(text -> !text.isEmpty()), "session", cap, guaranteed));
    }

    private void reserve(String job, String account, DpAmount amount) {
        book.read(new Line.Reserved<>(job, account, amount));
    }

    private Balance<DpAmount> balance(String id) {
        return Optional.ofNullable(book.accounts().get(id)).orElseThrow().balance();
    }

    private long kept(String id) {
        return balance(id).kept().in(DpAmount.GDP);
    }

    private long used(String id) {
        return balance(id).used().in(DpAmount.GDP);
    }

    @BeforeEach
    void dataset() {
        open("dataset", "", gdp(100), false);
    }

    @Test
    void reserve_refused_namesTheHighestThatCannotPayAndChangesNothing() {
        open("project", "dataset", gdp(50), false);
        open("session", "project", gdp(30), false);
        Map<String, Node<DpAmount>> before = book.accounts();
        assertThatThrownBy(() -> reserve("j", "session", gdp(60))).hasMessageContaining("account project cannot pay");
        assertThatThrownBy(() -> reserve("j", "session", gdp(31))).hasMessageContaining("account session cannot pay");
        assertThat(book.accounts()).isEqualTo(before);
        reserve("j", "session", gdp(30)); // the refused name is free
        assertThat(used("dataset")).isEqualTo(30);
    }

    @Test
    void reserve_aboveWhatIsGuaranteed_namesTheGuaranteedAccount() {
        open("class", "dataset", gdp(40), true);
        open("other", "dataset", gdp(100), false);
        reserve("o", "other", gdp(60));
        assertThatThrownBy(() -> reserve("j", "class", gdp(41))).hasMessageContaining("account class cannot pay");
        assertThatThrownBy(() -> reserve("p", "other", gdp(1))).hasMessageContaining("account dataset cannot pay");
        reserve("j", "class", gdp(40));
        assertThat(used("dataset")).isEqualTo(100);
        assertThat(kept("dataset")).isZero();
    }

    @Test
    void close_betweenAGuaranteedAccountAndTheDataset_freesWhatWasKeptOnce() {
        open("project", "dataset", gdp(80), true);
        open("session", "project", gdp(50), true);
        reserve("j", "session", gdp(20));
        book.read(new Line.Closed<>("project", "over"));
        assertThat(kept("dataset")).isZero();
        assertThat(used("dataset")).isEqualTo(20);
        book.read(new Line.Voided<>("j"));
        assertThat(used("dataset")).isZero(); // not kept again: nobody would ever free it
        book.read(new Line.Closed<>("session", "over")); // was refused once
        assertThat(used("dataset")).isZero();
        assertThat(kept("project")).isZero();
    }

    @Test
    void close_ofAnAccountThatIsNotGuaranteed_freesWhatIsKeptForThoseBelow() {
        open("project", "dataset", gdp(80), false);
        open("session", "project", gdp(50), true);
        reserve("j", "session", gdp(20));
        book.read(new Line.Started<>("j"));
        book.read(new Line.Closed<>("project", "over"));
        assertThat(kept("dataset")).isZero();
        assertThat(used("dataset")).isEqualTo(20); // what was spent stays spent
        assertThat(kept("project")).isEqualTo(30);
        book.read(new Line.Closed<>("session", "over"));
        book.read(new Line.Closed<>("session", "over")); // again: nothing
        assertThat(kept("project")).isZero();
        assertThat(used("dataset")).isEqualTo(20);
        assertThatThrownBy(() -> open("late", "project", gdp(1), false)).hasMessageContaining("project is closed");
        assertThatThrownBy(() -> reserve("k", "session", gdp(0))).hasMessageContaining("is closed");
    }

    @Test
    void reserve_inAMeasureAboveWhatIsGuaranteedInIt_movesOnWhatIsThere() {
        Book<DpAmount> both = new Book<>();
        both.read(new Line.Opened<>("top", Optional.empty(), "dataset", two(100, 100), false));
        both.read(new Line.Opened<>("class", Optional.of("top"), "session", two(40, 40), true));
        both.read(new Line.Reserved<>("j", "class", two(10, 90))); // was an error: 90 of the 40 kept
        assertThat(both.accounts().get("top"))
                .satisfies(top -> assertThat(top.balance().kept()).isEqualTo(two(30, 0)));
        both.read(new Line.Voided<>("j"));
        assertThat(both.accounts().get("top"))
                .satisfies(top -> assertThat(top.balance().kept()).isEqualTo(two(40, 40)));
        both.read(new Line.Opened<>("other", Optional.of("top"), "session", two(100, 100), false));
        both.read(new Line.Reserved<>("k", "other", two(99, 0))); // the dataset now lives in zcdp alone
        assertThatThrownBy(() -> both.read(new Line.Reserved<>("l", "class", two(10, 101))))
                .hasMessageContaining("account top cannot pay");
        both.read(new Line.Reserved<>("m", "class", two(40, 40))); // what fits in every measure is guaranteed
    }

    @Test
    void raise_thatLowersAMeasureOrChangesNothing_isRefused() {
        Book<DpAmount> both = new Book<>();
        both.read(new Line.Opened<>("top", Optional.empty(), "dataset", two(10, 10), false));
        for (DpAmount cap : List.of(two(20, 9), two(10, 10), gdp(20))) {
            assertThatThrownBy(() -> both.read(new Line.Raised<>("top", cap, "two people")))
                    .as(cap.toString())
                    .isInstanceOf(IllegalStateException.class);
        }
        both.read(new Line.Raised<>("top", two(10, 11), "two people"));
        assertThatThrownBy(() -> both.read(new Line.Opened<>("a", Optional.of("top"), "session", gdp(1), false)))
                .hasMessageContaining("expected an amount in [");
    }

    @Test
    void read_ofWhatBreaksARule_namesItAndChangesNothing() {
        reserve("j", "dataset", gdp(10));
        book.read(new Line.Started<>("j"));
        Map<String, Node<DpAmount>> before = book.accounts();
        assertThatThrownBy(() -> reserve("j", "dataset", gdp(1))).hasMessageContaining("reserved a second time");
        assertThatThrownBy(() -> book.read(new Line.Voided<>("j"))).hasMessageContaining("no open reservation");
        assertThatThrownBy(() -> book.read(new Line.Started<>("j"))).hasMessageContaining("no open reservation");
        assertThatThrownBy(() -> book.read(new Line.Noted<>("none", "x"))).hasMessageContaining("no account none");
        assertThatThrownBy(() -> open("dataset", "", gdp(1), false)).hasMessageContaining("opened a second time");
        assertThat(book.accounts()).isEqualTo(before);
        assertThat(book.unresolved()).containsExactly("j");
        book.read(new Line.Released<>("j", "digest"));
        assertThat(book.unresolved()).isEmpty();
        assertThatThrownBy(() -> book.read(new Line.Failed<>("j"))).hasMessageContaining("no started reservation");
        assertThat(balance("dataset").spent()).isEqualTo(gdp(10));
    }

    @Test
    void balance_overItsCapOrInOtherMeasures_cannotBe() {
        assertThatThrownBy(() -> new Balance<>(gdp(10), gdp(4), gdp(4), gdp(3)))
                .hasMessageContaining("kept + reserved + spent <= cap");
        assertThatThrownBy(() -> new Balance<>(gdp(10), two(1, 1), two(1, 1), two(1, 1)))
                .hasMessageContaining("expected an amount in [");
        assertThat(new Balance<>(gdp(10), gdp(4), gdp(3), gdp(3)).admits(gdp(1)))
                .isFalse();
        assertThat(Balance.open(gdp(10)).admits(gdp(10))).isTrue();
        assertThatThrownBy(() -> new Route<>(List.<Node<DpAmount>>of())).hasMessageContaining("at least one account");
    }
}
