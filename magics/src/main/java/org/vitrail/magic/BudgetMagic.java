package org.vitrail.magic;

import java.util.List;
import java.util.Optional;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.magic.args.BudgetArgs;
import org.vitrail.magic.pac.Pac;
import org.vitrail.magic.view.BudgetGauge;

/// `%dp_budget`: the gauge, the figures, the list of releases.
final class BudgetMagic extends Magic {
    BudgetMagic(Notebook notebook) {
        super("dp_budget", BudgetView.class, BudgetArgs::new, notebook);
    }

    @Override
    Object run(Object parsed, Optional<String> body) {
        BudgetArgs args = (BudgetArgs) parsed;
        Optional<String> variable = variable(args.output.variable);
        BudgetView budget = ask(notebook(), args.dataset);
        notebook().show(BudgetGauge.budget(budget));
        List<String> pac = Pac.accounts();
        if (!pac.isEmpty()) { // another promise: never added to the gauge
            notebook().say("On tables of this notebook, not differential privacy:\n  " + String.join("\n  ", pac));
        }
        variable.ifPresent(v -> Vars.bind(v, BudgetView.class, budget));
        return budget;
    }

    static BudgetView ask(Notebook notebook, Optional<String> dataset) {
        String name = dataset.or(notebook::lastDataset)
                .orElseThrow(() -> new MagicFailure("no session is open: first " + '%'
                        + "dp_session --dataset NAME --epsilon E --delta D, or name the dataset"));
        SessionView session = notebook.session(name);
        return notebook.access().call(ActionName.BUDGET, session.sessionId(), BudgetView.class);
    }
}
