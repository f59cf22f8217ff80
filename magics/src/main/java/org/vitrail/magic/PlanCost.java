package org.vitrail.magic;

import java.util.List;
import java.util.Map;
import org.vitrail.magic.view.CurveView.Curve;

/// What `%dp_account` returns.
///
/// @param epsilon upper bound at `delta`; infinite if none is finite
/// @param accountant whose bound it is
/// @param epsilons upper bound of every accountant that prices the plan, by name
/// @param advantageAtMost true alarms less false alarms of any attacker who guesses membership; in [0, 1]
/// @param curves what the plot shows; empty without one
public record PlanCost(
        double epsilon,
        double delta,
        String accountant,
        Map<String, Double> epsilons,
        double advantageAtMost,
        List<Curve> curves) {
    public PlanCost {
        epsilons = Map.copyOf(epsilons);
        curves = List.copyOf(curves);
    }
}
