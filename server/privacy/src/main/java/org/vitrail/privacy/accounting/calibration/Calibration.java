package org.vitrail.privacy.accounting.calibration;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.LongFunction;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.price.Accounting;

/// Finds the parameter of a plan that just meets a budget: the safe end of a bracket.
///
/// Example: the noise of 10000 steps at q = 0.01 for (1, 1e-5):
/// ```java
/// Calibration calibration = new Calibration(new Budget(1, 1e-5, ADD_OR_REMOVE_ONE), new RdpAccountant(STANDARD));
/// calibration.smallestNoise(s -> new SelfComposed(new PoissonSampled(0.01, new Gaussian(s)), 10_000)); // 4.1258
/// ```
public final class Calibration {
    private static final double NOISE_LEAST = 1e-6;
    private static final double NOISE_MOST = 1e12;
    private static final double RATE_LEAST = 1e-12;
    private static final long STEPS_MOST = 1L << 53;
    private static final double TIGHT = 1e-7;
    private static final int EVALUATIONS_MAX = 200;

    private final Budget budget;
    private final Cost cost;

    /// What an accountant says.
    @FunctionalInterface
    private interface Cost {
        double epsilon(PrivacyEvent event);
    }

    /// With one accountant's bound.
    public Calibration(Budget budget, Accountant accountant) {
        this.budget = budget;
        this.cost = event -> accountant.epsilon(event, budget.relation(), budget.delta());
    }

    private Calibration(Budget budget, Cost cost) {
        this.budget = budget;
        this.cost = cost;
    }

    /// With the least of all bounds.
    public static Calibration best(Budget budget) {
        return new Calibration(
                budget,
                (Cost) event -> Accounting.best(event, budget.relation(), budget.delta())
                        .value());
    }

    /// The smallest noise, within 1e-7 relatively, for which the plan meets the budget; for plans whose cost falls with
    /// it.
    ///
    /// @param plan of a noise multiplier or scale in [1e-6, 1e12]
    /// @return empty if even 1e12 does not meet it
    public OptionalDouble smallestNoise(DoubleFunction<PrivacyEvent> plan) {
        double safe = 1;
        while (!meets(plan.apply(safe))) {
            safe *= 2;
            if (safe > NOISE_MOST) {
                return OptionalDouble.empty();
            }
        }
        double unsafe = safe / 2;
        while (meets(plan.apply(unsafe))) {
            safe = unsafe;
            unsafe /= 2;
            if (unsafe < NOISE_LEAST) {
                return OptionalDouble.of(safe);
            }
        }
        return OptionalDouble.of(refine(plan, unsafe, safe));
    }

    /// The largest sampling rate, within 1e-7 relatively, for which the plan meets the budget.
    ///
    /// @param plan of a probability
    /// @return empty if even 1e-12 does not meet it
    public OptionalDouble largestRate(DoubleFunction<PrivacyEvent> plan) {
        if (meets(plan.apply(1))) {
            return OptionalDouble.of(1);
        }
        double unsafe = 1;
        double safe = 0.5;
        while (!meets(plan.apply(safe))) {
            unsafe = safe;
            safe /= 2;
            if (safe < RATE_LEAST) {
                return OptionalDouble.empty();
            }
        }
        return OptionalDouble.of(refine(plan, unsafe, safe));
    }

    /// The largest number of steps for which the plan meets the budget; 0 if one is too many, at most 2^53.
    public long mostSteps(LongFunction<PrivacyEvent> plan) {
        long safe = 0;
        long unsafe = 1;
        while (meets(plan.apply(unsafe))) {
            safe = unsafe;
            if (unsafe >= STEPS_MOST) {
                return safe;
            }
            unsafe *= 2;
        }
        while (unsafe - safe > 1) {
            long middle = safe + (unsafe - safe) / 2;
            if (meets(plan.apply(middle))) {
                safe = middle;
            } else {
                unsafe = middle;
            }
        }
        return safe;
    }

    private boolean meets(PrivacyEvent event) {
        return cost.epsilon(event) <= budget.epsilon();
    }

    /// Narrows a bracket by the secant in logarithms (Illinois), then by halving: few prices, each of which may take a
    /// second.
    private double refine(DoubleFunction<PrivacyEvent> plan, double unsafeStart, double safeStart) {
        double unsafe = unsafeStart;
        double safe = safeStart;
        double over = gap(plan, unsafe).orElse(1.0);
        double under = gap(plan, safe).orElse(-1.0);
        for (int i = 0; i < EVALUATIONS_MAX && Math.abs(safe - unsafe) > TIGHT * safe; i++) {
            double share = over / (over - under);
            double bounded = i % 3 == 2 || !(share > 0 && share < 1) ? 0.5 : Math.min(0.98, Math.max(0.02, share));
            double x = Math.exp(Math.log(unsafe) + bounded * (Math.log(safe) - Math.log(unsafe)));
            if (i % 3 == 1) { // step just past the root, so that both ends move
                x = Math.exp(Math.log(x) + 0.1 * TIGHT * Math.signum(safe - unsafe));
            }
            if (x == safe || x == unsafe) {
                break;
            }
            Optional<Double> gap = gap(plan, x);
            if (gap.isPresent() && gap.get() <= 0) {
                safe = x;
                under = gap.get();
            } else {
                unsafe = x;
                over = gap.orElse(1.0);
            }
        }
        return safe;
    }

    /// log ε − log of the budget; empty if that is not finite.
    private Optional<Double> gap(DoubleFunction<PrivacyEvent> plan, double x) {
        double epsilon = cost.epsilon(plan.apply(x));
        double gap = Math.log(Math.max(epsilon, Double.MIN_NORMAL)) - Math.log(budget.epsilon());
        if (epsilon <= budget.epsilon()) {
            return Optional.of(Math.min(gap, 0));
        }
        return Double.isInfinite(gap) ? Optional.empty() : Optional.of(Math.max(gap, Double.MIN_NORMAL));
    }
}
