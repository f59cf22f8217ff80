package org.vitrail.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What a release promises; the kinds are never added to one another.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Guarantee.DifferentialPrivacy.class, name = "differential-privacy"),
    @JsonSubTypes.Type(value = Guarantee.PacPrivacy.class, name = "pac-privacy"),
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

    /// PAC privacy (Xiao, Devadas 2023): a bound on what is learnt of a secret half of the units. It is
    /// no differential privacy, has no ε and says nothing about whether a unit is in the table.
    ///
    /// @param picoNats most mutual information between the secret half and the answer, in units of 1e-12
    ///     nat
    /// @param prior success of the best guess without any answer, in (0, 1)
    /// @param posterior upper bound of the success after this answer alone
    /// @param unit whom it protects, in words
    /// @param worlds how many halves the secret one is among
    record PacPrivacy(long picoNats, double prior, double posterior, String unit, int worlds) implements Guarantee {
        /// What the bound is relative to, in words.
        public String relation() {
            return "none: the secret is which half of the units was used, one of " + worlds + " halves, not whether a"
                    + " unit is in the table";
        }
    }

    /// No guarantee: for the dataset's owner only, not to be published.
    record NotPrivate(String reason) implements Guarantee {}
}
