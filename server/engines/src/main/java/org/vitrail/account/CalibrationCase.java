package org.vitrail.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.calibration.Budget;
import org.vitrail.privacy.accounting.calibration.Calibration;
import org.vitrail.privacy.accounting.price.Accounting;
import org.vitrail.privacy.accounting.rdp.Orders;
import org.vitrail.privacy.accounting.rdp.RdpAccountant;

/// Noise for a budget.
final class CalibrationCase {
    private CalibrationCase() {}

    static void gaussian(JsonFields fields, ObjectNode answer) {
        double epsilon = fields.notNegative("eps");
        double delta = fields.delta(false);
        answer.put("sigma", GaussianAccountant.noiseMultiplier(epsilon, delta));
        if (epsilon > 0 && epsilon <= 1) {
            // valid for ε <= 1 only (Dwork, Roth 2014, Thm A.1)
            answer.put("sigma_classic", Math.sqrt(2 * Math.log(1.25 / delta)) / epsilon);
        } else {
            answer.putNull("sigma_classic");
        }
    }

    static void sgd(JsonFields fields, ObjectNode answer) {
        double q = fields.probability("q");
        long steps = fields.whole("steps", 1);
        Budget budget = new Budget(fields.positive("eps"), fields.delta(false), NeighbouringRelation.ADD_OR_REMOVE_ONE);
        DoubleFunction<PrivacyEvent> plan = sigma -> new PrivacyEvent.SelfComposed(
                new PrivacyEvent.PoissonSampled(q, new PrivacyEvent.Gaussian(sigma)), steps);
        put(answer, "sigma_rdp", new Calibration(budget, new RdpAccountant(Orders.STANDARD)).smallestNoise(plan));
        for (Accountant accountant : Accounting.accountants()) {
            if (accountant.name().equals("pld")
                    && accountant.unsupported(plan.apply(1), budget.relation()).isEmpty()) {
                put(answer, "sigma_pld", new Calibration(budget, accountant).smallestNoise(plan));
            }
        }
    }

    private static void put(ObjectNode answer, String field, OptionalDouble sigma) {
        JsonFields.put(answer, field, sigma.orElse(Double.POSITIVE_INFINITY));
    }
}
