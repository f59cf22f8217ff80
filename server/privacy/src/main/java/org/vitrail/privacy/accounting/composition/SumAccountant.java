package org.vitrail.privacy.accounting.composition;

import java.util.List;
import java.util.Optional;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Require;
import org.vitrail.privacy.accounting.Term;
import org.vitrail.privacy.accounting.UnsupportedEventException;

/// Sums of ε and of δ, and for equal mechanisms the optimal composition, which is never larger. The only accountant
/// that answers at δ = 0.
///
/// Example: four Laplace mechanisms of scale 2 cost (2, 0) by their sum.
public final class SumAccountant implements Accountant {
    /// An accountant without state.
    public SumAccountant() {}

    @Override
    public String name() {
        return "sum";
    }

    @Override
    public Optional<String> unsupported(PrivacyEvent event, NeighbouringRelation relation) {
        for (Term term : Term.of(event)) {
            if (EpsilonDelta.of(term.event(), relation).isEmpty()) {
                return Optional.of("sum of (epsilon, delta): " + term.event()
                        + " has no (epsilon, delta) of its own under " + relation);
            }
        }
        return EpsilonDelta.sum(event, relation).isEmpty()
                ? Optional.of("sum of (epsilon, delta): the sum of epsilon is above 1.8e308")
                : Optional.empty();
    }

    @Override
    public double epsilon(PrivacyEvent event, NeighbouringRelation relation, double delta) {
        EpsilonDelta sum = sum(event, relation);
        double basic = sum.delta() <= delta ? sum.epsilon() : Double.POSITIVE_INFINITY;
        List<Term> terms = Term.of(event);
        return delta > 0 && isEqual(terms)
                ? Math.min(basic, optimal(terms.getFirst(), relation).epsilon(delta))
                : basic;
    }

    @Override
    public double delta(PrivacyEvent event, NeighbouringRelation relation, double epsilon) {
        Require.notNegative("epsilon", epsilon);
        EpsilonDelta sum = sum(event, relation);
        double basic = sum.epsilon() <= epsilon ? sum.delta() : 1;
        List<Term> terms = Term.of(event);
        return isEqual(terms)
                ? Math.min(basic, optimal(terms.getFirst(), relation).delta(epsilon))
                : basic;
    }

    /// Whether optimal composition applies. One use alone is worth it too: it trades ε for δ.
    private static boolean isEqual(List<Term> terms) {
        return terms.size() == 1 && terms.getFirst().count() <= OptimalComposition.COUNT_MAX;
    }

    private EpsilonDelta sum(PrivacyEvent event, NeighbouringRelation relation) {
        Optional<String> reason = unsupported(event, relation);
        return EpsilonDelta.sum(event, relation)
                .orElseThrow(() -> new UnsupportedEventException(reason.orElse("sum of (epsilon, delta): too large")));
    }

    private static OptimalComposition optimal(Term term, NeighbouringRelation relation) {
        return new OptimalComposition(
                EpsilonDelta.of(term.event(), relation).orElse(EpsilonDelta.NOTHING), term.count());
    }
}
