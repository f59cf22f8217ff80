package org.vitrail.contract.release;

import org.vitrail.contract.Receipt;

/// A release of the caller's project.
///
/// @param dataset its registered name
/// @param receipt mechanism, parameters, guarantee and cost
/// @param user who bought it
/// @param notebook where
/// @param replays how often it was delivered again at no cost
/// @param current whether it is of the rows that the dataset has now
public record ReleaseSummary(
        String dataset, Receipt receipt, String user, String notebook, long replays, boolean current) {}
