package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.wire.TokenFile;

/// The magics against the server they start, from registering to killing it.
@Timeout(1_200) // far beyond what a busy machine needs
class RealServerTest extends RealServerFixture {
    @Test
    void quickstart_fromNothingToAKilledServer_goesOnWithTheRightBudget() throws Exception {
        kernel.run("dp_dataset", "sample", "clinic");
        assertThat(kernel.text()).contains("started a server of your own at grpc://127.0.0.1:");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(embedded.data().resolve(TokenFile.NAME))))
                .isEqualTo("rw-------");
        kernel.run("dp_schema", "clinic");
        kernel.run("dp_session", "--dataset", "clinic", "--epsilon", "3", "--delta", "1e-6", "--name", "real");
        kernel.run("dp_synthesize", "clinic", "-e", "1", "--rows", "200", "--quote");
        assertThat(kernel.text()).contains("Quote: ");

        SyntheticFrame first = (SyntheticFrame) kernel.run("dp_synthesize", "clinic", "-e", "1", "--rows", "200");
        assertThat(first.height()).isEqualTo(200);
        assertThat(first.report().toString()).contains("Quality report");
        SyntheticFrame again = (SyntheticFrame) kernel.run("dp_synthesize", "clinic", "-e", "1", "--rows", "200");
        assertThat(again.receipt().replayed()).isTrue();
        assertThat(again.receipt().releaseId()).isEqualTo(first.receipt().releaseId());
        BudgetView before = (BudgetView) kernel.run("dp_budget");
        assertThat(before.releases()).hasSize(1);
        assertThat(before.session().account().spentPico()).isPositive();

        long pid = pid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        ProcessHandle.of(pid).ifPresent(p -> p.onExit().join());
        BudgetView after = (BudgetView) kernel.run("dp_budget");
        assertThat(after.session().account()).isEqualTo(before.session().account());
        assertThat(pid()).isNotEqualTo(pid);
        System.err.println(kernel.text());
    }

    @Test
    void synthesize_interrupted_leavesNoReservationAndTheNextCellWorks() throws Exception {
        kernel.run("dp_dataset", "sample", "clinic");
        kernel.run("dp_session", "--dataset", "clinic", "--epsilon", "3", "--delta", "1e-6", "--name", "real");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread cell = Thread.ofPlatform().start(() -> {
            try {
                kernel.run("dp_synthesize", "clinic", "-e", "1", "--rows", "200000", "--engine", "evolution");
            } catch (Exception e) {
                failure.set(e);
            }
        });
        while (cell.isAlive() && !kernel.text().contains("synthesizing")) {
            Thread.sleep(10);
        }
        Thread.sleep(300);
        cell.interrupt();
        long begin = System.nanoTime();
        cell.join(8_000);
        assertThat(cell.isAlive()).isFalse();
        System.err.println("interrupt took " + (System.nanoTime() - begin) / 1e9 + " s: " + failure.get());
        assertThat(failure.get()).isInstanceOf(MagicFailure.class).hasMessageStartingWith("interrupted");
        BudgetView after = (BudgetView) kernel.run("dp_budget");
        assertThat(after.session().account().reservedPico()).isZero();
        kernel.run("vitrail", "stop");
        assertThat(embedded.running()).isEmpty();
    }

    @Test
    void synthesize_interruptedWhileItRuns_isCancelledAndTheChargeStands() throws Exception {
        kernel.run("dp_dataset", "sample", "clinic");
        kernel.run("dp_session", "--dataset", "clinic", "--epsilon", "3", "--delta", "1e-6", "--name", "real");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread cell = Thread.ofPlatform().start(() -> {
            try {
                kernel.run("dp_synthesize", "clinic", "-e", "1", "--rows", "1000000", "--engine", "evolution");
            } catch (Exception e) {
                failure.set(e);
            }
        });
        // Started means: nothing reserved any more, something spent, while the cell still runs.
        TestKernel other = kernel;
        BudgetView budget = (BudgetView) other.run("dp_budget");
        while (cell.isAlive() && budget.session().account().spentPico() == 0) {
            Thread.sleep(50);
            budget = (BudgetView) other.run("dp_budget");
        }
        long begin = System.nanoTime();
        cell.interrupt();
        cell.join(8_000);
        System.err.println("interrupt took " + (System.nanoTime() - begin) / 1e9 + " s: " + failure.get());
        assertThat(failure.get()).isInstanceOf(MagicFailure.class).hasMessageStartingWith("interrupted");
        assertThat(((BudgetView) kernel.run("dp_budget")).session().account().spentPico())
                .isPositive();
    }

    @Test
    void start_byTwoKernelsAtOnce_isOneServer() throws Exception {
        try (var pool = java.util.concurrent.Executors.newFixedThreadPool(2)) {
            var one = pool.submit(embedded::start);
            var two = pool.submit(embedded::start);
            assertThat(one.get()).isEqualTo(two.get());
        }
    }

    @Test
    void register_ownFile_isTypedAndRefusesInOneLine() throws Exception {
        Path csv = Files.writeString(data.resolve("v.csv"), "age,sex\n" + "30,F\n40,M\n".repeat(500));
        String schema = """
                unit: row
                columns:
                  - {name: age, type: integer, min: 0, max: 99}
                  - {name: sex, type: categorical, values: [F, M]}
                """;
        kernel.cell("dp_dataset", schema, "register", "visits", csv.toString(), "--rows-public", "1000");
        kernel.run("dp_session", "--dataset", "visits", "--epsilon", "2", "--delta", "1e-6", "--name", "real");
        SyntheticFrame frame = (SyntheticFrame) kernel.run("dp_synthesize", "visits", "-e", "1", "--rows", "50");
        assertThat(frame.getColumnsIndex().toArray()).containsExactly("age", "sex");
        assertThat(frame.<Object>getColumn("age").get(0)).isInstanceOf(Long.class);
        assertThat(kernel.displayed).anyMatch(d -> d.getData(MIMEType.IMAGE_SVG) != null);
        assertThatThrownBy(() -> kernel.run("dp_synthesize", "visits", "--epsilon", "50"))
                .isInstanceOf(MagicFailure.class)
                .hasMessageStartingWith("budget exceeded: ");
        assertThatThrownBy(() -> kernel.run("dp_synthesize", "visitz"))
                .isInstanceOf(MagicFailure.class)
                .hasMessageStartingWith("no dataset 'visitz'; did you mean 'visits'?");
    }
}
