package org.vitrail.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    /// Two processes and two of one process add to one file, while another opens, and so shortens it again and again.
    @Test
    void add_byServersThatShareAFileAndShortenIt_losesNoHead() throws Exception {
        Path file = folder.resolve(Witness.FILE);
        Process child = ChildProcess.start(ChildWitness.class, file.toString());
        try (BufferedReader answers = child.inputReader();
                Writer asks = child.outputWriter();
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            assertThat(answers.readLine()).isEqualTo("ready");
            List<Future<Long>> ends = new ArrayList<>();
            for (String chain : List.of("a", "b")) {
                ends.add(threads.submit(() -> {
                    long place = 0;
                    try (Witness witness = Witness.open(file)) {
                        while (place < 100) {
                            witness.add(new Head(chain, ++place, "00"), "key", "AA==");
                        }
                    }
                    return place;
                }));
            }
            Future<Long> shorten = threads.submit(() -> {
                for (int i = 0; i < 100; i++) {
                    Witness.open(file).close();
                }
                return 0L;
            });
            for (int i = 1; i <= 30; i++) {
                assertThat(ask(asks, answers)).isEqualTo("witnessed " + 3 * i);
            }
            for (Future<Long> end : ends) {
                end.get();
            }
            shorten.get();
            assertThat(newest(file)).isEqualTo(90);
            assertThat(Witness.read(file))
                    .extractingByKey("a")
                    .extracting(Witness.Seen::place)
                    .isEqualTo(100L);
            assertThat(Witness.read(file))
                    .extractingByKey("b")
                    .extracting(Witness.Seen::place)
                    .isEqualTo(100L);
        } finally {
            child.destroyForcibly();
            child.waitFor();
        }
    }

    /// Must-fail twin: whoever keeps the file open that had the name once writes where nobody reads.
    @Test
    void add_throughAChannelOfTheFileThatWasReplaced_isLost() throws Exception {
        Path file = folder.resolve(Witness.FILE);
        Witness.open(file).close();
        try (FileChannel kept = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            Witness.open(file).close();
            String line = "{\"chain\":\"chain\",\"hash\":\"00\",\"keyId\":\"k\",\"place\":1,\"signature\":\"AA==\"}\n";
            kept.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(Witness.read(file)).isEmpty();
    }

    @Test
    void add_afterSomebodyRemovedTheFile_makesItAnew() throws Exception {
        Path file = folder.resolve(Witness.FILE);
        try (Witness witness = Witness.open(file)) {
            witness.add(new Head("chain", 1, "00"), "key", "AA==");
            Files.delete(file);
            witness.add(new Head("chain", 2, "00"), "key", "AA==");
        }
        assertThat(newest(file)).isEqualTo(2);
    }
}
