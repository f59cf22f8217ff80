package org.vitrail.magic;

import java.util.Optional;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.magic.args.ReleasesArgs;
import org.vitrail.magic.view.BudgetGauge;

/// `%dp_releases`: what was released from a dataset.
final class ReleasesMagic extends Magic {
    ReleasesMagic(Notebook notebook) {
        super("dp_releases", BudgetView.class, ReleasesArgs::new, notebook);
    }

    @Override
    Object run(Object parsed, Optional<String> body) {
        BudgetView budget = BudgetMagic.ask(notebook(), ((ReleasesArgs) parsed).dataset);
        notebook().show(BudgetGauge.releases(budget));
        return budget;
    }
}
