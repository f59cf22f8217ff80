package org.vitrail.app.serving;

/// The server cannot start; one line says why and what to do.
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /// Exit status: the configuration is wrong.
    public static final int CONFIGURATION = 2;
    /// Exit status: the data folder cannot be used.
    public static final int FOLDER = 3;
    /// Exit status: the port is taken.
    public static final int PORT = 4;

    private final int exitStatus;

    StartFailure(int exitStatus, String line) {
        super(line);
        this.exitStatus = exitStatus;
    }

    /// What the process ends with.
    public int exitStatus() {
        return exitStatus;
    }
}
