package org.vitrail.contract;

/// One budget's balance. Native measure: μ² of Gaussian differential privacy in units of 1e-12; ε at `delta`
/// beside it.
///
/// @param epsilonCap ε of the cap
/// @param delta δ of the cap and of every ε here
/// @param capPico the cap in the native measure, rounded down
/// @param spentPico committed, rounded up
/// @param reservedPico set aside for running jobs, rounded up
/// @param keptPico guaranteed to accounts below and not used yet
/// @param epsilonSpent upper bound of ε at `delta` of what is spent, reserved and kept
/// @param epsilonRemaining ε at `delta` of one more Gaussian release that would use up the rest
public record Account(
        double epsilonCap,
        double delta,
        long capPico,
        long spentPico,
        long reservedPico,
        long keptPico,
        double epsilonSpent,
        double epsilonRemaining) {
    /// What is left in the native measure.
    public long remainingPico() {
        return capPico - spentPico - reservedPico - keptPico;
    }
}
