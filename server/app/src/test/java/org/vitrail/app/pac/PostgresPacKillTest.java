package org.vitrail.app.pac;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.vitrail.app.kit.PostgresServer;
import org.vitrail.app.serving.ChildServer.Step;
import org.vitrail.app.serving.HoldingGate;
import org.vitrail.app.store.SqlStore;

/// The same over PostgreSQL, which finishes a commit that reached it although its sender is dead.
class PostgresPacKillTest extends PacKillTest {
    private final SqlStore.Place place = PostgresServer.shared().database();

    @BeforeAll
    static void needsPostgres() {
        assumeThat(PostgresServer.missing()).isEmpty();
    }

    @Override
    SqlStore.Place place() {
        return place;
    }

    @Override
    Map<String, String> settings() {
        return Map.of("vitrail.store.url", place.url(), "vitrail.store.lease", "1s");
    }

    @Override
    List<String> holds() {
        return List.of();
    }

    @Override
    List<String> lateUniverse() {
        return List.of(
                "create function late_universe() returns trigger language plpgsql as $$ begin"
                        + " new.version := old.version; new.sealed := old.sealed; return new; end $$",
                "create trigger late_universe before update on pac_universe for each row"
                        + " execute function late_universe()");
    }

    @Override
    Optional<HoldingGate> gate() throws Exception {
        return Optional.of(new HoldingGate(place));
    }

    @Override
    String end(Step step) {
        return switch (step) {
            case RESERVING, RESERVED, VOIDING -> "void";
            case STARTING, STARTED -> "failed (charged)";
            case STORING, STORED -> "released";
        };
    }
}
