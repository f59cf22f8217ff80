package org.vitrail.app.job;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.job.JobEvent;
import org.vitrail.contract.table.TableSchema;

/// A job of this process that has not ended yet.
public final class LiveJob {
    private final JobRow row;
    private final Pricing.Priced priced;
    private final long startedNanos = System.nanoTime();
    private final AtomicInteger followers = new AtomicInteger();
    private final CompletableFuture<Optional<Refusal>> end = new CompletableFuture<>();
    private volatile JobEvent.Progress progress;
    private volatile boolean cancelled;
    private volatile long deadlineNanos = startedNanos + Long.MAX_VALUE / 2; // none before the start

    LiveJob(JobRow row, Pricing.Priced priced) {
        this.row = row;
        this.priced = priced;
        this.progress = new JobEvent.Progress(
                "waiting for a free worker", 0, priced.plan().secondsExpected());
    }

    JobRow row() {
        return row;
    }

    Pricing.Priced priced() {
        return priced;
    }

    /// The columns of the release to come.
    public TableSchema columns() {
        return priced.plan().product();
    }

    /// How far it is.
    public JobEvent.Progress progress() {
        return progress;
    }

    /// Waits for the end.
    ///
    /// @return nothing while it runs; then an empty refusal for a release, or why there is none
    public Optional<Optional<Refusal>> awaitEnd(long millis) throws InterruptedException {
        try {
            return Optional.of(end.get(millis, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a job's end is never exceptional", e);
        }
    }

    /// Counts one more stream that shows this job.
    public void follow() {
        followers.incrementAndGet();
    }

    /// A stream went away before the end. The payer's own takes the job with it, unless another one still follows.
    ///
    /// @param payer whether the stream showed the job that pays, not a replay that waits for it
    public void leave(boolean payer) {
        if (followers.decrementAndGet() == 0 && payer) {
            cancel();
        }
    }

    /// Asks it to end.
    void cancel() {
        cancelled = true;
    }

    boolean wasCancelled() {
        return cancelled;
    }

    boolean timedOut() {
        return System.nanoTime() - deadlineNanos >= 0;
    }

    void started(long timeoutNanos) {
        deadlineNanos = System.nanoTime() + timeoutNanos;
        progress("starting", 0);
    }

    void ended(Optional<Refusal> refusal) {
        end.complete(refusal);
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }

    void progress(String stage, double fraction) {
        double done = Math.clamp(fraction, 0, 1);
        double seconds = (System.nanoTime() - startedNanos) * 1e-9;
        double left = done > 0.05
                ? seconds * (1 - done) / done
                : Math.max(0, priced.plan().secondsExpected() - seconds);
        progress = new JobEvent.Progress(stage, done, left);
    }

    boolean cancelled() {
        return cancelled || timedOut();
    }
}
