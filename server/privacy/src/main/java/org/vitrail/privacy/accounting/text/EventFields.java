package org.vitrail.privacy.accounting.text;

import java.util.Optional;
import java.util.OptionalDouble;

/// The named fields of one written event, whatever it is written in.
public interface EventFields {
    /// The type's name, `gaussian`; empty if there is none.
    String type();

    /// A number; `inf` is infinite.
    ///
    /// @return empty if the field is absent
    /// @throws IllegalArgumentException if it is there and no number
    OptionalDouble number(String field);

    /// A nested event.
    ///
    /// @return empty if the field is absent
    Optional<EventFields> event(String field);
}
