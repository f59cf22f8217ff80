package org.vitrail.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.dflib.Index;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.Quote;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.pac.PacLearningSpec;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.magic.client.ClientException;
import org.vitrail.magic.client.JobRun;
import org.vitrail.magic.pac.PacArgs;
import org.vitrail.magic.pac.Promise;
import org.vitrail.magic.pac.Unlinked;
import org.vitrail.magic.view.PacServerView;
import org.vitrail.magic.view.ReceiptView;
import org.vitrail.magic.view.TableView;

/// A query in the cell of `%%pac_calibrate --dataset NAME`: priced or answered by the server.
final class PacQuery {
    private static final int ROWS_SHOWN = 20;

    private final Notebook notebook;
    private final Orders orders;

    PacQuery(Notebook notebook) {
        this.notebook = notebook;
        this.orders = new Orders(notebook);
    }

    @Nullable
    AnswerFrame run(String dataset, PacArgs args, Optional<String> body) {
        Optional<String> variable = Magic.variable(args.output);
        requireServerOptions(args);
        Optional<String> sql =
                body.map(text -> text.strip().replaceFirst("(\\s*;)+$", "")).filter(text -> !text.isEmpty());
        PacRequest spec = args.algorithm.isEmpty() ? query(dataset, args, sql) : learning(dataset, args, sql);
        SessionView session = notebook.session(dataset);
        if (args.quote) {
            SubmitJob question = new SubmitJob(session.sessionId(), spec, "quote-only", args.fresh, false);
            Quote quote = hinted(spec, () -> notebook.access().call(ActionName.QUOTE, question, Quote.class));
            notebook.show(ReceiptView.quote(quote, ReceiptView.request(spec), args.verbose));
            return null;
        }
        JobRun.Delivery delivery = hinted(
                spec, () -> orders.deliver(session, spec, args.fresh, false, "answering from '" + dataset + "'"));
        AnswerFrame frame = new AnswerFrame(
                Index.of(delivery.frame().names().toArray(String[]::new)),
                delivery.frame().series(),
                delivery.receipt());
        if (delivery.receipt().replayed()) {
            notebook.show(ReceiptView.replayed(delivery.receipt()));
        }
        notebook.show(TableView.preview(frame, "Answer from '" + dataset + "'", ROWS_SHOWN));
        notebook.show(ReceiptView.receipt(delivery.receipt(), Optional.empty(), args.verbose));
        BudgetMagic.ask(notebook, Optional.of(dataset))
                .pac()
                .ifPresent(budget -> notebook.say(PacServerView.left(budget)));
        variable.ifPresent(v -> Vars.bind(v, AnswerFrame.class, frame));
        return frame;
    }

    /// Adds to what a query is refused for that a table of it is registered but not linked.
    private <T> T hinted(PacRequest spec, Supplier<T> asked) {
        try {
            return asked.get();
        } catch (RefusedException e) {
            if (spec instanceof PacSpec query && e.refusal() instanceof Refusal.InvalidRequest) {
                Optional<String> hint = Unlinked.hint(query.sql(), query.dataset(), seen());
                if (hint.isPresent()) {
                    throw new MagicFailure(e.refusal().line() + "; " + hint.get());
                }
            }
            throw e;
        }
    }

    /// The user's datasets; none if they cannot be listed now, as a hint is no reason to fail.
    private List<DatasetView> seen() {
        try {
            return notebook.listDatasets();
        } catch (RefusedException | ClientException e) {
            return List.of();
        }
    }

    private static PacSpec query(String dataset, PacArgs args, Optional<String> sql) {
        args.requireNoAlgorithm();
        return new PacSpec(
                dataset,
                sql.orElseThrow(() -> new MagicFailure("UsageError: a SELECT in the cell expected, for example %"
                        + "%pac_calibrate --dataset " + dataset
                        + " --mi 1/128 and below it SELECT count(*) AS n FROM "
                        + dataset + "; or --algorithm NAME --columns A,B")),
                picoNats(args));
    }

    private static PacLearningSpec learning(String dataset, PacArgs args, Optional<String> sql) {
        if (sql.isPresent()) {
            throw new MagicFailure("UsageError: --algorithm or a SELECT in the cell expected, got both");
        }
        args.requireRead();
        return new PacLearningSpec(
                dataset,
                args.algorithm,
                args.columnNames(),
                args.label,
                args.target,
                args.clusters(),
                args.penalty,
                picoNats(args));
    }

    /// What a server's dataset has declared already, or what would look at its rows for nothing.
    private static void requireServerOptions(PacArgs args) {
        List<String> declared = new ArrayList<>();
        if (!args.bounds.isEmpty()) {
            declared.add("--bounds");
        }
        if (!args.classes.isEmpty()) {
            declared.add("--classes");
        }
        args.unit.ifPresent(unit -> declared.add("--unit"));
        if (!declared.isEmpty()) {
            throw new MagicFailure("UsageError: " + String.join(", ", declared) + ": left out with --dataset, because"
                    + " its owner declared them");
        }
        if (args.rebalance) {
            throw new MagicFailure("UsageError: --rebalance is for a table that the notebook holds, not for --dataset:"
                    + " a server learns from the rows as they are");
        }
        if (args.worlds.isPresent() || args.cap.isPresent() || args.coordinates) {
            throw new MagicFailure("UsageError: --worlds, --cap and --coordinates are for a table that the notebook"
                    + " holds; a server has 64 worlds and caps of its own (--pac-cap of a session)");
        }
        if (args.rehearse || args.noiseAtMost.isPresent()) {
            throw new MagicFailure("UsageError: --rehearse and --noise-at-most look at the rows: they are for a table"
                    + " that the notebook holds");
        }
    }

    private static long picoNats(PacArgs args) {
        if (args.advantage.isPresent() == args.nats.isPresent()) {
            throw new MagicFailure("UsageError: one of --mi NATS (such as 1/128) and --advantage P% (such as 56%)"
                    + " expected: what the answer may tell; got " + (args.nats.isPresent() ? "both" : "none"));
        }
        return args.nats
                .map(typed -> Promise.served("--mi", typed))
                .orElseGet(() -> Promise.servedSuccess("--advantage", args.advantage.orElseThrow()));
    }
}
