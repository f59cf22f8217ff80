package org.vitrail.privacy.accounting.filter;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.composition.EpsilonDelta;
import org.vitrail.privacy.accounting.composition.GdpAccountant;
import org.vitrail.privacy.accounting.composition.ZcdpAccountant;
import org.vitrail.privacy.accounting.numeric.Outward;
import org.vitrail.privacy.accounting.rdp.RdpAccountant;
import org.vitrail.privacy.accounting.rdp.RdpCurve;

/// A measure of privacy whose sums stay valid when each charge is chosen after the answers before it. Closed: a
/// privacy
/// loss distribution is not among them, because no valid filter of that kind exists.
public sealed interface Measure {
    /// The caps that imply (ε, `share`)-DP, rounded down.
    ///
    /// @param epsilon > 0, finite
    /// @param share the part of δ that this measure may use; in (0, 1), 0 for [Pure]
    List<Rational> caps(double epsilon, double share);

    /// What `event` costs, rounded up; empty if it has no finite cost in this measure.
    Optional<List<Rational>> charge(PrivacyEvent event, NeighbouringRelation relation);

    /// The ε at δ = `share` that a sum of charges implies, rounded up; infinite if none does. With a cap
    /// that was fixed before, a bound for what ran so far; without one it is not, because the sum chose
    /// when to stop.
    ///
    /// @param total as many as there are caps
    /// @param share as for [#caps]
    double epsilon(List<Rational> total, double share);

    /// Σε, for pure mechanisms; needs no δ.
    record Pure() implements Measure {
        @Override
        public List<Rational> caps(double epsilon, double share) {
            return List.of(Rational.of(epsilon));
        }

        @Override
        public Optional<List<Rational>> charge(PrivacyEvent event, NeighbouringRelation relation) {
            return EpsilonDelta.of(event, relation)
                    .filter(cost -> cost.delta() == 0)
                    .map(cost -> List.of(Rational.of(cost.epsilon())));
        }

        @Override
        public double epsilon(List<Rational> total, double share) {
            return total.getFirst().roundedUp();
        }
    }

    /// Σε and Σδ.
    record Sums() implements Measure {
        @Override
        public List<Rational> caps(double epsilon, double share) {
            return List.of(Rational.of(epsilon), Rational.of(share));
        }

        @Override
        public Optional<List<Rational>> charge(PrivacyEvent event, NeighbouringRelation relation) {
            return EpsilonDelta.of(event, relation)
                    .map(cost -> List.of(Rational.of(cost.epsilon()), Rational.of(cost.delta())));
        }

        @Override
        public double epsilon(List<Rational> total, double share) {
            return total.getLast().compareTo(Rational.of(share)) <= 0
                    ? total.getFirst().roundedUp()
                    : Double.POSITIVE_INFINITY;
        }
    }

    /// Σρ.
    record Zcdp() implements Measure {
        private static final ZcdpAccountant ACCOUNTANT = new ZcdpAccountant();

        @Override
        public List<Rational> caps(double epsilon, double share) {
            return List.of(Rational.of(ZcdpAccountant.cap(epsilon, share)));
        }

        @Override
        public Optional<List<Rational>> charge(PrivacyEvent event, NeighbouringRelation relation) {
            return ACCOUNTANT.unsupported(event, relation).isPresent()
                    ? Optional.empty()
                    : finite(ZcdpAccountant.rho(event, relation));
        }

        @Override
        public double epsilon(List<Rational> total, double share) {
            return ZcdpAccountant.epsilon(total.getFirst().roundedUp(), share);
        }
    }

    /// Σμ², for Gaussian noise: loses nothing.
    record Gdp() implements Measure {
        private static final GdpAccountant ACCOUNTANT = new GdpAccountant();
        private static final MathContext DIGITS = new MathContext(70, RoundingMode.CEILING);

        @Override
        public List<Rational> caps(double epsilon, double share) {
            return List.of(Rational.of(
                    BigDecimal.valueOf(GaussianAccountant.cap(epsilon, share).pico(), 12)));
        }

        @Override
        public Optional<List<Rational>> charge(PrivacyEvent event, NeighbouringRelation relation) {
            return ACCOUNTANT.unsupported(event, relation).isPresent()
                    ? Optional.empty()
                    : Optional.of(List.of(Rational.of(GdpAccountant.muSquared(event))));
        }

        @Override
        public double epsilon(List<Rational> total, double share) {
            return GaussianAccountant.epsilon(share, total.getFirst().decimal(DIGITS));
        }
    }

    /// Σ of the Rényi divergence at one order, fixed when the session opens.
    ///
    /// @param order finite, >= 1.01
    record Renyi(double order) implements Measure {
        public Renyi {
            if (!(order >= 1.01 && order <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException("order must be finite and >= 1.01, got " + order);
            }
        }

        /// ε − log(1 − 1/α) + log(δα)/(α − 1); 0 where that is negative: nothing but free requests then pass.
        @Override
        public List<Rational> caps(double epsilon, double share) {
            double shift = -Math.log1p(-1 / order);
            double tail = (Math.log(share) + Math.log(order)) / (order - 1);
            double size = epsilon + shift + (Math.abs(Math.log(share)) + Math.log(order)) / (order - 1);
            double cap = -Outward.up(-(epsilon + shift + tail), size, 12);
            return List.of(Rational.of(Math.max(0, cap)));
        }

        @Override
        public Optional<List<Rational>> charge(PrivacyEvent event, NeighbouringRelation relation) {
            RdpAccountant accountant = new RdpAccountant(List.of(order));
            if (accountant.unsupported(event, relation).isPresent()) {
                return Optional.empty();
            }
            RdpCurve curve = accountant.curve(event, relation);
            return curve.failure() > 0
                    ? Optional.empty()
                    : finite(curve.divergences().getFirst());
        }

        @Override
        public double epsilon(List<Rational> total, double share) {
            RdpCurve curve =
                    new RdpCurve(List.of(order), List.of(total.getFirst().roundedUp()), 0);
            return curve.epsilon(share).value();
        }
    }

    private static Optional<List<Rational>> finite(double amount) {
        return amount <= Double.MAX_VALUE ? Optional.of(List.of(Rational.of(amount))) : Optional.empty();
    }
}
