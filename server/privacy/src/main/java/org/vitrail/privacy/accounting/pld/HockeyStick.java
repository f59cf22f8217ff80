package org.vitrail.privacy.accounting.pld;

/// δ of one step in both directions.
///
/// @param remove P is the mechanism with the unit
/// @param add Q is the mechanism with the unit
public record HockeyStick(double remove, double add) {}
