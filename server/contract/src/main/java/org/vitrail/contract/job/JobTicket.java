package org.vitrail.contract.job;

/// Names an accepted job; redeem it with DoGet.
///
/// @param replayed whether an existing release will be delivered at no cost
public record JobTicket(String jobId, boolean replayed) {}
