package org.vitrail.kernel;

/// Where the code of a cell looks whether it has been told to stop.
///
/// A call of [#pass] is woven into every loop of a cell, so that an endless loop ends on interrupt although the JDK
/// has no way left to stop a thread from outside.
public final class Checkpoint {
    private static volatile boolean closed;
    private static volatile long stopping;

    private Checkpoint() {}

    /// Called by woven code at the end of every turn of a loop.
    public static void pass() {
        if (closed && Thread.currentThread().threadId() == stopping) {
            throw new Stopped();
        }
    }

    static void close(Thread thread) {
        stopping = thread.threadId();
        closed = true;
    }

    static void open() {
        closed = false;
    }

    /// An error, not an exception: a `catch (Exception e)` inside the loop must not keep it alive.
    static final class Stopped extends Error {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("interrupted", null, false, false);
        }
    }
}
