package org.vitrail.privacy.accounting.filter;

import java.util.List;
import org.vitrail.privacy.accounting.PrivacyEvent;

/// One request for each part of a partition that was chosen without looking at the data, such as by country. One
/// unit
/// lies in one part, so the whole costs what the costliest part costs (McSherry 2009, Thm 4), but only if a unit is
/// added or removed: under replacement it may move, and hit two.
///
/// @param rule how the parts are told apart, in words, for the record
/// @param parts what is asked of each
public record PublicPartition(String rule, List<PrivacyEvent> parts) {
    public PublicPartition {
        if (rule.isBlank()) {
            throw new IllegalArgumentException("rule must say how the parts are told apart, got nothing");
        }
        parts = List.copyOf(parts);
    }
}
