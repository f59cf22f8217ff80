package org.vitrail.engine.local;

import java.util.function.BiFunction;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.mechanism.Mechanism;
import org.vitrail.mechanism.Plan;
import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.release.Released;
import org.vitrail.privacy.release.Sensitive;

/// A plan with the run that keeps to it.
record Planned(Plan plan, BiFunction<Sensitive<Table>, Progress, Released<Product>> run) {

    /// Which mechanism serves which spec.
    interface Catalog {
        /// A planned run and how to do it.
        ///
        /// @throws IllegalArgumentException one line, public: what is wrong with the request
        Planned plan(MechanismSpec spec, PublicFacts facts);
    }

    static <S extends MechanismSpec, P extends Plan> Planned of(Mechanism<S, P> mechanism, S spec, PublicFacts facts) {
        P plan = mechanism.plan(spec, facts);
        return new Planned(plan, (rows, progress) -> mechanism.run(plan, rows, progress));
    }
}
