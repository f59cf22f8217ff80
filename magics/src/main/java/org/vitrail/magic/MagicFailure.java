package org.vitrail.magic;

/// Fails a cell with one line that stands alone: no cause, no trace. A line that begins with `UsageError: ` is
/// about the arguments.
public final class MagicFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Makes one.
    public MagicFailure(String line) {
        super(line, null, false, false);
    }
}
