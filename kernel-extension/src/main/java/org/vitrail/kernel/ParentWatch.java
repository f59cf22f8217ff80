package org.vitrail.kernel;

import java.util.Optional;

/// Ends this process when the Jupyter server that started it is gone.
///
/// Jupyter sets `JPY_PARENT_PID` to its own process id. A killed server sends nothing, so it is looked at each second.
final class ParentWatch {
    private static final long PERIOD_MS = 1_000;

    private ParentWatch() {}

    static void start(String parent, Runnable gone) {
        long pid;
        try {
            pid = Long.parseLong(parent.strip());
        } catch (NumberFormatException e) {
            return;
        }
        Optional<ProcessHandle> watched = ProcessHandle.of(pid);
        boolean direct = parentPid() == pid;
        if (watched.isEmpty()) {
            return;
        }
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> watch(watched.get(), direct, gone));
    }

    private static void watch(ProcessHandle parent, boolean direct, Runnable gone) {
        try {
            while (parent.isAlive() && (!direct || parentPid() == parent.pid())) {
                Thread.sleep(PERIOD_MS);
            }
            gone.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A parent that is dead but not yet collected still counts as alive; its children have moved on.
    private static long parentPid() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L);
    }
}
