package org.vitrail.magic;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.Account;
import org.vitrail.contract.Quote;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.report.AskOwnerReport;
import org.vitrail.contract.report.QualityReport;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.magic.args.SynthesizeArgs;
import org.vitrail.magic.client.ClientException;
import org.vitrail.magic.view.BudgetGauge;
import org.vitrail.magic.view.ReceiptView;
import org.vitrail.magic.view.ReportView;

/// `%dp_synthesize`: price, or release, of a synthetic table.
final class SynthesizeMagic extends Magic {
    private final Orders orders;

    SynthesizeMagic(Notebook notebook) {
        super("dp_synthesize", SyntheticFrame.class, SynthesizeArgs::new, notebook);
        this.orders = new Orders(notebook);
    }

    @Override
    @Nullable
    Object run(Object parsed, Optional<String> body) {
        SynthesizeArgs args = (SynthesizeArgs) parsed;
        Optional<String> variable = variable(args.output.variable);
        SessionView session = notebook().session(args.dataset);
        SynthesisSpec spec = new SynthesisSpec(
                args.dataset,
                args.rows,
                args.epsilon.orElseThrow(() -> undecided(args.dataset)),
                args.delta.orElse(session.account().delta()),
                args.engine,
                args.label,
                args.columns,
                args.coverage,
                args.seed);
        if (args.quote) {
            SubmitJob question = new SubmitJob(session.sessionId(), spec, "quote-only", args.fresh, args.ownerReport);
            Quote quote = notebook().access().call(ActionName.QUOTE, question, Quote.class);
            notebook().show(ReceiptView.quote(quote, ReceiptView.request(spec), args.verbose));
            return null;
        }
        if (args.holdout.isPresent() && !args.ownerReport) {
            throw new MagicFailure("UsageError: --holdout belongs to --owner-report");
        }
        SyntheticFrame bought = orders.buy(session, spec, args.fresh, args.ownerReport);
        SyntheticFrame frame = args.ownerReport ? withOwnerReport(bought, args.holdout) : bought;
        orders.show(frame, args.verbose);
        variable.ifPresent(v -> Vars.bind(v, SyntheticFrame.class, frame));
        return frame;
    }

    /// The same rows with the owner's report. The release is paid for and stored: whatever goes wrong here leaves it
    /// with its public report.
    private SyntheticFrame withOwnerReport(SyntheticFrame frame, Optional<String> holdout) {
        AskOwnerReport ask = new AskOwnerReport(frame.receipt().releaseId(), holdout);
        try {
            return frame.with(
                    Json.text(notebook().access().callLong(ActionName.OWNER_REPORT, ask, QualityReport.class)));
        } catch (RefusedException | ClientException e) {
            notebook()
                    .say("no owner's report: " + e.getMessage() + "; the release below is complete, with its public"
                            + " report (run the cell again: only the report is made anew, at no cost)");
            return frame;
        }
    }

    /// What is spent is for the user to say.
    private MagicFailure undecided(String dataset) {
        Account left =
                BudgetMagic.ask(notebook(), Optional.of(dataset)).session().account();
        return new MagicFailure(
                "UsageError: --epsilon E expected: what this request may spend of the session, which has "
                        + BudgetGauge.left(left) + "; for example %" + "dp_synthesize " + dataset
                        + " --epsilon 1 --quote");
    }

    static org.vitrail.magic.view.Bundle view(SynthesisReport report) {
        return ReportView.report(report.json());
    }
}
