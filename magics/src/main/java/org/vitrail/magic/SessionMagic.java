package org.vitrail.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;
import org.vitrail.magic.args.SessionArgs;
import org.vitrail.magic.governance.TimeWords;
import org.vitrail.magic.view.BudgetGauge;
import org.vitrail.magic.view.PacServerView;

/// `%dp_session`: opens, resumes or ends the notebook's accountant.
final class SessionMagic extends Magic {
    SessionMagic(Notebook notebook) {
        super("dp_session", SessionView.class, SessionArgs::new, notebook);
    }

    @Override
    Object run(Object parsed, Optional<String> body) {
        SessionArgs args = (SessionArgs) parsed;
        Optional<Long> expires = args.expires.map(typed -> TimeWords.seconds("--expires", typed));
        if (args.end) {
            return end(args);
        }
        SessionView session = notebook()
                .openNamed(new OpenSession(
                        args.dataset,
                        args.name.orElseGet(notebook()::notebookName),
                        args.epsilon,
                        args.delta,
                        args.guaranteed,
                        expires,
                        args.pacCap.map(DatasetMagic::picoNats)));
        List<String> more = new ArrayList<>();
        if (session.resumed() && (expires.isPresent() || (args.guaranteed && !session.guaranteed()))) {
            more.add("it goes on as it was opened: --guaranteed and --expires are fixed then (" + Magic.DP_SESSION
                    + " --dataset " + args.dataset + " --end ends it, then it can be opened anew)");
        }
        notebook().show(BudgetGauge.session(session.resumed() ? "Resumed" : "Opened", session, more));
        if (args.pacCap.isPresent()) {
            DatasetMagic.warn(notebook(), args.pacCap);
            BudgetMagic.ask(notebook(), Optional.of(args.dataset))
                    .pac()
                    .ifPresent(budget -> notebook().say(PacServerView.left(budget)));
        }
        return session;
    }

    private SessionView end(SessionArgs args) {
        if (args.epsilon.isPresent() || args.delta.isPresent() || args.guaranteed || args.expires.isPresent()) {
            throw new MagicFailure("UsageError: --end stands with --dataset and --name only");
        }
        SessionView ended = notebook().end(args.dataset, args.name);
        notebook().show(BudgetGauge.ended(ended));
        return ended;
    }
}
