package org.vitrail.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

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
    /// @param level `session`, `analyst`, `project` or `dataset`
    /// @param requestedPico in the unit in which least is lacking
    /// @param remainingPico in that unit
    /// @param unit `gdp` for μ² ([MeasureName]); both epsilons are those of its measure, at its share of δ
    /// @param measures of the level: none of them could accept
    record BudgetExceeded(
            String level,
            String name,
            double epsilonRequested,
            double epsilonRemaining,
            long requestedPico,
            long remainingPico,
            String unit,
            List<String> measures)
            implements Refusal {
        public BudgetExceeded {
            unit = unit == null ? MeasureName.GDP : unit;
            measures = measures == null ? List.of(MeasureName.GDP) : List.copyOf(measures);
        }

        @Override
        public String line() {
            return "budget exceeded: %s '%s' has epsilon %.4g left, this request needs %.4g (short by %.4g in %s%s); nothing was charged; lower --epsilon or replay an earlier release (see %%dp_budget)"
                    .formatted(
                            level,
                            name,
                            epsilonRemaining,
                            epsilonRequested,
                            (requestedPico - remainingPico) * MeasureName.scale(unit),
                            MeasureName.words(unit),
                            measures.size() == 1
                                    ? ""
                                    : ", the nearest of its measures " + String.join(", ", measures)
                                            + "; both epsilons at its share of delta");
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
