package org.vitrail.app.dataset;

import org.vitrail.contract.MeasureName;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Measures;

/// What a dataset's cap comes to in the measures that were declared for it.
final class DatasetCap {
    private DatasetCap() {}

    /// The dataset's cap in each measure.
    ///
    /// @throws RefusedException if one can accept nothing, or none what today's mechanisms do
    static DpAmount of(RegisterDataset request, double delta) {
        Measures measures = new Measures(request.measures());
        DpAmount caps = measures.caps(request.epsilonCap(), delta);
        for (String name : measures.names()) {
            if (Measures.units(name).stream().anyMatch(unit -> caps.in(unit) == 0)) {
                throw new RefusedException(
                        new Refusal.InvalidRequest("measure " + name + " can accept nothing at epsilon "
                                + request.epsilonCap() + " and " + ShortNumber.of(measures.share(name, delta))
                                + ", its share of delta; leave it out, raise the cap or take a higher order"));
            }
        }
        if (caps.units().keySet().stream().allMatch(unit -> MeasureName.gaussian(unit, caps.in(unit)) == 0)) {
            throw new RefusedException(new Refusal.InvalidRequest("a dataset needs at least one of gdp, zcdp and"
                    + " renyi-ORDER, in which Gaussian noise has a finite charge, got " + measures.names()
                    + "; all mechanisms of this server use it: add gdp"));
        }
        return caps;
    }
}
