package org.vitrail.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/// faiss-cpu's exact index in a Python process that waits between its rounds.
final class FaissVotes implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;
    private final BufferedWriter asked;
    private final String version;

    private FaissVotes(Process process) throws IOException {
        this.process = process;
        this.said = process.inputReader();
        this.asked = process.outputWriter();
        this.version = line();
    }

    /// Starts the process and waits until it has read the data.
    ///
    /// @param python an interpreter that has faiss and numpy
    /// @param folder for temporary files
    /// @param data little-endian floats, private rows first
    static FaissVotes start(String python, Path folder, Path data, VotesData shape, int threads) throws IOException {
        Path script = folder.resolve("faiss_votes.py");
        try (InputStream in = FaissVotes.class.getResourceAsStream("faiss_votes.py")) {
            if (in == null) {
                throw new IllegalStateException("faiss_votes.py is missing beside " + FaissVotes.class.getName());
            }
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        python,
                        script.toString(),
                        data.toString(),
                        Integer.toString(shape.rows()),
                        Integer.toString(shape.candidates()),
                        Integer.toString(shape.dimensions()),
                        Integer.toString(threads)))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // Settings that would slow OpenBLAS down: the comparison is with faiss at its best.
        builder.environment().keySet().removeAll(List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"));
        return new FaissVotes(builder.start());
    }

    /// What runs: version and instruction set.
    String version() {
        return version;
    }

    /// Seconds of one histogram: index, search and counts.
    double round() throws IOException {
        asked.write("\n");
        asked.flush();
        return Double.parseDouble(line());
    }

    /// Ends the process; the counts `[candidates]` of the last round.
    long[] counts() throws IOException {
        asked.close();
        return Arrays.stream(line().split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private String line() throws IOException {
        String line = said.readLine();
        if (line == null) {
            throw new IllegalStateException("faiss ended early; its message is above");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
