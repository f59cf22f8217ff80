/// Noise from a cryptographic source, sampled exactly.
///
/// **Guarantee.** every sample has exactly the stated distribution given ideal random bits; failure of entropy
/// aborts.
/// **Public.** the parameters.   **Private.** the samples.
/// **Source.** Karney (2016), "Sampling exactly from the normal distribution", Algorithm N; RFC 8439
/// (ChaCha20).
/// **Deviations.** none.      **Known gaps.** sampling time depends on the sample (see server/known-gaps.md).
/// **Read in this order.** SecureBits → GaussianNoise.
///
/// # Worked example
///
/// Two counts with noise of deviation 3.5, sampled exactly:
///
/// ```java
/// long[] noisy = GaussianNoise.secure().addTo(new long[] {40, 2}, 3.5);
/// ```
///
/// Mechanisms do not call this: they go through `Gate.gaussian`, which takes the deviation from the charge.
@NullMarked
package org.vitrail.privacy.noise;

import org.jspecify.annotations.NullMarked;
