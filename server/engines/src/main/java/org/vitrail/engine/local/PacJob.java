package org.vitrail.engine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vitrail.contract.dataset.LinkedTable;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.engine.pac.PacPlanners;
import org.vitrail.engine.pac.PacRefusedException;
import org.vitrail.engine.pac.PacRun;
import org.vitrail.engine.table.KeyedTable;
import org.vitrail.engine.table.LinkedReader;
import org.vitrail.engine.table.Snapshots;
import org.vitrail.engine.table.TableRefusedException;
import org.vitrail.mechanism.pac.PacPlan;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.PublicFacts;
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
        List<LinkedTable> linked =
                asked.linked().stream().map(WorkerRequest.Linked::table).toList();
        PacPlan plan = plan(asked, linked, asked.terms());
        if (!plan.charge().equals(PacPlan.charge(asked.spec())) || asked.spec().picoNats() != asked.chargePicoNats()) {
            throw new Worker.PriceException("the worker's plan costs " + plan.charge() + ", " + asked.chargePicoNats()
                    + "e-12 nat were reserved; restart the server after an update");
        }
        if (!plan.reads().equals(linked.stream().map(LinkedTable::name).toList())) {
            throw new Worker.PriceException("the worker's plan reads the linked tables " + plan.reads()
                    + ", it was given others; restart the server after an update");
        }
        Universe.Kept kept = Universe.Kept.read(Base64.getDecoder().decode(asked.universe()));
        List<LinkedReader.Source> sources = sources(asked, linked);
        LinkedReader.require(sources); // what is refused now costs nothing
        leave.ask();
        progress.report("reading", 0);
        // The same rows of each unit at every question: the worlds stay what they were.
        Sensitive<List<KeyedTable>> rows = LinkedReader.read(sources, megabytes);
        PacRun.Answered answered =
                new PacRun(plan, asked.terms(), kept, megabytes).answer(asked.schema(), linked, rows, progress);
        Path output = Path.of(asked.output());
        Worker.write(answered.answer(), output);
        return new WorkerReply.Answered(
                Files.size(output),
                Snapshots.sha256(output),
                asked.chargePicoNats(),
                Base64.getEncoder().encodeToString(answered.after().bytes()),
                PacRun.outside(plan, answered.answer()));
    }

    private static List<LinkedReader.Source> sources(WorkerRequest.Answer asked, List<LinkedTable> linked) {
        List<LinkedReader.Source> sources = new ArrayList<>();
        // Links to the dataset itself are to its units.
        sources.add(new LinkedReader.Source(Path.of(asked.path()), asked.format(), asked.schema(), Optional.empty()));
        for (WorkerRequest.Linked table : asked.linked()) {
            sources.add(new LinkedReader.Source(
                    Path.of(table.path()),
                    table.format(),
                    table.table().schema(),
                    LinkedTable.keyOf(table.table().name(), linked)));
        }
        return sources;
    }

    private static PacPlan plan(WorkerRequest.Answer asked, List<LinkedTable> linked, PacTerms terms)
            throws TableRefusedException {
        try {
            return new PacPlanners()
                    .plan(asked.spec(), new PublicFacts(asked.schema(), OptionalLong.empty(), linked), terms);
        } catch (IllegalArgumentException e) { // a planner has seen public facts only
            throw new TableRefusedException(String.valueOf(e.getMessage()));
        }
    }
}
