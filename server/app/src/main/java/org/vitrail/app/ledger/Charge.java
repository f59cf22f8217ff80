package org.vitrail.app.ledger;

import org.vitrail.privacy.accounting.MuSquared;

/// What one job takes, from every level at once.
///
/// @param jobId whose it is; each job is charged at most once
/// @param datasetAccount the dataset's account
/// @param sessionAccount the session's account; for a charge of the dataset alone, the same as `datasetAccount`
/// @param amount worst case, rounded up
public record Charge(String jobId, String datasetAccount, String sessionAccount, MuSquared amount) {}
