package org.vitrail.mechanism.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TilesTest {
    /// Prints the kernel that a JVM chooses.
    static final class Choice {
        private Choice() {}

        public static void main(String[] arguments) {
            System.out.print(Tiles.fastest(1L << 40).getClass().getSimpleName() + " "
                    + NearestVotes.among(List.of(Vectors.of(new float[] {0, 1}, 1)), 1)
                            .ofRows(List.of(Vectors.of(new float[] {0.9f}, 1)))[1]);
        }
    }

    private static String choice(List<String> options) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", folder(Tiles.class) + java.io.File.pathSeparator + folder(TilesTest.class)));
        command.add(Choice.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("exit status").isZero();
        return said;
    }

    private static String folder(Class<?> type) {
        return Path.of(java.net.URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    @Test
    void fastest_moduleAbsent_plainJavaCounts() throws Exception {
        assertThat(choice(List.of())).isEqualTo("PlainTiles " + (1 << PersonVector.GRID_BITS));
    }

    @Test
    void fastest_littleWork_plainJava() {
        assertThat(Tiles.fastest(1 << 20)).isInstanceOf(PlainTiles.class);
    }

    @Test
    void fastest_modulePresent_vectorsWhereTheyPay() throws Exception {
        assertThat(choice(List.of("--add-modules=jdk.incubator.vector")))
                .isEqualTo((VectorTiles.pays() ? "VectorTiles " : "PlainTiles ") + (1 << PersonVector.GRID_BITS));
    }
}
