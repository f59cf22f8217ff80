package org.vitrail.kernel;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitrail.notebook.RunCommand;

/// Writes the folder by which Jupyter knows the kernel.
final class Kernelspec {
    private static final List<String> HANDED_ON =
            List.of("VITRAIL_HOME", "VITRAIL_SERVER_JAR", "VITRAIL_DATA", "VITRAIL_STATE_FOLDER");

    private Kernelspec() {}

    static int install(List<String> arguments) throws IOException {
        if (arguments.size() != 1) {
            System.err.println("vitrail: expected one argument: install-kernelspec FOLDER|--user");
            return 2;
        }
        boolean user = arguments.getFirst().equals("--user");
        Path folder = user ? userFolder().resolve("kernels/vitrail") : Path.of(arguments.getFirst());
        write(folder.toAbsolutePath(), jar());
        System.out.println("kernelspec written to " + folder.toAbsolutePath());
        return 0;
    }

    /// The jar of the running program.
    static Path jar() {
        try {
            return Path.of(Kernelspec.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("expected a local jar: " + e.getMessage(), e);
        }
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /// @param jar the kernel's jar; named by its absolute path, not copied, so that a new build is used at once
    static void write(Path folder, Path jar) throws IOException {
        Files.createDirectories(folder);
        Map<String, String> env = new LinkedHashMap<>();
        for (String name : HANDED_ON) {
            String value = System.getenv(name);
            if (value != null) {
                env.put(name, value);
            }
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put(
                "argv",
                List.of(java().toString(), RunCommand.ARROW_MEMORY, "-jar", jar.toString(), "{connection_file}"));
        spec.put("display_name", "Java (Vitrail)");
        spec.put("language", "java");
        spec.put("interrupt_mode", "message");
        spec.put("env", env);
        String json = new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(spec);
        Path next = Files.createTempFile(folder, "kernel", ".json");
        Files.writeString(next, json + "\n");
        Files.move(next, folder.resolve("kernel.json"), StandardCopyOption.REPLACE_EXISTING);
        for (int size : new int[] {32, 64}) {
            Files.write(folder.resolve("logo-" + size + "x" + size + ".png"), Logo.png(size));
        }
    }

    private static Path userFolder() {
        String home = System.getProperty("user.home");
        @Nullable String set = System.getenv("JUPYTER_DATA_DIR");
        if (set != null) {
            return Path.of(set);
        }
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return Path.of(home, "Library", "Jupyter");
        }
        @Nullable String roaming = System.getenv("APPDATA");
        if (system.contains("windows") && roaming != null) {
            return Path.of(roaming, "jupyter");
        }
        @Nullable String data = System.getenv("XDG_DATA_HOME");
        return data == null ? Path.of(home, ".local", "share", "jupyter") : Path.of(data, "jupyter");
    }
}
