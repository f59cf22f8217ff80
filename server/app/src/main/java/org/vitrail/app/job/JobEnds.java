package org.vitrail.app.job;

import java.util.Optional;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.wire.Json;
import org.vitrail.privacy.ledger.PacAmount;

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
        return ledger.write(row.charge(), desk -> {
            JobStatus now = jobs.status(desk.reading(), row.id())
                    .orElseThrow(() -> new IllegalStateException("no job " + row.id()));
            return switch (now) {
                case RESERVED -> {
                    desk.giveBack();
                    jobs.move(desk.writing(), row.id(), now, JobStatus.VOIDED, why);
                    yield JobStatus.VOIDED;
                }
                case STARTED -> {
                    desk.failed();
                    jobs.move(desk.writing(), row.id(), now, started, why);
                    yield started;
                }
                case RELEASED, FAILED, CANCELLED, VOIDED, DENIED, REPLAY -> now;
            };
        });
    }

    /// Why a job that ended like that has no release; nothing if it has one.
    ///
    /// @param row the job that was to be paid, not one that waited for it
    static Optional<Refusal> refusal(JobRow row, JobStatus ended, String why) {
        return switch (ended) {
            case RELEASED, REPLAY -> Optional.empty();
            case CANCELLED -> Optional.of(cancelled(row));
            case VOIDED -> Optional.of(voided(why));
            case DENIED -> Optional.of(Json.read(why, Refusal.class));
            case FAILED, STARTED, RESERVED -> Optional.of(failed(row, why));
        };
    }

    private static Refusal cancelled(JobRow row) {
        return new Refusal.Cancelled("cancelled after it started; " + spent(row), true);
    }

    private static Refusal voided(String why) {
        return why.equals(JobFlow.CANCELLED_BEFORE)
                ? new Refusal.Cancelled("cancelled before it started; nothing was charged", false)
                : new Refusal.Failed("the job failed: " + why + "; nothing was charged", false);
    }

    private static Refusal failed(JobRow row, String why) {
        return new Refusal.Failed("the job failed: " + why + "; " + spent(row), true);
    }

    /// What is paid for and not delivered is no release that a later request could be given.
    private static String spent(JobRow row) {
        String amount = row.charge().amount() instanceof PacAmount pac
                ? ShortNumber.upper(pac.picoNats() * 1e-12) + " nats"
                : "epsilon " + ShortNumber.upper(row.epsilon());
        return "its charge stays spent: " + amount
                + " (see %dp_budget); only what was delivered is replayed free, the same request again is charged again";
    }
}
