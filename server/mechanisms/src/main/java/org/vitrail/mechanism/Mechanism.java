package org.vitrail.mechanism;

import org.vitrail.contract.MechanismSpec;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.release.Released;
import org.vitrail.privacy.release.Sensitive;

/// A mechanism: prices without data, then runs at that price.
///
/// @param <S> what the user asks
/// @param <P> what was decided
public interface Mechanism<S extends MechanismSpec, P extends Plan> {
    /// Decides everything that can be decided without private data.
    ///
    /// @throws IllegalArgumentException one line: what is wrong with the request, expected, got, what to do
    P plan(S spec, PublicFacts facts);

    /// Does what the plan says and no more.
    ///
    /// @param rows encoded by the same schema that the plan was made from
    Released<Product> run(P plan, Sensitive<Table> rows, Progress progress);

    /// The version of this mechanism's code; part of the fingerprint, changed whenever results may change.
    String version();
}
