package org.vitrail.kernel;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The thread that runs the code of cells, and its interrupts.
///
/// An interrupt counts from [#begin] to [#end]: one that comes while the cell still compiles stops the first snippet
/// before it runs. After an interrupt the cell waits for its code at most five seconds; code that does not end is
/// left behind on its old thread and the next cell gets a new one.
final class CellThread {
    private static final long PATIENCE_MS = 5_000;

    private final Object lock = new Object();
    private @Nullable Worker worker;
    private @Nullable Task running;
    private boolean active;
    private boolean interrupted;

    /// A cell starts; interrupts count from now on.
    void begin() {
        synchronized (lock) {
            active = true;
            interrupted = false;
            Checkpoint.open();
        }
    }

    void end() {
        synchronized (lock) {
            active = false;
            interrupted = false;
            Checkpoint.open();
        }
    }

    /// Whether the current cell has been interrupted.
    boolean interrupted() {
        synchronized (lock) {
            return interrupted;
        }
    }

    /// Stops the current cell, if there is one.
    void interrupt() {
        synchronized (lock) {
            if (!active) {
                return;
            }
            interrupted = true;
            if (running != null && worker != null) {
                if (running.interruptedAt == 0) {
                    running.interruptedAt = System.nanoTime();
                }
                Checkpoint.close(worker.thread);
                worker.thread.interrupt();
            }
            lock.notifyAll();
        }
    }

    /// Runs the code on the cell's thread and waits for it.
    ///
    /// @throws CellFailure if the cell has been interrupted before the code started, or does not end after it
    @Nullable
    Object call(ClassLoader loader, Callable<@Nullable Object> code) throws Exception {
        if (Thread.currentThread() instanceof WorkerThread) {
            return code.call();
        }
        Task task = new Task(loader, code);
        synchronized (lock) {
            if (interrupted) {
                throw CellFailure.interrupted("stopped before it ran");
            }
            if (worker == null) {
                worker = new Worker();
            }
            running = task;
            worker.tasks.add(task);
        }
        await(task);
        if (task.failure != null) {
            throw task.failure;
        }
        return task.value;
    }

    private void await(Task task) throws InterruptedException, CellFailure {
        while (!task.ended.await(100, TimeUnit.MILLISECONDS)) {
            synchronized (lock) {
                boolean late = task.interruptedAt != 0
                        && System.nanoTime() - task.interruptedAt > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
                if (late && running == task) {
                    running = null;
                    worker = null;
                    throw CellFailure.interrupted(
                            "the code does not stop and runs on in the background; restart the kernel to end it");
                }
            }
        }
    }

    private final class Task {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final ClassLoader loader;
        private final Callable<@Nullable Object> code;
        private long interruptedAt;
        private volatile @Nullable Object value;
        private volatile @Nullable Exception failure;

        Task(ClassLoader loader, Callable<@Nullable Object> code) {
            this.loader = loader;
            this.code = code;
        }

        void run() {
            Thread.currentThread().setContextClassLoader(loader);
            try {
                if (interrupted()) {
                    throw CellFailure.interrupted("stopped before it ran");
                }
                value = code.call();
            } catch (Exception e) {
                failure = e;
            } catch (Error e) {
                failure = new InvocationTargetException(e);
            } finally {
                synchronized (lock) {
                    if (running == this) {
                        running = null;
                    }
                    // An interrupt that came too late for this snippet must not hit the next one.
                    Thread.interrupted();
                }
                ended.countDown();
            }
        }
    }

    private static final class WorkerThread extends Thread {
        WorkerThread(Runnable loop) {
            super(null, loop, "cell");
            setDaemon(true);
        }
    }

    private final class Worker {
        private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
        private final WorkerThread thread = new WorkerThread(this::loop);

        Worker() {
            thread.start();
        }

        private void loop() {
            boolean wanted = true;
            while (wanted) {
                try {
                    tasks.take().run();
                } catch (InterruptedException e) {
                    // The interrupt is remembered by the cell; the task finds it there.
                    continue;
                }
                synchronized (lock) {
                    wanted = worker == this;
                }
            }
        }
    }
}
