package org.vitrail.privacy.blackbox;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// A mechanism on one fixed input, seen from outside: numbers come out, nothing else is known.
@FunctionalInterface
public interface Outputs {
    /// Runs it `times` times, independently.
    ///
    /// @return `[times][features]`, the same number of features each time
    double[][] run(int times);

    /// Runs divided among the cores; each part asks a mechanism of its own, so that none is shared by threads.
    static Outputs divided(Supplier<Outputs> mechanism) {
        int parts = Runtime.getRuntime().availableProcessors();
        return times -> IntStream.range(0, parts)
                .parallel()
                .mapToObj(part -> mechanism.get().run((times + part) / parts))
                .flatMap(Arrays::stream)
                .toArray(double[][]::new);
    }
}
