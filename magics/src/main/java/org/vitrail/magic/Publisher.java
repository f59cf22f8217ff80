package org.vitrail.magic;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.vitrail.magic.view.Bundle;

/// Every output of the magics leaves from one thread that nobody interrupts: JeroMQ loses or garbles messages when
/// the sending thread is interrupted, and an interrupt is how a cell is stopped.
final class Publisher {
    private static final ExecutorService EXECUTOR = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("dp-publish").factory());

    private Publisher() {}

    static void show(BaseKernel kernel, Bundle bundle) {
        DisplayData data = data(bundle);
        EXECUTOR.execute(() -> kernel.display(data));
    }

    static void show(BaseKernel kernel, String displayId, Bundle bundle) {
        DisplayData data = data(bundle);
        data.putTransientData("display_id", displayId);
        EXECUTOR.execute(() -> kernel.display(data));
    }

    static void update(BaseKernel kernel, String displayId, Bundle bundle) {
        DisplayData data = data(bundle);
        data.putTransientData("display_id", displayId);
        EXECUTOR.execute(() -> kernel.getIO().display.updateDisplay(data));
    }

    /// Waits until everything is sent: a late message would land under the next cell.
    static void drain() {
        boolean interrupted = Thread.interrupted();
        Future<?> last = EXECUTOR.submit(() -> {});
        try {
            last.get(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            last.cancel(false); // nothing left to save
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static DisplayData data(Bundle bundle) {
        DisplayData data = new DisplayData();
        bundle.forms().forEach(data::putData);
        bundle.metadata().forEach(data::putMetaData);
        return data;
    }
}
