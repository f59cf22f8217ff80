package org.vitrail.app.kit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A class of the test class path in a process of its own, to be killed.
public final class ChildProcess {
    private ChildProcess() {}

    /// Starts it; what it prints to the error stream is dropped, or goes to the file that the system property
    /// `vitrail.child.errors` names.
    public static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(Optional.ofNullable(System.getProperty("vitrail.child.errors"))
                        .map(file -> ProcessBuilder.Redirect.appendTo(new File(file)))
                        .orElse(ProcessBuilder.Redirect.DISCARD))
                .start();
    }
}
