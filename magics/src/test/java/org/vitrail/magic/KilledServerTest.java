package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.magic.client.FlightLink;
import org.vitrail.magic.client.PendingJobs;

/// `kill -9` of the real server while a cell of the notebook waits for its job, at each point of the job's way; the
/// next
/// cell starts it again, the budget is right, and the notebook goes on.
@Timeout(1_200) // far beyond what a busy machine needs
class KilledServerTest extends RealServerFixture {
    private static final String[] CELL = {"clinic", "--rows", "50", "--epsilon", "0.5", "--engine", "marginals"};

    private Path control;
    private BudgetView before;

    @BeforeEach
    void openSession() throws Exception {
        control = Files.createDirectories(data.resolve("control"));
        Path config = Files.createDirectories(embedded.data().resolve("config"));
        Files.writeString(config.resolve("application.properties"), HeldWorker.settings(control, serverJar()));
        kernel.run("dp_dataset", "sample", "clinic");
        kernel.run("dp_session", "--dataset", "clinic", "--epsilon", "3", "--delta", "1e-6", "--name", "killed");
        before = budget();
    }

    private BudgetView budget() throws Exception {
        return (BudgetView) kernel.run("dp_budget");
    }

    private long spent() throws Exception {
        return budget().session().account().spentPico();
    }

    /// Runs the cell, waits until its job is held, kills the server, and returns what the cell said.
    private String killAt(String point) throws Exception {
        Files.writeString(control.resolve("point"), point);
        CompletableFuture<Object> cell = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                cell.complete(kernel.run("dp_synthesize", CELL));
            } catch (Exception e) {
                cell.complete(e);
            }
        });
        while (!Files.exists(control.resolve("reached"))) {
            assertThat(cell).as("the cell ended before its job was held").isNotDone();
            Thread.sleep(10);
        }
        try (Stream<Path> keys = Files.list(embedded.data().resolve("pending"))) {
            assertThat(keys).as("the key is kept before it is sent").hasSize(1);
        }
        Files.delete(control.resolve("point"));
        killServer();
        assertThat(cell.get()).isInstanceOf(MagicFailure.class);
        return ((MagicFailure) cell.get()).getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {HeldWorker.RESERVED, HeldWorker.STARTED, HeldWorker.RAN})
    void kill_whileTheCellWaits_keepsTheBooksAndTheNotebookGoesOn(String point) throws Exception {
        String line = killAt(point);
        boolean charged = !point.equals(HeldWorker.RESERVED);
        assertThat(line)
                .contains(charged ? "its charge stays spent" : "nothing was charged")
                .doesNotContain("\n");
        BudgetView after = budget();
        assertThat(after.session().sessionId()).isEqualTo(before.session().sessionId());
        assertThat(after.session().account().reservedPico()).isZero();
        assertThat(after.releases()).hasSize(1);
        long price = after.releases().getFirst().muSquaredPico();
        assertThat(price).isPositive();
        long lost = charged ? price : 0;
        assertThat(after.session().account().spentPico()).isEqualTo(lost);
        assertThat(after.datasetAccount().spentPico()).isEqualTo(lost);

        SyntheticFrame again = (SyntheticFrame) kernel.run("dp_synthesize", CELL); // the same notebook, run again
        assertThat(again.receipt().replayed()).isFalse();
        assertThat(again.height()).isEqualTo(50);
        assertThat(spent()).isEqualTo(lost + price);
        SyntheticFrame replay = (SyntheticFrame) kernel.run("dp_synthesize", CELL);
        assertThat(replay.receipt()).isEqualTo(again.receipt().asReplay());
        assertThat(spent()).isEqualTo(lost + price);
    }

    @Test
    void kill_afterTheStoreBeforeTheDelivery_deliversTheSameReleaseOnce() throws Exception {
        SynthesisSpec spec = new SynthesisSpec(
                "clinic", 50, 0.5, 1e-6, EngineChoice.MARGINALS, Optional.empty(), List.of(), false, 0);
        // What the magic does first; then the kernel dies before it fetches anything.
        SubmitJob sent = new PendingJobs(embedded.data().resolve("pending"))
                .prepare("embedded", before.session().sessionId(), spec, false, false);
        JobTicket ticket;
        try (FlightLink link = new FlightLink(embedded.running().orElseThrow())) {
            ticket = link.call(ActionName.SUBMIT, Optional.of(sent), JobTicket.class, 60);
        }
        while (!budget().releases().getFirst().status().equals("released")) {
            Thread.sleep(20);
        }
        long price = spent();
        killServer();
        SyntheticFrame frame = (SyntheticFrame) kernel.run("dp_synthesize", CELL);
        assertThat(frame.receipt().releaseId()).isEqualTo(ticket.jobId());
        assertThat(frame.receipt().replayed())
                .as("the same key is the same job")
                .isFalse();
        assertThat(spent()).isEqualTo(price);
        assertThat(budget().releases()).hasSize(1);
    }
}
