package org.vitrail.app.console;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.vitrail.app.incident.Incidents;
import org.vitrail.app.ledger.LedgerCheck;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.governance.LedgerReport;

/// Verifies the ledgers in the background, one verification at a time.
final class Checks {
    private final LedgerCheck check;
    private final InstantSource clock;
    private Optional<Views.Verified> last;
    private Optional<Running> running = Optional.empty();
    private Optional<String> failed = Optional.empty();

    private record Running(Instant since, String by, AtomicLong lines, long of) {}

    /// How things stand.
    record State(Optional<Views.Verified> last, Optional<Views.Verifying> running, Optional<String> failed) {}

    /// Verifications by `check`, which notebooks ask too.
    ///
    /// @param last the one before the first request, if there was one
    Checks(LedgerCheck check, Optional<Views.Verified> last, InstantSource clock) {
        this.check = check;
        this.last = last;
        this.clock = clock;
    }

    private Optional<Views.Verified> newest() {
        Optional<Views.Verified> elsewhere = check.last()
                .filter(report -> last.map(own -> Instant.parse(own.at()).isBefore(Instant.parse(report.verifiedAt())))
                        .orElse(true))
                .map(report -> verified(report, Optional.empty(), Optional.empty()));
        return elsewhere.or(() -> last);
    }

    private static Views.Verified verified(LedgerReport report, Optional<String> by, Optional<Long> millis) {
        return new Views.Verified(
                report.verifiedAt(), by, millis, report.chains(), report.lines(), report.findings(), 0);
    }

    /// How many lines of ledgers did not hold at the last verification; empty: there was none.
    synchronized Optional<Integer> findings() {
        return newest().map(verified -> verified.findings().size());
    }

    synchronized State state() {
        return new State(
                newest(),
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
            LedgerReport report = check.run(now.lines()::incrementAndGet);
            long millis = Duration.between(now.since(), clock.instant()).toMillis();
            result = Optional.of(verified(report, Optional.of(now.by()), Optional.of(millis)));
        } catch (UncheckedIOException e) {
            trouble = Optional.of("the witness file cannot be read; see vitrail.store.witness-file");
        } catch (RefusedException e) {
            trouble = Optional.of(e.refusal().line());
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
