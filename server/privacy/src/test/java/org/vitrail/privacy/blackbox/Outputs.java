package org.vitrail.privacy.blackbox;

/// A mechanism on one fixed input, seen from outside: numbers come out, nothing else is known.
@FunctionalInterface
public interface Outputs {
    /// Runs it `times` times, independently.
    ///
    /// @return `[times][features]`, the same number of features each time
    double[][] run(int times);
}
