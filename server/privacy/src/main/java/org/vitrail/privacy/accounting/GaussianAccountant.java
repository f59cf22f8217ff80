package org.vitrail.privacy.accounting;

/// Gaussian differential privacy: conversion between μ², (ε, δ) and noise, rounded to the safe side.
///
/// Placeholder shapes until the core lands: see server/ARCHITECTURE.md.
public final class GaussianAccountant {
    private GaussianAccountant() {}

    /// Upper bound of δ at `epsilon` for a total of `total` (Balle and Wang 2018, Thm 8).
    public static double delta(double epsilon, MuSquared total) {
        throw new UnsupportedOperationException("epsilon " + epsilon + ", total " + total);
    }

    /// Upper bound of ε at `delta` for a total of `total`.
    public static double epsilon(double delta, MuSquared total) {
        throw new UnsupportedOperationException("delta " + delta + ", total " + total);
    }

    /// The largest amount whose δ at `epsilon` is at most `delta`, rounded down.
    public static MuSquared cap(double epsilon, double delta) {
        throw new UnsupportedOperationException("epsilon " + epsilon + ", delta " + delta);
    }

    /// The smallest double not below sqrt(squaredSensitivity / charge).
    public static double standardDeviation(long squaredSensitivity, MuSquared charge) {
        return Math.nextUp(Math.sqrt(squaredSensitivity / (charge.pico() * 1e-12)) * (1 + 1e-15));
    }
}
