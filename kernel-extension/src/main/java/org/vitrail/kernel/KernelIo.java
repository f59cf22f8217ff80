package org.vitrail.kernel;

import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/// The streams of the running cell; opens what the library keeps for its own package.
final class KernelIo extends JupyterIO {
    KernelIo() {
        super(StandardCharsets.UTF_8);
    }

    void attach(ShellReplyEnvironment env) {
        setEnv(env);
    }

    void detach(ShellReplyEnvironment env) {
        retractEnv(env);
    }

    void allowInput(boolean allowed) {
        setJupyterInEnabled(allowed);
    }
}
