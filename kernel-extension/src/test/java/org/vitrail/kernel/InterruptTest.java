package org.vitrail.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrail.notebook.KernelProbe;
import org.vitrail.notebook.KernelProbe.Answer;

/// Interrupts of a real kernel at every moment: nothing is lost or damaged, the cell fails, the next one works.
@Timeout(300)
class InterruptTest {
    private static final long SEED = 20261127;

    private KernelProbe kernel;

    @BeforeEach
    void start() throws Exception {
        kernel = KernelProbe.start(Map.of());
    }

    @AfterEach
    void stop() {
        try {
            assertThat(kernel.strays).isEmpty();
        } finally {
            kernel.close();
        }
    }

    private void stillWorks() throws Exception {
        assertThat(kernel.run("2+3").result()).isEqualTo("5");
    }

    @Test
    void singleInterrupts_atRandomMoments_failTheCellAndDamageNothing() throws Exception {
        System.err.println("seed " + SEED);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int i = 0; i < 25; i++) {
            long micros = random.nextLong(700_000);
            String id = kernel.ask("execute_request", KernelProbe.execution("%noisy 5000"));
            Thread interrupter = Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(micros * 1_000);
                kernel.interrupt();
            });
            Answer answer = kernel.await(id, m -> {});
            interrupter.join();
            assertThat(answer.error()).as("after %d us", micros).startsWith("KeyboardInterrupt: ");
            assertThat(answer.traceback()).hasSize(1);
            stillWorks();
        }
        assertThat(kernel.commanded(25)).hasSize(25);
    }

    @Test
    void storm_duringManyMessages_losesNoneOfThem() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        Thread storm = Thread.ofPlatform().unstarted(() -> {
            for (int i = 0; i < 600; i++) {
                kernel.interrupt();
                LockSupport.parkNanos(1_000_000);
            }
        });
        Answer answer = kernel.run("org.vitrail.kernel.Loud.out(2000);", message -> {
            if (message.type().equals("stream") && seen.getAndIncrement() == 0) {
                storm.start();
            }
        });
        storm.join();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            expected.append('m').append(i).append('\n');
        }
        assertThat(answer.stream("stdout")).isEqualTo(expected.toString());
        assertThat(answer.status()).isEqualTo("error");
        List<JsonNode> replies = kernel.commanded(600);
        assertThat(replies).hasSize(600);
        stillWorks();
    }

    @Test
    void interrupt_whileTheCellCompiles_stopsItBeforeItRuns() throws Exception {
        StringBuilder code = new StringBuilder("int ran = 0;\n");
        for (int i = 0; i < 20; i++) {
            code.append("int f%d(int a) { return a + %d; }\n".formatted(i, i));
        }
        code.append("ran = 1; Thread.sleep(20_000);");
        AtomicInteger seen = new AtomicInteger();
        Answer answer = kernel.run(code.toString(), message -> {
            if (message.type().equals("execute_input") && seen.getAndIncrement() == 0) {
                kernel.interrupt();
            }
        });
        assertThat(answer.error()).startsWith("KeyboardInterrupt: ");
        assertThat(kernel.run("ran").result()).isNotEqualTo("1");
    }

    @Test
    void interrupt_ofAnEndlessLoop_endsIt() throws Exception {
        for (String loop : List.of(
                "while (true) { }",
                "while (true) { try { Thread.sleep(10); } catch (Exception e) { } }",
                "long n = 0; for (;;) { n++; }",
                "Thread.sleep(60_000);",
                "java.util.stream.LongStream.iterate(0, i -> i + 1).forEach(i -> { for (int j = 0; j < 2; j++) { } });")) {
            AtomicInteger seen = new AtomicInteger();
            String code = "System.out.println(\"on\");\n" + loop;
            Answer answer = kernel.run(code, message -> {
                if (message.type().equals("stream") && seen.getAndIncrement() == 0) {
                    kernel.interrupt();
                }
            });
            assertThat(answer.error()).as(loop).isEqualTo("KeyboardInterrupt: interrupted");
            stillWorks();
        }
    }

    @Test
    void interrupt_ofAMagicThatStopsSlowly_keepsItsOutputInItsCell() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        Answer answer = kernel.run(
                "%slow_cancel",
                message -> {
                    if (message.type().equals("display_data") && seen.getAndIncrement() == 0) {
                        kernel.interrupt();
                    }
                });
        assertThat(answer.error()).isEqualTo("KeyboardInterrupt: interrupted");
        assertThat(answer.shown()).contains("working", "stopping", "stopped");
        assertThat(kernel.run("1").types()).doesNotContain("display_data");
    }

    @Test
    void interrupt_betweenCells_hitsNothing() throws Exception {
        for (int i = 0; i < 20; i++) {
            kernel.interrupt();
            assertThat(kernel.commanded(1)).hasSize(1);
            stillWorks();
        }
    }

    @Test
    void interrupt_whenCodeDoesNotStop_leavesItBehindWithAWord() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        Answer answer = kernel.run("org.vitrail.kernel.Loud.deaf(9_000);", message -> {
            if (message.type().equals("stream") && seen.getAndIncrement() == 0) {
                kernel.interrupt();
            }
        });
        assertThat(answer.error()).startsWith("KeyboardInterrupt: the code does not stop");
        stillWorks();
    }
}
