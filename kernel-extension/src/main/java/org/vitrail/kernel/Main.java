package org.vitrail.kernel;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.vitrail.notebook.RunCommand;

/// The jar's entry: a kernel, the notebook runner, or the installer of the kernelspec.
public final class Main {
    private static final String USAGE = """
            usage: java -jar vitrail-kernel.jar CONNECTION_FILE              (Jupyter starts the kernel so)
                   java -jar vitrail-kernel.jar run NOTEBOOK [--out FILE] [--html FILE] [--timeout S] [--allow-errors]
                   java -jar vitrail-kernel.jar verify CERTIFICATE [--key FILE] [--data FILE]
                   java -jar vitrail-kernel.jar install-kernelspec FOLDER|--user""";

    private Main() {}

    /// Runs what the arguments say; ends the process with status 0, 1 (failed) or 2 (wrong usage).
    public static void main(String[] arguments) {
        // Before Netty loads: on JDK 24 and later it gives up Unsafe, which Arrow's allocator needs.
        System.setProperty("io.netty.noUnsafe", "false");
        System.exit(start(List.of(arguments)));
    }

    private static int start(List<String> arguments) {
        if (arguments.isEmpty()) {
            System.err.println(USAGE);
            return 2;
        }
        List<String> rest = arguments.subList(1, arguments.size());
        try {
            return switch (arguments.getFirst()) {
                case "run" -> RunCommand.run(rest);
                case "verify" -> VerifyCommand.run(rest);
                case "install-kernelspec" -> Kernelspec.install(rest);
                case "-h", "--help", "help" -> {
                    System.out.println(USAGE);
                    yield 0;
                }
                default -> kernel(Path.of(arguments.getFirst()));
            };
        } catch (Exception e) {
            System.err.println("vitrail: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            return 1;
        }
    }

    private static int kernel(Path connectionFile) throws Exception {
        if (!Files.isRegularFile(connectionFile)) {
            System.err.println("vitrail: there is no connection file '" + connectionFile + "'\n" + USAGE);
            return 2;
        }
        String json = Files.readString(connectionFile, StandardCharsets.UTF_8);
        SafeConnection connection = new SafeConnection(KernelConnectionProperties.parse(json));
        VitrailKernel kernel = VitrailKernel.create();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(kernel::close));
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent != null) {
            ParentWatch.start(parent, Main::exit);
        }
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        kernel.onStartup();
        connection.waitUntilClose();
        return 0;
    }

    /// Leaves after the last messages have gone out.
    static void exit() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The hook has two seconds; a cell that does not stop must not keep the process.
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(3_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(0);
        });
        Runtime.getRuntime().exit(0);
    }
}
