package org.vitrail.magic;

import java.util.UUID;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.job.JobEvent;
import org.vitrail.magic.view.Bundle;
import org.vitrail.magic.view.ProgressView;

/// A bar that is redrawn in place at most ten times a second.
final class ProgressBar implements Consumer<JobEvent.Progress> {
    private static final long PAUSE_NANOS = 100_000_000;

    private final BaseKernel kernel;
    private final String title;
    private final String displayId = UUID.randomUUID().toString();
    private final long begin = System.nanoTime();
    private JobEvent.@Nullable Progress last;
    private long since;
    private long drawn;
    private boolean shown;
    private boolean ended;
    private double fraction;

    ProgressBar(BaseKernel kernel, String title) {
        this.kernel = kernel;
        this.title = title;
    }

    @Override
    public void accept(JobEvent.Progress step) {
        fraction = step.fraction();
        if (!step.equals(last)) {
            last = step;
            since = System.nanoTime();
        }
        if (!shown || System.nanoTime() - drawn >= PAUSE_NANOS) {
            // The estimate is as old as the step: what has passed since then is no longer left.
            double left = step.secondsLeft() - (System.nanoTime() - since) * 1e-9;
            draw(ProgressView.running(
                    title, new JobEvent.Progress(step.stage(), step.fraction(), Math.max(0, left)), seconds()));
        }
    }

    /// A word between two steps.
    void say(String line) {
        draw(ProgressView.ended(Math.clamp(fraction, 0, 1), title + ": " + line));
    }

    void done(String word) {
        if (shown) {
            draw(ProgressView.ended(1, title + ": " + word + " after " + Math.round(seconds() * 10) / 10.0 + " s"));
        }
        ended = true;
    }

    /// The last state of a bar that did not get to its end; nothing if it has ended.
    void failed(String word) {
        if (!ended && shown) {
            say(word);
        }
        ended = true;
    }

    private double seconds() {
        return (System.nanoTime() - begin) * 1e-9;
    }

    private void draw(Bundle bundle) {
        if (shown) {
            Publisher.update(kernel, displayId, bundle);
        } else {
            Publisher.show(kernel, displayId, bundle);
        }
        shown = true;
        drawn = System.nanoTime();
    }
}
