package org.vitrail.app.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.vitrail.app.incident.Incidents;
import org.vitrail.app.ledger.Verification;
import org.vitrail.app.ledger.Witness;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.signing.VerifyingKey;

/// Verifies the ledgers in the background, one verification at a time.
public final class Checks {
    private final SqlStore store;
    private final VerifyingKey key;
    private final Path witness;
    private final InstantSource clock;
    private Optional<Views.Verified> last;
    private Optional<Running> running = Optional.empty();
    private Optional<String> failed = Optional.empty();

    private record Running(Instant since, String by, AtomicLong lines, long of) {}

    /// How things stand.
    record State(Optional<Views.Verified> last, Optional<Views.Verifying> running, Optional<String> failed) {}

    /// Verifications of that store.
    ///
    /// @param last the one before the first request, if there was one
    Checks(SqlStore store, VerifyingKey key, Path witness, Optional<Views.Verified> last, InstantSource clock) {
        this.store = store;
        this.key = key;
        this.witness = witness;
        this.last = last;
        this.clock = clock;
    }

    /// How many lines of ledgers did not hold at the last verification; empty: there was none.
    public synchronized Optional<Integer> findings() {
        return last.map(verified -> verified.findings().size());
    }

    synchronized State state() {
        return new State(
                last,
                running.map(now -> new Views.Verifying(
                        now.since().toString(), now.by(), now.lines().get(), now.of())),
                failed);
    }

    /// Begins a verification.
    ///
    /// @param of how many lines there are about
    /// @throws RefusedException if one runs already
    Views.Verifying start(String by, long of) {
        Running now = new Running(clock.instant(), by, new AtomicLong(), of);
        synchronized (this) {
            if (running.isPresent()) {
                throw new RefusedException(new Refusal.Unavailable("a verification runs already, since "
                        + running.get().since() + " by '" + running.get().by() + "'; wait for its result"));
            }
            running = Optional.of(now);
        }
        Thread.ofVirtual().name("verification").start(() -> run(now));
        return new Views.Verifying(now.since().toString(), by, 0, of);
    }

    private void run(Running now) {
        Optional<Views.Verified> result = Optional.empty();
        Optional<String> trouble = Optional.empty();
        try {
            // The witness first: what is added meanwhile is then in the ledger too.
            var seen = Witness.read(witness);
            Verification.Report report =
                    new Verification(store, key, now.lines()::incrementAndGet).run(seen, true);
            Instant end = clock.instant();
            result = Optional.of(new Views.Verified(
                    end.toString(),
                    now.by(),
                    Duration.between(now.since(), end).toMillis(),
                    report.chains(),
                    report.lines(),
                    report.findings(),
                    0));
        } catch (IOException e) {
            trouble = Optional.of("the witness file cannot be read; see vitrail.store.witness-file");
        } catch (IllegalArgumentException e) {
            trouble = Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            trouble = Optional.of(Incidents.report(e));
        } finally {
            synchronized (this) {
                last = result.or(() -> last);
                failed = trouble;
                running = Optional.empty();
            }
        }
    }
}
