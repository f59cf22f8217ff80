package org.vitrail.contract.synthesis;

/// Which engine makes the synthetic rows.
public enum EngineChoice {
    /// Spends a small part of the budget to choose or combine; the default.
    AUTO,
    /// Private Evolution for tables (Tab-PE), started from and mutated by DP marginals.
    EVOLUTION,
    /// Workload-adaptive marginals: select, measure, generate.
    MARGINALS
}
