package org.vitrail.kernel;

/// A failure of code that a running cell evaluates; carries the line that the notebook shows.
final class NestedFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    NestedFailure(CellFailure cause) {
        super(cause.message(), cause, false, false);
    }
}
