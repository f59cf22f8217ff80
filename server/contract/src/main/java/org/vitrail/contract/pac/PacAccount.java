package org.vitrail.contract.pac;

/// One account's balance of mutual information, in units of 1e-12 nat. Never added to μ² or ε.
///
/// @param capPico the cap, rounded down
/// @param spentPico what started, rounded up
/// @param reservedPico set aside for jobs that have not started, rounded up
/// @param keptPico guaranteed to accounts below and not used yet
/// @param capSuccess upper bound of a guesser's success at the cap, if it was 50 % without any answer
/// @param success the same of what is spent, reserved and kept
public record PacAccount(
        long capPico, long spentPico, long reservedPico, long keptPico, double capSuccess, double success) {
    /// What is left.
    public long remainingPico() {
        return capPico - spentPico - reservedPico - keptPico;
    }
}
