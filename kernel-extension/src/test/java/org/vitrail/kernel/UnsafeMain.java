package org.vitrail.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/// The planted bug: the same kernel whose cells write to the publishing socket on their own, interruptible thread.
public final class UnsafeMain {
    private UnsafeMain() {}

    /// Runs the kernel.
    public static void main(String[] arguments) throws Exception {
        System.setProperty("io.netty.noUnsafe", "false");
        String json = Files.readString(Path.of(arguments[0]));
        JupyterConnection connection = new JupyterConnection(KernelConnectionProperties.parse(json));
        VitrailKernel kernel = VitrailKernel.create();
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        kernel.onStartup();
        connection.waitUntilClose();
        System.exit(0);
    }
}
