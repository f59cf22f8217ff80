package org.vitrail.magic;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.magic.args.AccountArgs;
import org.vitrail.magic.args.Options;
import org.vitrail.magic.view.CurveView.Curve;
import org.vitrail.magic.view.PlanView;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Term;
import org.vitrail.privacy.accounting.calibration.TradeOff;
import org.vitrail.privacy.accounting.price.Accounting;
import org.vitrail.privacy.accounting.price.Price;
import org.vitrail.privacy.accounting.text.EventReader;
import org.vitrail.privacy.accounting.text.EventText;

/// `%dp_account`: what a plan costs.
final class AccountMagic extends PlanMagic<PlanCost> {
    private static final int POINTS = 8;

    AccountMagic(Notebook notebook) {
        super("dp_account", PlanCost.class, AccountArgs::new, notebook);
    }

    @Override
    Options.Plan terms(Object parsed) {
        return ((AccountArgs) parsed).plan;
    }

    @Override
    Answer<PlanCost> answer(Object parsed, Question question) {
        AccountArgs args = (AccountArgs) parsed;
        NeighbouringRelation relation = question.relation();
        double delta = question.terms().delta;
        PrivacyEvent plan = new EventReader(relation).all(EventText.parse(question.events()));
        Price price = Accounting.best(plan, relation, delta);
        List<Curve> curves = switch (args.plot) {
            case "steps" -> List.of(steps(plan, relation, delta));
            case "profile" -> List.of(profile(plan, relation, price.value()));
            case "none" -> List.of();
            default ->
                throw new MagicFailure("UsageError: --plot must be steps, profile or none, got '" + args.plot + "'");
        };
        double advantage = Double.isInfinite(price.value())
                ? 1
                : new TradeOff(List.of(new TradeOff.Point(price.value(), delta))).advantageAtMost();
        PlanCost cost = new PlanCost(price.value(), delta, price.accountant(), price.byAccountant(), advantage, curves);
        return new Answer<>(
                cost,
                PlanView.cost(cost.epsilon(), delta, question.terms().relation, cost.accountant(), cost.epsilons()),
                curves);
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
