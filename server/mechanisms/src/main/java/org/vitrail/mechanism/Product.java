package org.vitrail.mechanism;

import java.util.Map;
import org.vitrail.mechanism.port.Table;

/// What a run releases.
///
/// @param table the synthetic rows
/// @param facts further released or public figures of the run, by name
public record Product(Table table, Map<String, String> facts) {
    public Product {
        facts = Map.copyOf(facts);
    }
}
