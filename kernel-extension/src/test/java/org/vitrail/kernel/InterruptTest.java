package org.vitrail.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vitrail.notebook.KernelProbe;
import org.vitrail.notebook.KernelProbe.Answer;

/// Interrupts of a real kernel at every moment: nothing is lost or damaged, the cell fails, the next one works.
@Timeout(300)
class InterruptTest {
    private static final long SEED = 20261127;

    /// Interrupts the cell's own thread, past the control channel, far more often than a user could.
    private static final String STORM = """
            Thread me = Thread.currentThread();
            java.util.concurrent.atomic.AtomicInteger hits = new java.util.concurrent.atomic.AtomicInteger();
            org.vitrail.kernel.Loud.storm(me, hits, 2000);
            System.out.println(hits + " interrupts");""";

    @RegisterExtension
    static final SharedKernel SHARED = new SharedKernel(Map.of());

    private static KernelProbe kernel;

    @BeforeAll
    static void start() {
        kernel = SHARED.probe();
    }

    private static List<String> command() {
        return KernelProbe.command();
    }

    /// Interrupts on their way would hit the next cell, rightly: their replies are awaited first.
    private void stillWorks() throws Exception {
        assertThat(kernel.settled()).as("each interrupt is answered").isTrue();
        assertThat(kernel.run("2+3").result()).isEqualTo("5");
    }

    @Test
    void singleInterrupts_atRandomMoments_failTheCellAndDamageNothing() throws Exception {
        System.err.println("seed " + SEED);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int i = 0; i < 25; i++) {
            long micros = random.nextLong(700_000);
            List<Thread> interrupter = new ArrayList<>();
            Answer answer = kernel.run(
                    "%noisy 5000",
                    message -> {
                        if (interrupter.isEmpty()) {
                            interrupter.add(Thread.ofPlatform().start(() -> {
                                LockSupport.parkNanos(micros * 1_000);
                                kernel.interrupt();
                            }));
                        }
                    });
            interrupter.getFirst().join();
            assertThat(answer.error()).as("after %d us", micros).startsWith("KeyboardInterrupt: ");
            assertThat(answer.traceback()).hasSize(1);
            stillWorks();
        }
    }

    @Test
    void storm_onTheCellsThread_losesAndDamagesNothing() throws Exception {
        Answer answer = kernel.run(STORM);
        assertThat(answer.error()).isEmpty();
        assertThat(answer.of("update_display_data")).hasSize(2000);
        assertThat(answer.stream("stdout")).contains("interrupts");
        System.err.println(answer.stream("stdout"));
        stillWorks();
    }

    @Test
    void storm_withoutTheOneWriter_isSeen() throws Exception {
        List<String> command = new ArrayList<>(command());
        command.set(command.indexOf("org.vitrail.kernel.Main"), UnsafeMain.class.getName());
        String damage = "";
        for (int i = 0; i < 10 && damage.isEmpty(); i++) {
            try (KernelProbe unsafe = KernelProbe.start(command, Map.of())) {
                Answer answer = unsafe.run(STORM);
                boolean whole = answer.error().isEmpty()
                        && answer.of("update_display_data").size() == 2000;
                damage = whole ? "" : "messages are missing: " + answer.error();
            } catch (IOException | AssertionError e) {
                damage = String.valueOf(e.getMessage());
            }
        }
        System.err.println("planted: " + damage);
        assertThat(damage)
                .as("the storm damages a kernel whose cells write themselves")
                .isNotEmpty();
    }

    @Test
    void interrupts_byTheHundred_overTheControlChannel_areAllAnswered() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        Thread many = Thread.ofPlatform().unstarted(() -> {
            for (int i = 0; i < 200; i++) {
                kernel.interrupt();
                LockSupport.parkNanos(1_000_000);
            }
        });
        // Few enough to end within the five seconds for which a cell waits for deaf code, on a loaded machine too.
        Answer answer = kernel.run("org.vitrail.kernel.Loud.out(300);", message -> {
            if (message.type().equals("stream") && seen.getAndIncrement() == 0) {
                many.start();
            }
        });
        many.join();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            expected.append('m').append(i).append('\n');
        }
        assertThat(answer.stream("stdout")).isEqualTo(expected.toString());
        assertThat(answer.status()).isEqualTo("error");
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
        stillWorks();
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
            String code = "{ System.out.println(\"on\");\n" + loop + " }";
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
        stillWorks();
        assertThat(kernel.run("1").types()).doesNotContain("display_data");
    }

    @Test
    void interrupt_betweenCells_hitsNothing() throws Exception {
        for (int i = 0; i < 20; i++) {
            kernel.interrupt();
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
