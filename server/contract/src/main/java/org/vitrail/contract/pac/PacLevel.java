package org.vitrail.contract.pac;

/// One level that pays for each answer of a session.
///
/// @param tier `session`, `analyst`, `project` or `dataset`
/// @param name whose
public record PacLevel(String tier, String name, PacAccount account) {}
