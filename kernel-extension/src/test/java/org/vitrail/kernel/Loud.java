package org.vitrail.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/// Code of a library, as cells call it: no checkpoint is woven into it, and it swallows interrupts.
public final class Loud {
    private Loud() {}

    /// Prints the given number of lines, however often it is interrupted.
    public static void out(int lines) {
        for (int i = 0; i < lines; i++) {
            System.out.println("m" + i);
        }
    }

    /// Publishes that many updates of one display while `me`, which must be the calling thread, is interrupted every
    /// 50 microseconds.
    public static void storm(Thread me, AtomicInteger hits, int messages) {
        BaseKernel kernel = BaseKernel.notebookKernel();
        AtomicBoolean over = new AtomicBoolean();
        Thread storm = Thread.ofPlatform().daemon().start(() -> {
            while (!over.get()) {
                me.interrupt();
                hits.incrementAndGet();
                LockSupport.parkNanos(50_000);
            }
        });
        try {
            for (int i = 0; i < messages; i++) {
                DisplayData step = new DisplayData("step " + i);
                step.putTransientData("display_id", "storm");
                kernel.getIO().display.updateDisplay(step);
            }
        } finally {
            over.set(true);
            joined(storm);
        }
    }

    private static void joined(Thread thread) {
        while (thread.isAlive()) {
            Thread.interrupted();
            LockSupport.parkNanos(100_000);
        }
        Thread.interrupted();
    }

    /// Runs that many milliseconds, deaf to interrupts.
    public static void deaf(long millis) {
        System.out.println("deaf");
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                // deaf
            }
        }
    }
}
