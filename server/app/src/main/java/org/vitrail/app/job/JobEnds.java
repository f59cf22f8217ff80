package org.vitrail.app.job;

import java.util.Optional;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.wire.Json;

/// Ends jobs without a release, once: what had not started is free, what had started stays spent.
final class JobEnds {
    private final Ledger ledger;
    private final JobStore jobs;

    JobEnds(Ledger ledger, JobStore jobs) {
        this.ledger = ledger;
        this.jobs = jobs;
    }

    /// Ends a job, if it has not ended, and says how it ended.
    ///
    /// @param started what becomes of a job that started: `FAILED` or `CANCELLED`
    JobStatus end(JobRow row, JobStatus started, String why) {
        return ledger.write(row.charge().chain(), desk -> {
            JobStatus now = jobs.status(desk.reading(), row.id())
                    .orElseThrow(() -> new IllegalStateException("no job " + row.id()));
            return switch (now) {
                case RESERVED -> {
                    desk.pen().giveBack(row.charge());
                    jobs.move(desk.writing(), row.id(), now, JobStatus.VOIDED, why);
                    yield JobStatus.VOIDED;
                }
                case STARTED -> {
                    desk.pen().failed(row.charge());
                    jobs.move(desk.writing(), row.id(), now, started, why);
                    yield started;
                }
                case RELEASED, FAILED, CANCELLED, VOIDED, DENIED, REPLAY -> now;
            };
        });
    }

    /// Why a job that ended like that has no release; nothing if it has one.
    static Optional<Refusal> refusal(JobStatus ended, String why) {
        return switch (ended) {
            case RELEASED, REPLAY -> Optional.empty();
            case CANCELLED -> Optional.of(cancelled());
            case VOIDED -> Optional.of(voided(why));
            case DENIED -> Optional.of(Json.read(why, Refusal.class));
            case FAILED, STARTED, RESERVED -> Optional.of(failed(why));
        };
    }

    static Refusal cancelled() {
        return new Refusal.Cancelled("cancelled after it started; its charge stays spent (see %dp_budget)", true);
    }

    private static Refusal voided(String why) {
        return why.equals(JobFlow.CANCELLED_BEFORE)
                ? new Refusal.Cancelled("cancelled before it started; nothing was charged", false)
                : new Refusal.Failed("the job failed: " + why + "; nothing was charged", false);
    }

    static Refusal failed(String why) {
        return new Refusal.Failed("the job failed: " + why + "; its charge stays spent (see %dp_budget)", true);
    }
}
