package org.vitrail.engine.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How workers are started.
///
/// @param classPath jars and class folders of a worker; not empty
/// @param heapMegabytes the worker's -Xmx; >= 64
/// @param nativeMegabytes limit of DuckDB's and of Arrow's memory outside the heap, each; >= 64
/// @param timeout longest run; > 0
/// @param spare whether one started worker waits for the next job
/// @param mainClass the worker's main class; [#MAIN_CLASS] in the product
public record WorkerOptions(
        List<Path> classPath,
        int heapMegabytes,
        int nativeMegabytes,
        Duration timeout,
        boolean spare,
        String mainClass) {
    /// The product's worker.
    public static final String MAIN_CLASS = "org.vitrail.engine.local.WorkerMain";

    public WorkerOptions {
        classPath = List.copyOf(classPath);
        if (classPath.isEmpty()) {
            throw new IllegalArgumentException("a worker's class path must hold at least 1 entry, got 0");
        }
        if (heapMegabytes < 64 || nativeMegabytes < 64) {
            throw new IllegalArgumentException("a worker's heap and native memory must be >= 64 MB, got "
                    + heapMegabytes + " and " + nativeMegabytes);
        }
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("a worker's timeout must be > 0, got " + timeout);
        }
    }

    /// The product's worker: 2 GiB heap, 1 GiB native, one hour, a spare.
    public static WorkerOptions of(List<Path> classPath) {
        return new WorkerOptions(classPath, 2048, 1024, Duration.ofHours(1), true, MAIN_CLASS);
    }
}
