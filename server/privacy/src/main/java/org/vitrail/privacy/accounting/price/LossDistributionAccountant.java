package org.vitrail.privacy.accounting.price;

import java.util.Optional;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Term;
import org.vitrail.privacy.accounting.UnsupportedEventException;
import org.vitrail.privacy.accounting.composition.GdpAccountant;
import org.vitrail.privacy.accounting.pld.PldAccountant;

/// The privacy loss distribution as one accountant among others: refuses by name where a loss distribution is not
/// tried, and is infinite where δ is below what its arithmetic resolves.
final class LossDistributionAccountant implements Accountant {
    /// The loss distribution of Gaussian events is Gaussian, with this closed form.
    private static final GdpAccountant CLOSED = new GdpAccountant();

    private static final double DELTA_LEAST = 1e-14;
    private static final long COUNT_MOST = 1_000_000_000L;

    @Override
    public String name() {
        return "pld";
    }

    @Override
    public Optional<String> unsupported(PrivacyEvent event, NeighbouringRelation relation) {
        return Term.of(event).stream()
                .filter(term -> term.count() > COUNT_MOST)
                .findFirst()
                .map(term -> "PLD: count must be <= " + COUNT_MOST + " for one event, got " + term.count())
                .or(() -> PldAccountant.unsupported(event, relation).map(reason -> "PLD: " + reason));
    }

    @Override
    public double epsilon(PrivacyEvent event, NeighbouringRelation relation, double delta) {
        check(event, relation);
        if (CLOSED.unsupported(event, relation).isEmpty()) {
            return CLOSED.epsilon(event, relation, delta);
        }
        return delta < DELTA_LEAST
                ? Double.POSITIVE_INFINITY
                : PldAccountant.epsilon(event, relation, delta).bound();
    }

    @Override
    public double delta(PrivacyEvent event, NeighbouringRelation relation, double epsilon) {
        check(event, relation);
        if (CLOSED.unsupported(event, relation).isEmpty()) {
            return CLOSED.delta(event, relation, epsilon);
        }
        return PldAccountant.delta(event, relation, epsilon).bound();
    }

    private void check(PrivacyEvent event, NeighbouringRelation relation) {
        unsupported(event, relation).ifPresent(reason -> {
            throw new UnsupportedEventException(reason);
        });
    }
}
