package org.vitrail.engine.pac;

/// A query that is not answered: what was asked, why not, what to do. Decided on the text and on all rows.
public final class PacRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /// With one line.
    public PacRefusedException(String line) {
        super(line, null, false, false);
    }

    /// Refuses what is not as expected.
    static void require(boolean holds, String expected, String got) throws PacRefusedException {
        if (!holds) {
            throw new PacRefusedException("expected " + expected + ", got " + got);
        }
    }
}
