/// PAC privacy: answers computed in one secret world among m, each unit in half of them, with noise sized from how
/// much the answer changes from world to world.
///
/// **Guarantee.** all answers of a [Universe] together tell at most the sum of their charges, in nats, about its
/// secret
/// world, under adaptive questions; hence an adversary's success at any guess is at most [PosteriorSuccess#bound], on
/// average over the secret. It is not differential privacy: nothing hides whether a unit is in the table at all.
/// **Public.** requests, charges, numbers of worlds and of coordinates, released values.
/// **Private.** the secret world, outputs, variances, noise sizes, the tracked law.
/// **Source.** Xiao, Devadas (2023); Sridhar, Xiao, Devadas (2025); Zhu, Sridhar, Devadas (2026).
/// **Deviations.** fixed worlds for everything, so that variances are known and not estimated; the tight log-det
/// allocation; noise on an integer grid by the core's exact sampler; see server/adr/0120.
/// **Known gaps.** run time depends on the rows; the owner-only figures are kept apart by rule, not by type.
/// **Read in this order.** Nats → PosteriorSuccess → NoiseRule → Membership → WorldOutputs → CalibratedNoise →
/// NoiseFloor → Universe → PacRelease.
@NullMarked
package org.vitrail.privacy.pac;

import org.jspecify.annotations.NullMarked;
