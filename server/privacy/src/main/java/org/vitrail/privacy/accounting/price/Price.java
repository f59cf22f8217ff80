package org.vitrail.privacy.accounting.price;

import java.util.Map;

/// What a list of events costs.
///
/// @param value ε or δ, an upper bound: the least of `byAccountant`
/// @param accountant which accountant gave it
/// @param byAccountant the bound of every accountant that can price the list, by name
public record Price(double value, String accountant, Map<String, Double> byAccountant) {
    public Price {
        byAccountant = Map.copyOf(byAccountant);
    }
}
