package org.vitrail.privacy.accounting.price;

import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Term;

/// An accountant with a planted bug in how often it thinks that things happened.
record Mistaken(Accountant right, LongUnaryOperator wrongCount) implements Accountant {
    @Override
    public String name() {
        return right.name();
    }

    @Override
    public Optional<String> unsupported(PrivacyEvent event, NeighbouringRelation relation) {
        return right.unsupported(event, relation);
    }

    @Override
    public double epsilon(PrivacyEvent event, NeighbouringRelation relation, double delta) {
        return right.epsilon(wrong(event), relation, delta);
    }

    @Override
    public double delta(PrivacyEvent event, NeighbouringRelation relation, double epsilon) {
        return right.delta(wrong(event), relation, epsilon);
    }

    private PrivacyEvent wrong(PrivacyEvent event) {
        List<PrivacyEvent> terms = Term.of(event).stream()
                .map(term -> (PrivacyEvent)
                        new PrivacyEvent.SelfComposed(term.event(), wrongCount.applyAsLong(term.count())))
                .toList();
        return new PrivacyEvent.Composed(terms);
    }
}
