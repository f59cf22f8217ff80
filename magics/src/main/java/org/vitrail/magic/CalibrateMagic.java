package org.vitrail.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.vitrail.magic.args.CalibrateArgs;
import org.vitrail.magic.args.Options;
import org.vitrail.magic.view.CurveView.Curve;
import org.vitrail.magic.view.PlanView;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.calibration.Budget;
import org.vitrail.privacy.accounting.calibration.Calibration;
import org.vitrail.privacy.accounting.price.Accounting;
import org.vitrail.privacy.accounting.text.EventTemplate;

/// `%dp_calibrate`: the number that a plan may have at best for a budget.
final class CalibrateMagic extends PlanMagic<CalibratedPlan> {
    private static final List<Double> AROUND = List.of(0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0);

    CalibrateMagic(Notebook notebook) {
        super("dp_calibrate", CalibratedPlan.class, CalibrateArgs::new, notebook);
    }

    @Override
    Options.Plan terms(Object parsed) {
        return ((CalibrateArgs) parsed).plan;
    }

    @Override
    Answer<CalibratedPlan> answer(Object parsed, Question question) {
        CalibrateArgs args = (CalibrateArgs) parsed;
        NeighbouringRelation relation = question.relation();
        double delta = question.terms().delta;
        EventTemplate plan = EventTemplate.of(question.events());
        Budget budget = new Budget(args.epsilon, delta, relation);
        double value = solve(plan, budget);
        double epsilon =
                Accounting.best(plan.at(value, relation), relation, delta).value();
        List<Curve> curves = args.withoutPlot ? List.of() : List.of(curve(plan, value, budget));
        return new Answer<>(
                new CalibratedPlan(plan.field(), value, epsilon, delta, curves),
                PlanView.calibrated(plan.field(), plan.text(), value, epsilon, delta, args.epsilon),
                curves);
    }

    private static double solve(EventTemplate plan, Budget budget) {
        Calibration calibration = Calibration.best(budget);
        NeighbouringRelation relation = budget.relation();
        OptionalDouble value = switch (plan.field()) {
            case "sigma", "scale" -> calibration.smallestNoise(x -> plan.at(x, relation));
            case "eps", "a" -> inverse(calibration.smallestNoise(x -> plan.at(1 / x, relation)));
            case "q" -> calibration.largestRate(x -> plan.at(x, relation));
            case "p" -> complement(calibration.largestRate(x -> plan.at(1 - x * (1 - 1e-12), relation)));
            case "count", "steps" -> positive(calibration.mostSteps(n -> plan.at((double) n, relation)));
            default ->
                throw new MagicFailure("UsageError: ? must stand for sigma, scale, p, q, eps, a, count or "
                        + "steps, got " + plan.field());
        };
        return value.orElseThrow(() -> new MagicFailure("no " + plan.field() + " meets epsilon " + budget.epsilon()
                + " at delta " + budget.delta() + ": raise the budget or change the rest of the plan"));
    }

    private static OptionalDouble inverse(OptionalDouble x) {
        return x.isEmpty() ? x : OptionalDouble.of(1 / x.getAsDouble());
    }

    private static OptionalDouble complement(OptionalDouble x) {
        return x.isEmpty() ? x : OptionalDouble.of(1 - x.getAsDouble() * (1 - 1e-12));
    }

    private static OptionalDouble positive(long steps) {
        return steps == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) steps);
    }

    private static Curve curve(EventTemplate plan, double value, Budget budget) {
        List<Curve.Point> points = new ArrayList<>();
        boolean whole = plan.field().equals("count") || plan.field().equals("steps");
        boolean share = plan.field().equals("q") || plan.field().equals("p");
        for (double factor : AROUND) {
            double x = whole ? Math.max(1, Math.rint(value * factor)) : value * factor;
            if (!share || x <= 1) {
                double epsilon = Accounting.best(plan.at(x, budget.relation()), budget.relation(), budget.delta())
                        .value();
                points.add(new Curve.Point(x, epsilon));
            }
        }
        return new Curve("ε against " + plan.field(), plan.field(), "ε", points);
    }
}
