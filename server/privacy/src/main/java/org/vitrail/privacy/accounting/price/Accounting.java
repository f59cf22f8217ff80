package org.vitrail.privacy.accounting.price;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Require;
import org.vitrail.privacy.accounting.Term;
import org.vitrail.privacy.accounting.UnsupportedEventException;
import org.vitrail.privacy.accounting.composition.GdpAccountant;
import org.vitrail.privacy.accounting.composition.SumAccountant;
import org.vitrail.privacy.accounting.composition.ZcdpAccountant;
import org.vitrail.privacy.accounting.rdp.Orders;
import org.vitrail.privacy.accounting.rdp.RdpAccountant;

/// Asks every accountant that can price a fixed list of events and takes the least bound. For lists that are fixed
/// before they start only: a session that chooses as it goes is held by [org.vitrail.privacy.accounting.filter].
///
/// Example: 10000 steps of DP-SGD with q = 0.01, σ = 4 at δ = 1e-5:
/// ```java
/// PrivacyEvent step = new PrivacyEvent.PoissonSampled(0.01, new PrivacyEvent.Gaussian(4));
/// Price price = Accounting.best(new PrivacyEvent.SelfComposed(step, 10_000), ADD_OR_REMOVE_ONE, 1e-5);
/// // price.value() is 0.947, price.accountant() is "pld"
/// ```
public final class Accounting {
    private static final Accountant RDP = new RdpAccountant(Orders.FINE);
    private static final Accountant PLD = new LossDistributionAccountant();
    private static final List<Accountant> ALL = List.of(
            new SumAccountant(), new GdpAccountant(), new ZcdpAccountant(), RDP, PLD, new SplitAccountant(PLD, RDP));

    /// Whose reasons are worth telling; the others price few events.
    private static final Set<String> GENERAL = Set.of("rdp", "pld");

    private Accounting() {}

    /// Every accountant there is.
    public static List<Accountant> accountants() {
        return ALL;
    }

    /// The least upper bound of ε at `delta`.
    ///
    /// @param delta in [0, 1); 0 asks for pure privacy
    /// @throws UnsupportedEventException if no accountant prices the event, with the reasons
    public static Price best(PrivacyEvent event, NeighbouringRelation relation, double delta) {
        if (!(delta >= 0 && delta < 1)) {
            throw new IllegalArgumentException("delta must be in [0, 1), got " + delta);
        }
        return least(event, relation, accountant -> accountant.epsilon(event, relation, delta));
    }

    /// The least upper bound of δ at `epsilon`.
    ///
    /// @param epsilon finite, >= 0
    /// @throws UnsupportedEventException if no accountant prices the event, with the reasons
    public static Price bestDelta(PrivacyEvent event, NeighbouringRelation relation, double epsilon) {
        Require.notNegative("epsilon", epsilon);
        return least(event, relation, accountant -> accountant.delta(event, relation, epsilon));
    }

    private static Price least(PrivacyEvent event, NeighbouringRelation relation, ToDoubleFunction<Accountant> bound) {
        Map<String, Double> bounds = new LinkedHashMap<>();
        List<String> reasons = new ArrayList<>();
        if (Term.of(event).isEmpty()) {
            return new Price(0, "sum", Map.of("sum", 0.0));
        }
        for (Accountant accountant : ALL) {
            Optional<String> reason = accountant.unsupported(event, relation);
            if (reason.isEmpty()) {
                bounds.put(accountant.name(), bound.applyAsDouble(accountant));
            } else if (GENERAL.contains(accountant.name())) {
                reasons.add(reason.get());
            }
        }
        return bounds.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .map(best -> new Price(best.getValue(), best.getKey(), bounds))
                .orElseThrow(() -> new UnsupportedEventException(
                        reasons.stream().distinct().collect(Collectors.joining("; "))));
    }
}
