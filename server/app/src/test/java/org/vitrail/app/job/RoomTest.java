package org.vitrail.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.ledger.Book;
import org.vitrail.privacy.ledger.Line;
import org.vitrail.privacy.ledger.PacAmount;

/// As many as can be reserved one after the other, wherever the least is left.
class RoomTest {
    private final Book<PacAmount> book = new Book<>();

    private void open(String id, String parent, long cap, boolean guaranteed) {
        book.read(new Line.Opened<>(
                id, Optional.of(parent).filter(text -> !text.isEmpty()), "session", new PacAmount(cap), guaranteed));
    }

    private long room(String account, long each, long most) {
        return Room.of(book.route(account), new PacAmount(each), most);
    }

    @BeforeEach
    void accounts() {
        open("dataset", "", 100, false);
        open("project", "dataset", 50, false);
        open("session", "project", 70, false);
    }

    @Test
    void room_isThatOfTheTightestAccount() {
        for (long each : new long[] {1, 2, 3, 7, 16, 25, 26, 50, 51}) {
            assertThat(room("session", each, 1000)).isEqualTo(50 / each);
            assertThat(room("session", each, 5)).isEqualTo(Math.min(5, 50 / each));
        }
        book.read(new Line.Reserved<>("j", "session", new PacAmount(11)));
        assertThat(room("session", 13, 1000)).isEqualTo(3);
    }

    @Test
    void room_ofWhatIsKept_isForThatAccountAlone() {
        open("kept", "project", 30, true);
        assertThat(room("kept", 10, 1000)).isEqualTo(3);
        assertThat(room("session", 10, 1000)).isEqualTo(2);
        assertThat(room("session", 21, 1000)).isZero();
    }

    @Test
    void room_forNothingOrBeyondAllNumbers_ends() {
        assertThat(room("session", 0, 1000)).isEqualTo(1000);
        assertThat(room("session", Long.MAX_VALUE / 2, 1000)).isZero();
        assertThat(room("session", 1, 0)).isZero();
    }
}
