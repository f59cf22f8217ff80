package org.vitrail.privacy.accounting.calibration;

import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.LongFunction;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.numeric.SafeEnd;
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
        return new Calibration(budget, (Cost) event ->
                Accounting.best(event, budget.relation(), budget.delta()).value());
    }

    /// The smallest noise, within 1e-7 relatively, for which the plan meets the budget; for plans whose cost falls
    /// with
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

    /// A few prices only, as each may take a second.
    private double refine(DoubleFunction<PrivacyEvent> plan, double unsafe, double safe) {
        return SafeEnd.of(x -> gap(plan.apply(x)), unsafe, safe, TIGHT);
    }

    /// log ε − log of the budget, of the right sign.
    private double gap(PrivacyEvent event) {
        double epsilon = cost.epsilon(event);
        double gap = Math.log(epsilon / budget.epsilon());
        return epsilon <= budget.epsilon() ? Math.min(gap, 0) : Math.max(gap, Double.MIN_NORMAL);
    }
}
