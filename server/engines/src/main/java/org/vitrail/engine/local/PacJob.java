package org.vitrail.engine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalLong;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.engine.pac.PacRefusedException;
import org.vitrail.engine.pac.PacRun;
import org.vitrail.engine.pac.SqlPlanner;
import org.vitrail.engine.table.Snapshots;
import org.vitrail.engine.table.TableReader;
import org.vitrail.engine.table.TableRefusedException;
import org.vitrail.mechanism.pac.PacPlan;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.pac.Universe;
import org.vitrail.privacy.release.Sensitive;

/// A worker's job of PAC privacy.
final class PacJob {
    private PacJob() {}

    /// Asks for leave to open the rows.
    @FunctionalInterface
    interface Leave {
        void ask() throws InterruptedException;
    }

    static WorkerReply.Answered answer(WorkerRequest.Answer asked, int megabytes, Leave leave, Progress progress)
            throws TableRefusedException, PacRefusedException, Worker.PriceException, InterruptedException,
                    IOException {
        PacPlan plan = plan(asked, asked.terms());
        if (!plan.charge().equals(PacPlan.charge(asked.spec())) || asked.spec().picoNats() != asked.chargePicoNats()) {
            throw new Worker.PriceException("the worker's plan costs " + plan.charge() + ", " + asked.chargePicoNats()
                    + "e-12 nat were reserved; restart the server after an update");
        }
        Universe.Kept kept = Universe.Kept.read(Base64.getDecoder().decode(asked.universe()));
        leave.ask();
        progress.report("reading", 0);
        // The same rows of each unit at every question: the worlds stay what they were.
        Sensitive<Table> rows = TableReader.readAlike(Path.of(asked.path()), asked.format(), asked.schema(), megabytes);
        PacRun.Answered answered =
                new PacRun(plan, asked.terms(), kept, megabytes).answer(asked.schema(), rows, progress);
        Path output = Path.of(asked.output());
        Worker.write(answered.answer(), output);
        return new WorkerReply.Answered(
                Files.size(output),
                Snapshots.sha256(output),
                asked.chargePicoNats(),
                Base64.getEncoder().encodeToString(answered.after().bytes()),
                Map.of());
    }

    private static PacPlan plan(WorkerRequest.Answer asked, PacTerms terms) throws TableRefusedException {
        try {
            return new SqlPlanner().plan(asked.spec(), new PublicFacts(asked.schema(), OptionalLong.empty()), terms);
        } catch (IllegalArgumentException e) { // a planner has seen public facts only
            throw new TableRefusedException(String.valueOf(e.getMessage()));
        }
    }
}
