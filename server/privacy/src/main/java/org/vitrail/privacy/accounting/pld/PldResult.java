package org.vitrail.privacy.accounting.pld;

/// An amount between proven bounds.
///
/// @param bound at least the true ε or δ of the composition
/// @param lower at most it
public record PldResult(double bound, double lower) {}
