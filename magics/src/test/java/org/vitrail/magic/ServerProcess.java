package org.vitrail.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.ServerFile;

/// The built server in a process of its own, with settings of its own, as an administrator would start it.
record ServerProcess(Process process, Path folder) implements AutoCloseable {

    /// Starts it and waits until it answers or ends.
    static ServerProcess start(Path jar, Path folder, String... settings) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dvitrail.data-folder=" + folder,
                "-Dvitrail.state-folder=" + folder.resolve("state"),
                "-Dvitrail.worker.spare=false"));
        for (String setting : settings) {
            command.add("-D" + setting);
        }
        command.addAll(List.of("-jar", jar.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        while (process.isAlive() && !Files.exists(folder.resolve(ServerFile.NAME))) {
            Thread.sleep(20);
        }
        return new ServerProcess(process, folder);
    }

    /// Where it answers.
    ServerFile file() throws Exception {
        return Json.read(Files.readString(folder.resolve(ServerFile.NAME)), ServerFile.class);
    }

    /// All it printed.
    String log() throws Exception {
        return Files.readString(folder.resolve("out.log"));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
