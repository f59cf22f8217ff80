package org.vitrail.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// Why a request was not carried out: one line that stands alone, free of private values.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Refusal.BudgetExceeded.class, name = "budget-exceeded"),
    @JsonSubTypes.Type(value = Refusal.InvalidRequest.class, name = "invalid-request"),
    @JsonSubTypes.Type(value = Refusal.Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = Refusal.Forbidden.class, name = "forbidden"),
    @JsonSubTypes.Type(value = Refusal.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Refusal.Cancelled.class, name = "cancelled"),
    @JsonSubTypes.Type(value = Refusal.Unavailable.class, name = "unavailable")
})
public sealed interface Refusal {

    /// The line shown to the user.
    String line();

    /// A budget level cannot pay; nothing was charged.
    ///
    /// @param level `session` or `dataset`
    record BudgetExceeded(
            String level,
            String name,
            double epsilonRequested,
            double epsilonRemaining,
            long requestedPico,
            long remainingPico)
            implements Refusal {
        @Override
        public String line() {
            return "budget exceeded: %s '%s' has epsilon %.4g left, this request needs %.4g (short by %.4g in mu^2); nothing was charged; lower --epsilon or replay an earlier release (see %%dp_budget)"
                    .formatted(
                            level, name, epsilonRemaining, epsilonRequested, (requestedPico - remainingPico) * 1e-12);
        }
    }

    /// The request itself is wrong: expected, got and what to do are in the line.
    record InvalidRequest(String line) implements Refusal {}

    /// A dataset, session, release or job of that name does not exist (or is not visible to the caller).
    record Unknown(String line) implements Refusal {}

    /// The caller may not do this.
    record Forbidden(String line) implements Refusal {}

    /// The job ended without a release; the line says what the charge became.
    record Failed(String line, boolean charged) implements Refusal {}

    /// The job was cancelled; the line says what the charge became.
    record Cancelled(String line, boolean charged) implements Refusal {}

    /// The server cannot take the request now (too many jobs, shutting down), or its database is away; the line says
    /// what is known of the charge. The same request again, under the same key, is charged at most once.
    record Unavailable(String line) implements Refusal {}
}
