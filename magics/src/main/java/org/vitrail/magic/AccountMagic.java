package org.vitrail.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrail.magic.args.AccountArgs;
import org.vitrail.magic.view.Curve;
import org.vitrail.magic.view.CurveView;
import org.vitrail.magic.view.PlanView;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Term;
import org.vitrail.privacy.accounting.calibration.TradeOff;
import org.vitrail.privacy.accounting.price.Accounting;
import org.vitrail.privacy.accounting.price.Price;
import org.vitrail.privacy.accounting.text.EventReader;
import org.vitrail.privacy.accounting.text.EventText;

/// `%dp_account`: what a plan costs. Arithmetic on public numbers, done here; no server is asked.
final class AccountMagic extends Magic {
    private static final int POINTS = 8;

    AccountMagic(Notebook notebook) {
        super("dp_account", PlanCost.class, AccountArgs::new, notebook);
    }

    @Override
    boolean takesBody() {
        return true;
    }

    @Override
    Object run(Object parsed, Optional<String> body) {
        AccountArgs args = (AccountArgs) parsed;
        Optional<String> variable = variable(args.output);
        NeighbouringRelation relation = EventReader.relation(args.relation);
        PrivacyEvent plan = new EventReader(relation).all(EventText.parse(text(args.events, body)));
        Price price = Accounting.best(plan, relation, args.delta);
        List<Curve> curves = switch (args.plot) {
            case "steps" -> List.of(steps(plan, relation, args.delta));
            case "profile" -> List.of(profile(plan, relation, price.value()));
            case "none" -> List.of();
            default ->
                throw new MagicFailure("UsageError: --plot must be steps, profile or none, got '" + args.plot + "'");
        };
        double advantage = Double.isInfinite(price.value())
                ? 1
                : new TradeOff(List.of(new TradeOff.Point(price.value(), args.delta))).advantageAtMost();
        PlanCost cost =
                new PlanCost(price.value(), args.delta, price.accountant(), price.byAccountant(), advantage, curves);
        notebook()
                .show(PlanView.cost(
                        cost.epsilon(), args.delta, args.relation, cost.accountant(), cost.epsilons(), advantage));
        curves.forEach(curve -> notebook().show(CurveView.of(curve)));
        variable.ifPresent(v -> Vars.bind(v, PlanCost.class, cost));
        return cost;
    }

    /// The events, as words of the line and as the cell's body.
    static String text(List<String> words, Optional<String> body) {
        return String.join(" ", words) + "\n" + body.orElse("");
    }

    /// What eighths of the plan cost: each count rounded up.
    private static Curve steps(PrivacyEvent plan, NeighbouringRelation relation, double delta) {
        List<Curve.Point> points = new ArrayList<>();
        for (int i = 1; i <= POINTS; i++) {
            List<PrivacyEvent> part = new ArrayList<>();
            for (Term term : Term.of(plan)) {
                long count = (long) Math.ceil(term.count() / (double) POINTS * i);
                part.add(new PrivacyEvent.SelfComposed(term.event(), Math.min(count, term.count())));
            }
            double epsilon = Accounting.best(new PrivacyEvent.Composed(part), relation, delta)
                    .value();
            points.add(new Curve.Point((double) i / POINTS, epsilon));
        }
        return new Curve("ε against the share of the plan's steps", "share of the steps", "ε", points);
    }

    private static Curve profile(PrivacyEvent plan, NeighbouringRelation relation, double epsilon) {
        double most = Double.isInfinite(epsilon) || epsilon == 0 ? 1 : epsilon;
        List<Curve.Point> points = new ArrayList<>();
        for (int i = 0; i <= POINTS; i++) {
            double at = most * i / POINTS;
            double delta = Accounting.bestDelta(plan, relation, at).value();
            points.add(new Curve.Point(at, Math.log10(Math.max(delta, 1e-300))));
        }
        return new Curve("Privacy profile: log10 δ against ε", "ε", "log10 δ", points);
    }
}
