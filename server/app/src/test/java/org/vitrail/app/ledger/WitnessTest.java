package org.vitrail.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.ChildProcess;

/// The witness file when the disk is full, and after a crash.
class WitnessTest {
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    @TempDir
    private Path folder;

    private static String ask(Writer to, BufferedReader from) throws Exception {
        to.write("go\n");
        to.flush();
        return from.readLine();
    }

    private static void limit(Process child, String bytes) throws Exception {
        new ProcessBuilder(PRLIMIT.toString(), "--pid", Long.toString(child.pid()), "--fsize=" + bytes + ":unlimited")
                .start()
                .waitFor();
    }

    @Test
    void add_onAFullDisk_failsAndLeavesNoHalfLine() throws Exception {
        assumeThat(Files.isExecutable(PRLIMIT)).as("needs prlimit").isTrue();
        Path file = folder.resolve(Witness.FILE);
        Process child = ChildProcess.start(ChildWitness.class, file.toString());
        try (BufferedReader answers = child.inputReader();
                Writer asks = child.outputWriter()) {
            assertThat(answers.readLine()).isEqualTo("ready");
            assertThat(ask(asks, answers)).isEqualTo("witnessed 3");
            long size = Files.size(file);
            limit(child, Long.toString(size + size / 2)); // in the middle of the second line from here
            assertThat(ask(asks, answers)).isEqualTo("full after 4");
            assertThat(ask(asks, answers)).isEqualTo("full after 4");
            assertThat(newest(file)).isEqualTo(4);
            limit(child, "unlimited");
            assertThat(ask(asks, answers)).isEqualTo("witnessed 7");
            assertThat(newest(file)).isEqualTo(7);
        } finally {
            child.destroyForcibly();
            child.waitFor();
        }
    }

    private static long newest(Path file) throws Exception {
        return java.util.Optional.ofNullable(Witness.read(file).get("chain"))
                .orElseThrow()
                .place();
    }

    @Test
    void read_ofALineThatACrashCutOff_doesNotCountIt_andOfADamagedOneIsRefused() throws Exception {
        Path file = folder.resolve(Witness.FILE);
        try (Witness witness = Witness.open(file)) {
            witness.add(new Head("chain", 1, "00"), "key", "AA==");
        }
        Files.writeString(file, "{\"chain\":\"ch", StandardOpenOption.APPEND);
        assertThat(newest(file)).isEqualTo(1);
        try (Witness witness = Witness.open(file)) {
            witness.add(new Head("chain", 2, "01"), "key", "AA==");
        }
        assertThat(newest(file)).isEqualTo(2);
        Files.writeString(file, "{\"chain\":\"ch\n{}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> Witness.read(file)).hasMessageContaining("damaged at line 3");
    }
}
