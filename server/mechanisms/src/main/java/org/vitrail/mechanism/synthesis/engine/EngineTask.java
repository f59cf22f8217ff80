package org.vitrail.mechanism.synthesis.engine;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

/// What an engine is asked to do; all of it public.
///
/// @param spec the request; `spec.rows()` rows are wanted, `spec.seed()` seeds everything that is not noise
/// @param product the columns to synthesize, in order, and the unit
/// @param label the label's index in `product`, if the request names one
/// @param rowsPublic the number of private rows that reach the engine, only where that number is public
public record EngineTask(SynthesisSpec spec, TableSchema product, OptionalInt label, OptionalLong rowsPublic) {
    /// At most this many rows change when one unit is added or removed; >= 1.
    public int rowsPerUnit() {
        return switch (product.unit()) {
            case PrivacyUnit.Row() -> 1;
            case PrivacyUnit.Person person -> person.rowsMax();
        };
    }
}
