package org.vitrail.magic;

import java.util.Optional;
import org.vitrail.contract.session.SessionView;
import org.vitrail.magic.args.SessionArgs;
import org.vitrail.magic.view.BudgetGauge;

/// `%dp_session`: opens or resumes the notebook's accountant.
final class SessionMagic extends Magic {
    SessionMagic(Notebook notebook) {
        super("dp_session", SessionView.class, SessionArgs::new, notebook);
    }

    @Override
    Object run(Object parsed, Optional<String> body) {
        SessionArgs args = (SessionArgs) parsed;
        SessionView session = notebook().open(args.dataset, args.name, args.epsilon, args.delta);
        notebook().show(BudgetGauge.session(session));
        return session;
    }
}
