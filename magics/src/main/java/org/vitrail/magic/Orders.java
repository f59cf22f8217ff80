package org.vitrail.magic;

import java.util.Locale;
import java.util.Optional;
import org.dflib.Index;
import org.vitrail.contract.Account;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.magic.client.ClientException;
import org.vitrail.magic.client.FlightLink;
import org.vitrail.magic.client.JobRun;
import org.vitrail.magic.view.ReceiptView;
import org.vitrail.magic.view.ReportView;
import org.vitrail.magic.view.TableView;

/// Orders a synthetic table: submits, follows to the end, shows what came.
final class Orders {
    private static final int ATTEMPTS = 3;
    private static final int ROWS_SHOWN = 8;

    private final Notebook notebook;

    Orders(Notebook notebook) {
        this.notebook = notebook;
    }

    /// The release of that request: bought, or the stored one of the same fingerprint.
    SyntheticFrame buy(SessionView session, SynthesisSpec spec, boolean fresh, boolean ownerReport) {
        JobRun.Delivery delivery = deliver(session, spec, fresh, ownerReport, "synthesizing '" + spec.dataset() + "'");
        return new SyntheticFrame(
                Index.of(delivery.frame().names().toArray(String[]::new)),
                delivery.frame().series(),
                delivery.receipt(),
                delivery.reportJson());
    }

    /// What the server delivers for that request.
    ///
    /// @param doing what the bar says
    JobRun.Delivery deliver(SessionView session, MechanismSpec spec, boolean fresh, boolean ownerReport, String doing) {
        String server = notebook.access().isEmbedded()
                ? "embedded"
                : notebook.access().link().endpoint().url();
        SubmitJob job = notebook.pending().prepare(server, session.sessionId(), spec, fresh, ownerReport);
        ProgressBar bar = new ProgressBar(notebook.kernel(), doing);
        try {
            JobRun.Delivery delivery = deliver(job, bar);
            notebook.pending().settled(server, job);
            notebook.releasedLast(delivery.receipt().releaseId());
            bar.done(delivery.receipt().replayed() ? "replayed" : "released");
            return delivery;
        } catch (RefusedException e) {
            notebook.pending().settled(server, job);
            bar.failed(word(e.refusal()));
            throw e;
        } catch (ClientException e) {
            bar.failed(Magic.lower(e.kind()));
            if (e.kind() == ClientException.Kind.INTERRUPTED) {
                notebook.pending().settled(server, job);
            }
            throw e;
        } finally {
            bar.failed("broken off");
        }
    }

    /// How a bar ends: only what was not carried out was refused.
    static String word(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Failed _ -> "failed";
            case Refusal.Cancelled _ -> "cancelled";
            case Refusal.Unavailable _ -> "lost";
            case Refusal.BudgetExceeded _, Refusal.InvalidRequest _, Refusal.Unknown _, Refusal.Forbidden _ ->
                "refused";
        };
    }

    /// Submits and follows; a lost line is tried again with the same key, which the server knows.
    private JobRun.Delivery deliver(SubmitJob job, ProgressBar bar) {
        for (int attempt = 1; ; attempt++) {
            try {
                return notebook.access().again(link -> once(link, job, bar));
            } catch (ClientException e) {
                if (e.kind() != ClientException.Kind.LOST || attempt == ATTEMPTS) {
                    throw e;
                }
                bar.say("the connection was lost; asking again for the same job");
            }
        }
    }

    private static JobRun.Delivery once(FlightLink link, SubmitJob job, ProgressBar bar) {
        JobTicket ticket;
        try {
            ticket = link.call(ActionName.SUBMIT, Optional.of(job), JobTicket.class, 60);
        } catch (ClientException e) {
            if (e.kind() == ClientException.Kind.INTERRUPTED) {
                throw new ClientException(e.kind(), withdrawn(link, job));
            }
            throw e;
        }
        try {
            return JobRun.follow(link, ticket, bar);
        } catch (ClientException e) {
            if (e.kind() == ClientException.Kind.INTERRUPTED) {
                throw new ClientException(e.kind(), JobRun.cancel(link, ticket));
            }
            throw e;
        }
    }

    /// The interrupt came while the request was on its way: the same key finds the job, if there is one.
    private static String withdrawn(FlightLink link, SubmitJob job) {
        Thread.interrupted();
        try {
            return JobRun.cancel(link, link.call(ActionName.SUBMIT, Optional.of(job), JobTicket.class, 2));
        } catch (RefusedException e) {
            return "interrupted: " + e.refusal().line();
        } catch (ClientException e) {
            return "interrupted while submitting; " + Magic.DP_BUDGET + " shows whether anything was charged";
        }
    }

    /// What the session has left now; empty if the server cannot say: the release is there all the same.
    private Optional<Account> left(String dataset) {
        try {
            return Optional.of(
                    BudgetMagic.ask(notebook, Optional.of(dataset)).session().account());
        } catch (RefusedException | ClientException e) {
            return Optional.empty();
        }
    }

    /// Shows rows, chart, receipt and report.
    void show(SyntheticFrame frame, boolean verbose) {
        if (frame.receipt().replayed()) {
            notebook.show(ReceiptView.replayed(frame.receipt()));
        }
        SynthesisSpec spec = switch (frame.receipt().spec()) {
            case SynthesisSpec s -> s;
            case PacRequest _ -> throw new IllegalStateException("an answer is no synthetic table");
        };
        String of = String.format(Locale.ROOT, "'%s'", spec.dataset());
        notebook.show(TableView.preview(frame, "Synthetic rows of " + of, ROWS_SHOWN));
        notebook.show(TableView.charts(frame, "Synthetic columns of " + of));
        notebook.show(ReceiptView.receipt(frame.receipt(), left(spec.dataset()), verbose));
        frame.reportJson().ifPresent(json -> notebook.show(ReportView.report(json)));
    }
}
