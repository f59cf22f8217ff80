package org.vitrail.contract.session;

/// One line of the list of releases.
///
/// @param status `released`, `running`, `failed (charged)`, `cancelled (charged)`, `void`; `not private (no charge)`
/// for an
///     owner's report of that release
/// @param epsilon the release's own ε at its own δ
/// @param muSquaredPico its charge
public record ReleaseLine(
        String releaseId,
        String mechanism,
        String user,
        String notebook,
        String at,
        double epsilon,
        double delta,
        long muSquaredPico,
        String status) {}
