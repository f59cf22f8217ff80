package org.vitrail.magic;

import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.vitrail.contract.job.JobEvent;

/// Shows how many worlds have been run, told from several threads, once it takes longer than half a second.
final class WorldsProgress implements IntConsumer {
    private static final double QUIET_SECONDS = 0.5;

    private final ProgressBar bar;
    private final int worlds;
    private final long begin = System.nanoTime();

    WorldsProgress(Notebook notebook, int worlds) {
        bar = new ProgressBar(notebook.kernel(), "calibrating");
        this.worlds = worlds;
    }

    @Override
    public synchronized void accept(int done) {
        double seconds = (System.nanoTime() - begin) * 1e-9;
        if (seconds > QUIET_SECONDS) {
            double left = seconds / done * (worlds - done);
            bar.accept(new JobEvent.Progress(done + " of " + worlds + " worlds", (double) done / worlds, left));
        }
    }

    /// Runs, and says what an interrupt cost: nothing, as charges come after all worlds.
    <T> T during(Supplier<T> work) {
        try {
            T result = work.get();
            bar.done("all worlds run");
            return result;
        } catch (CancellationException e) {
            bar.failed("interrupted");
            throw new MagicFailure("interrupted before all worlds had run: nothing was charged");
        } catch (IllegalStateException e) { // the cap, or an interrupt that did cost something: its line says so
            bar.failed("stopped");
            throw new MagicFailure(String.valueOf(e.getMessage()));
        }
    }
}
