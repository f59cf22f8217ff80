package org.vitrail.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vitrail.app.kit.Books;
import org.vitrail.app.kit.PostgresServer;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.RefusedException;
import org.vitrail.privacy.ledger.DpAmount;

/// The contract on a real PostgreSQL, and what only several servers can do.
class PostgresLedgerTest extends LedgerContract {
    @BeforeAll
    static void isThere() {
        assumeThat(PostgresServer.missing()).isEmpty();
    }

    @Override
    protected SqlStore.Place place() {
        return PostgresServer.shared().database();
    }

    @Override
    protected String[] withoutTriggers() {
        return new String[] {
            "drop trigger line_append_only on ledger_line", "drop trigger checkpoint_append_only on ledger_checkpoint"
        };
    }

    @Test
    void reserve_throughTwoServers_endsExactlyAtTheCap() throws Exception {
        try (Books second = Books.open(opened(), folder)) {
            together(thread -> {
                Books mine = thread % 2 == 0 ? books : second;
                for (int i = 0; i < 30; i++) { // 8 · 30 · 7 = 1680 wanted of 1000
                    Charge<DpAmount> charge = Books.charge(chain, thread % 3 == 0 ? "two" : "one", 7);
                    try {
                        mine.reserve(charge);
                        if (i % 3 == 0) {
                            mine.giveBack(charge);
                        } else {
                            mine.start(charge);
                        }
                    } catch (RefusedException e) {
                        assertThat(e).isNotNull();
                    }
                }
                return thread;
            });
            assertThat(books.balance("dataset").spent().muSquared().pico()).isEqualTo(1_000 / 7 * 7);
            assertThat(books.findings()).isEmpty();
        }
    }
}
