package org.vitrail.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Term;
import org.vitrail.privacy.accounting.composition.GdpAccountant;
import org.vitrail.privacy.accounting.composition.OptimalComposition;
import org.vitrail.privacy.accounting.composition.SampledGaussianProfile;
import org.vitrail.privacy.accounting.composition.SumAccountant;
import org.vitrail.privacy.accounting.composition.ZcdpAccountant;
import org.vitrail.privacy.accounting.price.Accounting;
import org.vitrail.privacy.accounting.price.Price;
import org.vitrail.privacy.accounting.rdp.Orders;
import org.vitrail.privacy.accounting.rdp.RdpAccountant;
import org.vitrail.privacy.accounting.rdp.RdpCurve;
import org.vitrail.privacy.accounting.text.EventReader;

/// Prices: of lists of events, of one order, of one point of a profile, of ρ.
final class EpsilonCase {
    private static final RdpAccountant STANDARD = new RdpAccountant(Orders.STANDARD);

    private EpsilonCase() {}

    static void epsilon(JsonFields fields, ObjectNode answer) {
        NeighbouringRelation relation = fields.relation();
        PrivacyEvent event = new EventReader(relation).all(fields.events());
        double delta = fields.delta(true);
        Price price = Accounting.best(event, relation, delta);
        if (STANDARD.unsupported(event, relation).isEmpty()) {
            RdpCurve.Bound bound = STANDARD.curve(event, relation).epsilon(delta);
            JsonFields.put(answer, "eps_rdp", bound.value());
            answer.put("rdp_order", bound.order());
        }
        Double pld = price.byAccountant().get("pld");
        if (pld != null) {
            JsonFields.put(answer, "eps_pld", pld);
        }
        exact(event, relation, delta, answer);
        JsonFields.put(answer, "eps_best", price.value());
        answer.put("accountant", price.accountant());
    }

    /// Closed forms that are equalities, not only bounds.
    private static void exact(PrivacyEvent event, NeighbouringRelation relation, double delta, ObjectNode answer) {
        List<Term> terms = Term.of(event);
        GdpAccountant gaussian = new GdpAccountant();
        SumAccountant sums = new SumAccountant();
        boolean equal = terms.size() == 1
                && terms.getFirst().count() <= OptimalComposition.COUNT_MAX
                && terms.getFirst().event() instanceof PrivacyEvent.ApproximateDp;
        if (gaussian.unsupported(event, relation).isEmpty()) {
            JsonFields.put(answer, "eps_exact", gaussian.epsilon(event, relation, delta));
        } else if ((delta == 0 || equal) && sums.unsupported(event, relation).isEmpty()) {
            JsonFields.put(answer, "eps_exact", sums.epsilon(event, relation, delta));
        }
    }

    static void order(JsonFields fields, ObjectNode answer) {
        double order = fields.required("order");
        if (!(order > 1 && order <= 1e6)) {
            throw new IllegalArgumentException("order must be in (1, 1e6], got " + order);
        }
        NeighbouringRelation relation = fields.relation();
        PrivacyEvent event = new EventReader(relation).read(mechanism(fields));
        RdpCurve curve = new RdpAccountant(List.of(order)).curve(event, relation);
        JsonFields.put(answer, "rdp", curve.divergences().getFirst());
    }

    /// The case itself, with `mechanism` as its type.
    private static JsonFields mechanism(JsonFields fields) {
        ObjectNode event = ((ObjectNode) fields.node()).deepCopy();
        event.put("type", fields.node().path("mechanism").asText(""));
        return new JsonFields(event);
    }

    static void hockeyStick(JsonFields fields, ObjectNode answer) {
        String mechanism = fields.node().path("mechanism").asText("poisson_gaussian");
        if (!mechanism.equals("poisson_gaussian") && !mechanism.equals("gaussian")) {
            throw new IllegalArgumentException(
                    "mechanism must be poisson_gaussian or gaussian, got '" + mechanism + "'");
        }
        double q = mechanism.equals("gaussian") ? 1 : fields.probability("q");
        double epsilon = fields.required("eps");
        if (!(Math.abs(epsilon) <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("eps must be finite, got " + epsilon);
        }
        SampledGaussianProfile profile = new SampledGaussianProfile(q, fields.positive("sigma"));
        answer.put("delta_remove", profile.remove(epsilon));
        answer.put("delta_add", profile.add(epsilon));
    }

    static void zcdp(JsonFields fields, ObjectNode answer) {
        double rho = fields.notNegative("rho");
        double delta = fields.delta(false);
        JsonFields.put(answer, "eps", ZcdpAccountant.epsilon(rho, delta));
        JsonFields.put(answer, "eps_loose", ZcdpAccountant.looseEpsilon(rho, delta));
        List<Double> divergences =
                Orders.STANDARD.stream().map(order -> Math.nextUp(rho * order)).toList();
        JsonFields.put(
                answer,
                "eps_dp_accounting_grid",
                new RdpCurve(Orders.STANDARD, divergences, 0).epsilon(delta).value());
        double gaussian =
                rho == 0 ? 0 : GaussianAccountant.epsilon(delta, new BigDecimal(rho).multiply(BigDecimal.TWO));
        JsonFields.put(answer, "eps_gaussian_exact", gaussian);
        JsonFields.put(answer, "eps_best", ZcdpAccountant.epsilon(rho, delta));
    }
}
