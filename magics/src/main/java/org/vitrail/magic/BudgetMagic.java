package org.vitrail.magic;

import java.util.List;
import java.util.Optional;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.ReleaseLine;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.magic.args.BudgetArgs;
import org.vitrail.magic.governance.ShortId;
import org.vitrail.magic.pac.Pac;
import org.vitrail.magic.view.BudgetGauge;
import org.vitrail.magic.view.PacServerView;
import org.vitrail.privacy.accounting.GaussianAccountant;

/// `%dp_budget`: a gauge of each level, the figures, the list of releases, and what more there could be.
final class BudgetMagic extends Magic {
    BudgetMagic(Notebook notebook) {
        super("dp_budget", BudgetView.class, BudgetArgs::new, notebook);
    }

    @Override
    Object run(Object parsed, Optional<String> body) {
        BudgetArgs args = (BudgetArgs) parsed;
        Optional<String> variable = variable(args.output.variable);
        BudgetView budget = ask(notebook(), args.dataset);
        if (args.whatIf.isPresent()) {
            whatIf(budget, args.whatIf.get());
        } else {
            Optional<DatasetView> dataset = described(budget.session().dataset());
            notebook().show(BudgetGauge.budget(budget, dataset.flatMap(DatasetView::epsilonOverTime)));
            budget.pac()
                    .ifPresent(pac ->
                            notebook().say(PacServerView.budget(budget.session().dataset(), pac)));
            dataset.flatMap(DatasetView::pacOverTime)
                    .ifPresent(total -> notebook().say(PacServerView.overTime(total)));
        }
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

    /// For the totals of a dataset that was renewed. The balances are there all the same if it is not visible any
    /// more.
    private Optional<DatasetView> described(String dataset) {
        try {
            return Optional.of(notebook().describe(dataset));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private record Price(String words, long pico) {}

    private void whatIf(BudgetView budget, String typed) {
        Price price = typed.equals(BudgetArgs.LAST) ? last(budget) : price(budget, typed);
        if (price.pico() <= 0) {
            throw new MagicFailure(
                    price.words() + " costs less than can be counted (1e-12 in mu^2): any number of these");
        }
        notebook().show(BudgetGauge.whatIf(budget, price.words(), price.pico()));
    }

    /// What a request of that ε and δ is charged, as the server computes it.
    private static Price price(BudgetView budget, String typed) {
        String[] parts = typed.split(",", -1);
        double epsilon;
        double delta;
        try {
            epsilon = Double.parseDouble(parts[0].strip());
            delta = parts.length > 1
                    ? Double.parseDouble(parts[1].strip())
                    : budget.session().account().delta();
        } catch (NumberFormatException e) {
            throw unreadable(typed);
        }
        if (parts.length > 2 || !(epsilon > 0) || !Double.isFinite(epsilon) || !(delta > 0 && delta < 1)) {
            throw unreadable(typed);
        }
        return new Price(
                "ε = " + ShortNumber.of(epsilon) + " at δ = " + ShortNumber.of(delta),
                GaussianAccountant.cap(epsilon, delta).pico());
    }

    private static MagicFailure unreadable(String typed) {
        return new MagicFailure("UsageError: --what-if EPSILON[,DELTA] with epsilon > 0 and delta in (0, 1), or '"
                + BudgetArgs.LAST + "', expected, got '" + typed + "'");
    }

    /// The release that this notebook got last; else the newest one of the dataset.
    private Price last(BudgetView budget) {
        List<ReleaseLine> charged = budget.releases().stream()
                .filter(line -> line.muSquaredPico() > 0)
                .toList();
        ReleaseLine line = charged.stream()
                .filter(l -> notebook().lastRelease().equals(Optional.of(l.releaseId())))
                .findFirst()
                .or(() -> charged.stream().findFirst())
                .orElseThrow(() -> new MagicFailure("nothing was released from '"
                        + budget.session().dataset() + "' with differential privacy yet; --what-if EPSILON[,DELTA]"
                        + " prices any such request"
                        + (budget.pac().isEmpty() ? "" : ", and without it answers of PAC privacy are counted ahead")));
        return new Price(
                "like release " + ShortId.of(line.releaseId()) + ", ε = " + ShortNumber.upper(line.epsilon())
                        + " at δ = " + ShortNumber.of(line.delta()),
                line.muSquaredPico());
    }
}
