package org.vitrail.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What a release promises; the kinds are never added to one another.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Guarantee.DifferentialPrivacy.class, name = "differential-privacy"),
    @JsonSubTypes.Type(value = Guarantee.NotPrivate.class, name = "not-private")
})
public sealed interface Guarantee {

    /// (ε, δ)-differential privacy, from Gaussian differential privacy (Dong, Roth, Su 2022, Cor. 3.3).
    ///
    /// @param epsilon upper bound, recomputed from what was actually charged
    /// @param delta the δ at which `epsilon` holds
    /// @param muSquaredPico the charge in the native measure: μ² in units of 1e-12, rounded up
    /// @param unit whom it protects, in words
    /// @param relation the neighbouring relation, in words
    record DifferentialPrivacy(double epsilon, double delta, long muSquaredPico, String unit, String relation)
            implements Guarantee {}

    /// No guarantee: for the dataset's owner only, not to be published.
    record NotPrivate(String reason) implements Guarantee {}
}
