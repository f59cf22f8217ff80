package org.vitrail.app.flight;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for a slow client no longer than agreed: interrupts the thread that made it if that thread does not say
/// [#arrived] in time.
final class Patience implements AutoCloseable {
    private final Thread reader = Thread.currentThread();
    private final long millis;
    private long arrivals;
    private boolean over;
    private boolean lost;

    private Patience(long millis) {
        this.millis = millis;
    }

    /// Starts to wait for the calling thread's client.
    ///
    /// @param millis the longest time between two arrivals; > 0
    static Patience of(long millis) {
        Patience patience = new Patience(millis);
        Thread.ofVirtual().name("patience").start(patience::watch);
        return patience;
    }

    /// Something came.
    synchronized void arrived() {
        arrivals++;
    }

    /// Whether the client was given up.
    synchronized boolean lost() {
        return lost;
    }

    private synchronized void watch() {
        try {
            while (!over) {
                long before = arrivals;
                waitFor(() -> over);
                if (!over && arrivals == before) {
                    lost = true;
                    reader.interrupt();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitFor(BooleanSupplier end) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = millis; left > 0 && !end.getAsBoolean(); ) {
            wait(left);
            left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
    }

    /// Ends the waiting; the interrupt that may just have come is taken back.
    @Override
    public void close() {
        synchronized (this) {
            over = true;
            notifyAll();
        }
        if (lost()) {
            Thread.interrupted();
        }
    }
}
