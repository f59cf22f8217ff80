package org.vitrail.magic;

import java.util.List;
import org.vitrail.magic.view.CurveView.Curve;

/// What `%dp_calibrate` returns.
///
/// @param field which number was open
/// @param value what it may be at best, rounded to the safe side
/// @param epsilon what the plan then costs; at most the budget's
/// @param curves what the plot shows; empty without one
public record CalibratedPlan(String field, double value, double epsilon, double delta, List<Curve> curves) {
    public CalibratedPlan {
        curves = List.copyOf(curves);
    }
}
