package org.vitrail.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.vitrail.magic.args.CalibrateArgs;
import org.vitrail.magic.view.Curve;
import org.vitrail.magic.view.CurveView;
import org.vitrail.magic.view.PlanView;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.calibration.Budget;
import org.vitrail.privacy.accounting.calibration.Calibration;
import org.vitrail.privacy.accounting.price.Accounting;
import org.vitrail.privacy.accounting.text.EventReader;
import org.vitrail.privacy.accounting.text.EventTemplate;

/// `%dp_calibrate`: the number that a plan may have at best for a budget.
final class CalibrateMagic extends Magic {
    private static final List<Double> AROUND = List.of(0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0);

    CalibrateMagic(Notebook notebook) {
        super("dp_calibrate", CalibratedPlan.class, CalibrateArgs::new, notebook);
    }

    @Override
    boolean takesBody() {
        return true;
    }

    @Override
    Object run(Object parsed, Optional<String> body) {
        CalibrateArgs args = (CalibrateArgs) parsed;
        Optional<String> variable = variable(args.output);
        NeighbouringRelation relation = EventReader.relation(args.relation);
        EventTemplate plan =
                EventTemplate.of(AccountMagic.text(args.events, body).strip());
        Budget budget = new Budget(args.epsilon, args.delta, relation);
        double value = solve(plan, budget);
        double epsilon =
                Accounting.best(plan.at(value, relation), relation, args.delta).value();
        List<Curve> curves = args.withoutPlot ? List.of() : List.of(curve(plan, value, budget));
        CalibratedPlan answer = new CalibratedPlan(plan.field(), value, epsilon, args.delta, curves);
        notebook().show(PlanView.calibrated(plan.field(), plan.text(), value, epsilon, args.delta, args.epsilon));
        curves.forEach(c -> notebook().show(CurveView.of(c)));
        variable.ifPresent(v -> Vars.bind(v, CalibratedPlan.class, answer));
        return answer;
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
