package org.vitrail.privacy.accounting.price;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Term;
import org.vitrail.privacy.accounting.UnsupportedEventException;
import org.vitrail.privacy.accounting.numeric.Outward;

/// For lists that no accountant prices whole: what one can price goes to it, the rest to the other, and the two
/// (ε, δ)
/// add up by basic composition (Dwork, Roth 2014, Thm 3.16). The best of a few splits of δ, or of ε, is taken.
final class SplitAccountant implements Accountant {
    private static final List<Double> SHARES = List.of(0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99);

    private final Accountant first;
    private final Accountant rest;

    /// @param first gets every event that it prices
    /// @param rest gets the others
    SplitAccountant(Accountant first, Accountant rest) {
        this.first = first;
        this.rest = rest;
    }

    @Override
    public String name() {
        return "split";
    }

    @Override
    public Optional<String> unsupported(PrivacyEvent event, NeighbouringRelation relation) {
        if (first.unsupported(event, relation).isEmpty()
                || rest.unsupported(event, relation).isEmpty()) {
            return Optional.of("split: one accountant prices the whole list");
        }
        return rest.unsupported(part(event, relation, false), relation);
    }

    @Override
    public double epsilon(PrivacyEvent event, NeighbouringRelation relation, double delta) {
        PrivacyEvent mine = checked(event, relation);
        PrivacyEvent others = part(event, relation, false);
        return best(
                delta,
                (share, left) ->
                        Outward.sum(first.epsilon(mine, relation, share), rest.epsilon(others, relation, left)));
    }

    @Override
    public double delta(PrivacyEvent event, NeighbouringRelation relation, double epsilon) {
        PrivacyEvent mine = checked(event, relation);
        PrivacyEvent others = part(event, relation, false);
        double sum = best(
                epsilon,
                (share, left) -> Outward.sum(first.delta(mine, relation, share), rest.delta(others, relation, left)));
        return Math.min(1, sum);
    }

    private PrivacyEvent checked(PrivacyEvent event, NeighbouringRelation relation) {
        unsupported(event, relation).ifPresent(reason -> {
            throw new UnsupportedEventException(reason);
        });
        return part(event, relation, true);
    }

    /// The least value over the shares of `whole`; the two parts of a share never sum to more.
    private static double best(double whole, DoubleBinaryOperator value) {
        return SHARES.stream()
                .mapToDouble(share -> {
                    double one = whole * share;
                    return value.applyAsDouble(one, Math.max(0, Math.nextDown(whole - one)));
                })
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private PrivacyEvent part(PrivacyEvent event, NeighbouringRelation relation, boolean priced) {
        List<PrivacyEvent> part = new ArrayList<>();
        for (Term term : Term.of(event)) {
            if (first.unsupported(term.event(), relation).isEmpty() == priced) {
                part.add(new PrivacyEvent.SelfComposed(term.event(), term.count()));
            }
        }
        return new PrivacyEvent.Composed(part);
    }
}
