package org.vitrail.contract.governance;

/// An officer's decision on a proposal.
///
/// @param proposalId of [Proposal]
/// @param approve true: the cap is raised now; false: it stays, for good
public record DecideCap(String proposalId, boolean approve) {}
